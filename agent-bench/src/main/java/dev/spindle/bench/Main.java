package dev.spindle.bench;

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

    /** Runs the probe or the benchmark that the arguments name, and ends the process with its exit code. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        if (arguments.length > 0 && arguments[0].startsWith("speed")) {
            runSpeed(new SpeedCommand(out), List.of(arguments));
            return;
        }
        System.exit(run(new Probe(System.in, out, err), err, List.of(arguments)));
    }

    static int run(Probe probe, PrintStream err, List<String> arguments) throws IOException {
        if (!arguments.isEmpty() && arguments.get(0).equals("probe")) {
            return probe.run(arguments.subList(1, arguments.size()));
        }
        err.println(Probe.usage());
        err.println(SpeedCommand.USAGE);
        return Probe.WRONG_USAGE;
    }

    private static void runSpeed(SpeedCommand speed, List<String> arguments) throws IOException, InterruptedException {
        List<String> rest = arguments.subList(1, arguments.size());
        if (arguments.get(0).equals("speed-worker")) speed.work(rest);
        else speed.run(rest);
    }

    /** JSON is UTF-8, whatever the platform thinks. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
