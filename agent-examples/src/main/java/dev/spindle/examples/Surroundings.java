package dev.spindle.examples;

import dev.spindle.examples.terminal.Console;
import dev.spindle.examples.terminal.JsonLine;
import dev.spindle.examples.terminal.PlainStream;
import dev.spindle.json.Json;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
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
        PlainStream out,
        PlainStream err,
        Supplier<Optional<Console>> console) {
    Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process; all streams are UTF-8, whatever the platform thinks, since JSON has to be. */
    static Surroundings ofProcess() {
        return new Surroundings(
                System.getenv(),
                System.in,
                PlainStream.to(new FileOutputStream(FileDescriptor.out)),
                PlainStream.to(new FileOutputStream(FileDescriptor.err)),
                Console::find);
    }

    /** A variable, empty if it is not set. */
    String variable(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    /** The folder of the person who runs the command: the one that HOME names, as shells have it, else the one that the JVM knows. */
    Path home() {
        String home = variable("HOME");
        return Path.of(home.isEmpty() ? System.getProperty("user.home") : home);
    }

    /** Prints a value as one line of JSON. */
    void json(Object value) {
        out.print(JsonLine.of(Json.of(value).text()) + "\n");
        out.flush();
    }
}
