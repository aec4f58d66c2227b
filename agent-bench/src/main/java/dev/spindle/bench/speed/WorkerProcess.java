package dev.spindle.bench.speed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of this same program that does one thing. It ends with its input, and so with us. */
final class WorkerProcess implements AutoCloseable {
    private static final int MOST_SECONDS = 20;

    private final Process process;
    private final OutputStream in;
    private final BufferedReader out;

    private WorkerProcess(Process process) {
        this.process = process;
        this.in = process.getOutputStream();
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a process.
     *
     * @param options of its JVM
     * @param arguments as {@link Worker} takes them
     */
    static WorkerProcess start(Jdk jdk, List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(jdk.java().toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.spindle.bench.Main", "speed-worker"));
        command.addAll(arguments);
        return new WorkerProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    void tell(String line) throws IOException {
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Its next line. */
    String hear() throws IOException {
        String line = out.readLine();
        if (line == null) throw new IOException("A worker died; what it said is above");
        return line;
    }

    /** Returns when it has ended; its input stays open until then. */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** Lets it put away what it has made, since the folder of that is deleted next. */
    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, MOST_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
