package dev.spindle.bench;

import dev.spindle.bench.crash.CrashCommand;
import dev.spindle.bench.crash.RaceCommand;
import dev.spindle.bench.crash.WorkersCommand;
import dev.spindle.bench.journal.JournalCommand;
import dev.spindle.bench.retrieval.CostCommand;
import dev.spindle.bench.retrieval.RetrievalCommand;
import dev.spindle.bench.speed.SpeedCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The program of this jar. */
public final class Main {
    private Main() {}

    /** Runs the probe, the benchmark or the test that the arguments name, and ends the process with its exit code. */
    public static void main(String... arguments) throws Exception {
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        List<String> rest = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "speed" -> System.exit(new SpeedCommand(out, err).run(rest));
            case "speed-worker" -> new SpeedCommand(out, err).work(rest);
            case "parts" -> org.openjdk.jmh.Main.main(rest.toArray(String[]::new));
            case "journal" -> System.exit(JournalCommand.run(rest, out, err));
            case "retrieval-cost" -> System.exit(CostCommand.run(rest, out, err));
            case "retrieval" -> System.exit(RetrievalCommand.run(rest, out, err));
            case "crash" -> System.exit(CrashCommand.run(rest, out, err));
            case "race" -> System.exit(RaceCommand.run(rest, out, err));
            case "workers" -> System.exit(WorkersCommand.run(rest, out, err));
            case WorkersCommand.WORKER -> WorkersCommand.work(rest, out);
            case CrashCommand.WORKER -> CrashCommand.work(rest, out);
            case RaceCommand.WORKER -> RaceCommand.work(rest, out);
            default -> System.exit(run(new Probe(System.in, out, err), err, List.of(arguments)));
        }
    }

    static int run(Probe probe, PrintStream err, List<String> arguments) throws IOException {
        if (!arguments.isEmpty() && arguments.get(0).equals("probe")) {
            return probe.run(arguments.subList(1, arguments.size()));
        }
        err.println(Probe.usage());
        err.println(SpeedCommand.USAGE);
        err.println(JournalCommand.USAGE);
        err.println(RetrievalCommand.USAGE);
        err.println(CostCommand.USAGE);
        err.println(CrashCommand.USAGE);
        err.println(RaceCommand.USAGE);
        err.println(WorkersCommand.USAGE);
        err.println("java -jar agent-bench.jar parts [OPTIONS OF JMH]");
        return Probe.WRONG_USAGE;
    }

    /** JSON is UTF-8, whatever the platform thinks. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
