/**
 * Writes what came of tests as people and other programs read it: JUnit's XML, JSON, Markdown, a page of HTML, and annotations of GitHub.
 *
 * <p>All that tests said is quoted for the format that it stands in. Start reading at {@link dev.spindle.tools.tests.report.ReportFormat}.
 */
@NullMarked
package dev.spindle.tools.tests.report;

import org.jspecify.annotations.NullMarked;
