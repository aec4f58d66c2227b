package dev.spindle.bench.speed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures this client of MCP beside that of the official Java SDK, with the same server: two processes that take turns.
 *
 * <p>A program, among the tests since the SDK belongs to no product: takes the number of rounds and of calls in each.
 */
final class McpSpeed {
    private static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-Xmx512m", "-Dsun.net.httpserver.nodelay=true");

    private static final int STARTS = 5;
    private static final int WARM_UP = 3;

    private final int rounds;
    private final int calls;
    private final PrintStream out;

    McpSpeed(int rounds, int calls, PrintStream out) {
        this.rounds = rounds;
        this.calls = calls;
        this.out = out;
    }

    /** What a client needs, beside the other. */
    record Row(String what, double spindle, double sdk, double ratio) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "| %s | %,.0f | %,.0f | %.2f |", what, sdk, spindle, ratio);
        }
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new McpSpeed(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), out).measure();
    }

    void measure() throws IOException {
        out.println("| | SDK | Spindle | ratio |\n|---|---:|---:|---:|");
        measureHttp();
        measure("stdio", Child.line(McpServing.class, "stdio").toArray(String[]::new));
    }

    List<Row> measureHttp() throws IOException {
        try (Child server = Child.start(McpServing.class, "http")) {
            return measure("HTTP", server.hear());
        }
    }

    private List<Row> measure(String way, String... place) throws IOException {
        List<Figures> own = new ArrayList<>();
        List<Figures> others = new ArrayList<>();
        List<Figures> ownStarts = new ArrayList<>();
        List<Figures> otherStarts = new ArrayList<>();
        for (int start = 1; start < Math.min(rounds, STARTS); start++) {
            begun("spindle", ownStarts, place).close();
            begun("sdk", otherStarts, place).close();
        }
        try (Child spindle = begun("spindle", ownStarts, place);
                Child sdk = begun("sdk", otherStarts, place)) {
            for (int turn = 0; turn < rounds + WARM_UP; turn++) {
                Figures mine = Figures.read(spindle.ask(calls));
                Figures theirs = Figures.read(sdk.ask(calls));
                if (turn < WARM_UP) continue;
                own.add(mine);
                others.add(theirs);
            }
        }
        List<Row> rows = List.of(
                row(way + ": from the start of a JVM to the first answer, ms", "startMillis", ownStarts, otherStarts),
                row(way + ": CPU until then, µs", "startCpuMicros", ownStarts, otherStarts),
                row(way + ": CPU a call, µs", "cpuMicros", own, others),
                row(way + ": time of a call, µs", "wallMicros", own, others),
                row(way + ": allocated a call, bytes", "bytes", own, others),
                row(way + ": resident memory at most, MB", "residentMegabytes", own, others));
        rows.forEach(out::println);
        return rows;
    }

    private static Child begun(String who, List<Figures> starts, String... place) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(who));
        arguments.addAll(List.of(place));
        Child child = Child.start(McpCaller.class, arguments.toArray(String[]::new));
        starts.add(Figures.read(child.hear()));
        return child;
    }

    private static Row row(String what, String figure, List<Figures> own, List<Figures> others) {
        double[] mine = own.stream().mapToDouble(each -> each.get(figure)).toArray();
        double[] theirs = others.stream().mapToDouble(each -> each.get(figure)).toArray();
        double[] ratios = new double[mine.length];
        for (int round = 0; round < mine.length; round++) ratios[round] = mine[round] / theirs[round];
        return new Row(what, median(mine), median(theirs), median(ratios));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** A process that is told a line and answers with one. */
    private record Child(Process process, BufferedReader out) implements AutoCloseable {
        static Child start(Class<?> program, String... arguments) throws IOException {
            Process process = new ProcessBuilder(line(program, arguments))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Child(
                    process,
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        }

        static List<String> line(Class<?> program, String... arguments) {
            List<String> line = new ArrayList<>();
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            line.addAll(OPTIONS);
            line.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
            line.addAll(List.of(arguments));
            return line;
        }

        String ask(int number) throws IOException {
            OutputStream in = process.getOutputStream();
            in.write((number + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
            return hear();
        }

        String hear() throws IOException {
            String line = out.readLine();
            if (line == null) throw new IOException("a process died");
            return line;
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
