package dev.spindle.examples;

import dev.spindle.examples.terminal.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the command finds around it.
 *
 * @param environment variables by name
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param console opens the terminal, if there is a person at one
 */
record Surroundings(
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Supplier<Optional<Console>> console) {
    Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process; all streams are UTF-8, whatever the platform thinks, since JSON has to be. */
    static Surroundings ofProcess() {
        return new Surroundings(
                System.getenv(), System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err), Console::find);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** A variable, empty if it is not set. */
    String variable(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    PrintWriter errWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }
}
