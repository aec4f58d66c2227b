package dev.spindle.bench.speed;

import dev.spindle.bench.speed.contestant.Contestant;
import dev.spindle.bench.speed.contestant.Entry;
import dev.spindle.bench.speed.contestant.Task;
import dev.spindle.bench.speed.server.ModelServer;
import dev.spindle.bench.speed.server.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The other end of a {@link WorkerProcess}: does what standard input says, and answers each line with one on standard output.
 *
 * <p>{@code work FLOOR http://127.0.0.1:1/v1 /tmp/x} takes lines as {@code TURN 100}; {@code serve} tells its address and serves until
 * the input ends; {@code once FLOOR http://127.0.0.1:1/v1} asks one question and ends.
 */
final class Worker {
    /** What a worker says once it can be told something. */
    static final String READY = "ready";

    private final PrintStream out;

    Worker(PrintStream out) {
        this.out = out;
    }

    void run(List<String> arguments) throws IOException, InterruptedException {
        switch (arguments.get(0)) {
            case "serve" -> serve();
            case "work" -> work(arguments.subList(1, arguments.size()));
            case "once" -> once(arguments.subList(1, arguments.size()));
            default -> throw new IllegalArgumentException("No work '" + arguments.get(0) + "'");
        }
    }

    private void serve() throws IOException {
        try (ModelServer server = ModelServer.open()) {
            say(server.url());
            Thread untilTheEnd = new Thread(() -> closeAtEndOfInput(server), "end-of-input");
            untilTheEnd.setDaemon(true);
            untilTheEnd.start();
            server.serve();
        }
    }

    private static void closeAtEndOfInput(ModelServer server) {
        try (server) {
            while (System.in.read() >= 0) Thread.onSpinWait();
        } catch (IOException gone) {
            System.err.println("The parent of the server is gone: " + gone);
        }
    }

    private void work(List<String> arguments) throws IOException, InterruptedException {
        try (Contestant contestant =
                Entry.valueOf(arguments.get(0)).open(arguments.get(1), Path.of(arguments.get(2)))) {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            say(READY);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int space = line.indexOf(' ');
                int size = Integer.parseInt(line.substring(space + 1));
                say(Workload.valueOf(line.substring(0, space))
                        .measure(contestant, size)
                        .line());
            }
        }
    }

    private void once(List<String> arguments) throws IOException {
        Path nowhere = Path.of("");
        try (Contestant contestant = Entry.valueOf(arguments.get(0)).open(arguments.get(1), nowhere)) {
            say(contestant.ask(Script.ofRounds(1), Task.QUESTION));
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
