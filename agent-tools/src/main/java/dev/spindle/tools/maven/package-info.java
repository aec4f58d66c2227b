/**
 * A tool that runs the tests of a Maven project and tells which failed, why, and in which line.
 *
 * <p>Running tests is running the project's code, with the rights of this process: what is here keeps secrets out of its environment and
 * bounds its time and output, and is no sandbox. Start reading at {@link dev.spindle.tools.maven.MavenTests}.
 */
@NullMarked
package dev.spindle.tools.maven;

import org.jspecify.annotations.NullMarked;
