/**
 * The {@code spindle} command: it talks with a person, asks questions about a folder of documents, and runs the tests of a project.
 *
 * <p>An application to read and to run, not a library to depend on. Start reading at {@link dev.spindle.examples.Main}.
 */
@NullMarked
package dev.spindle.examples;

import org.jspecify.annotations.NullMarked;
