/**
 * A tool that runs the tests of a project, be it Java, Rust, JavaScript or Python, and tells which failed, why, and in which line.
 *
 * <p>Running tests is running the project's code, with the rights of this process: what is here keeps secrets out of its environment and
 * bounds its time and output, and is no sandbox. Start reading at {@link dev.spindle.tools.tests.ProjectTests}.
 */
@NullMarked
package dev.spindle.tools.tests;

import org.jspecify.annotations.NullMarked;
