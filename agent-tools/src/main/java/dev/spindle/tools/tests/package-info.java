/**
 * A tool that runs the tests of a project, be it Java, Rust, Go, JavaScript or Python, and tells which failed, why, and in which line; and
 * a triage of what failed, which runs it again.
 *
 * <p>Running tests is running the project's code: it is done in the machine's sandbox, where there is one. Start reading at
 * {@link dev.spindle.tools.tests.ProjectTests}, then {@link dev.spindle.tools.tests.TestTriage}.
 */
@NullMarked
package dev.spindle.tools.tests;

import org.jspecify.annotations.NullMarked;
