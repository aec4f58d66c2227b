package dev.spindle.examples;

import dev.spindle.examples.terminal.PlainStream;
import dev.spindle.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What came of running the command. */
record Ran(int exitCode, String out, String err) {
    private static final long PATIENCE_SECONDS = 240;

    /** Runs it in this process. */
    static Ran here(Map<String, String> environment, String... arguments) {
        return fed("", environment, arguments);
    }

    /** Runs it in this process, with a text at its standard input. */
    static Ran fed(String input, Map<String, String> environment, String... arguments) {
        return fed(input.getBytes(StandardCharsets.UTF_8), environment, arguments);
    }

    static Ran fed(byte[] input, Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream in = new ByteArrayInputStream(input);
        Surroundings surroundings =
                new Surroundings(keepingNothing(environment), in, stream(out), stream(err), Optional::empty);
        int exitCode = Main.run(surroundings, arguments);
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs it as users do, in a process of its own. */
    static Ran child(Path scratch, Map<String, String> environment, String... arguments) {
        try {
            Process process = start(scratch, environment, arguments);
            return ended(process, scratch);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Starts it in a process of its own, which writes to {@code out} and {@code err} in the scratch folder. */
    static Process start(Path scratch, Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments))
                .redirectOutput(scratch.resolve("out").toFile())
                .redirectError(scratch.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OPENAI_"));
        builder.environment().putAll(keepingNothing(environment));
        return builder.start();
    }

    /** What starts it in a process of its own that begins quickly, since it ends soon. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.add("--enable-native-access=ALL-UNNAMED"); // as the manifest of the jar says
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The environment, in which no run is kept unless the test says where. */
    static Map<String, String> keepingNothing(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent("SPINDLE_JOURNAL", "none");
        return all;
    }

    /** The first group of a pattern, as soon as a process that goes on has written something like it to a file. */
    static String awaited(Path file, String pattern) throws IOException, InterruptedException {
        for (int wait = 0; wait < 6_000; wait++) {
            Matcher found = Pattern.compile(pattern).matcher(Files.readString(file));
            if (found.find()) return found.group(1);
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new AssertionError("Nothing like " + pattern + " is in " + Files.readString(file));
    }

    /** Waits for a process that {@link #start} began. */
    static Ran ended(Process process, Path scratch) throws IOException {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("The command did not end: " + Files.readString(scratch.resolve("err")));
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stopped);
        }
        return new Ran(
                process.exitValue(),
                Files.readString(scratch.resolve("out")),
                Files.readString(scratch.resolve("err")));
    }

    private static PlainStream stream(ByteArrayOutputStream bytes) {
        return PlainStream.to(bytes);
    }

    /** Every line of standard output, which must be JSON objects. */
    List<Json> jsonLines() {
        return out.lines().map(Json::parse).toList();
    }

    /** The last line of standard output, which must be the result. */
    Json result() {
        List<Json> lines = jsonLines();
        if (lines.isEmpty()) throw new AssertionError("There is no result; standard error says: " + err);
        Json last = lines.get(lines.size() - 1);
        if (!last.get("type").string().equals("Result")) throw new AssertionError("Not a result: " + last);
        return last;
    }
}
