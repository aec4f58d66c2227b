package dev.spindle.restate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of {@link RateWorker}. */
record Counted(Process process, BufferedReader told) implements AutoCloseable {
    static Counted start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                RateWorker.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new Counted(
                process, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** How many steps it has done; waits until it works. */
    long steps() throws IOException {
        OutputStream words = process.getOutputStream();
        words.write('\n');
        words.flush();
        String line = told.readLine();
        if (line == null) throw new IOException("A worker has ended; see above what it said");
        return Long.parseLong(line);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
