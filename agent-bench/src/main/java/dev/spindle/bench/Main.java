package dev.spindle.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The program of this jar. */
public final class Main {
    private Main() {}

    /** Runs the probe that the arguments name, and ends the process with its exit code. */
    public static void main(String... arguments) throws IOException {
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        System.exit(run(new Probe(System.in, out, err), err, List.of(arguments)));
    }

    static int run(Probe probe, PrintStream err, List<String> arguments) throws IOException {
        if (!arguments.isEmpty() && arguments.get(0).equals("probe")) {
            return probe.run(arguments.subList(1, arguments.size()));
        }
        err.println(Probe.usage());
        return Probe.WRONG_USAGE;
    }

    /** JSON is UTF-8, whatever the platform thinks. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
