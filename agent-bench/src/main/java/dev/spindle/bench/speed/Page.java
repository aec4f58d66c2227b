package dev.spindle.bench.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The page around the table: what was measured where, and how to do it again. */
final class Page {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Page() {}

    static String of(Report report, Sizes sizes) throws IOException {
        return """
                # Benchmarks

                How close Spindle comes to the *floor*: the minimal loop that an expert writes by hand with OkHttp and Jackson's
                streaming parser, without validation, events, journal, limits or supervision. The code of both is in
                [`agent-bench`](../agent-bench/src/main/java/dev/spindle/bench/speed).

                %s
                Measured on %s (UTC): %d processors (%s), %s %s, JDK %s%s, heap of 1 GB; %d rounds of %d turns
                after %d to warm up.

                Each contestant is a process of its own, so is the model server, and all take turns in every round. A ratio is the
                median of the ratios to the floor in the same round. CPU time is that of the process, compiler and collector
                included, as the operating system counts it; allocation is that of all threads, as the JVM counts it. The figures
                in the first two columns are medians. Nothing else should run on the machine.

                To repeat it, in about twenty minutes (`--quick`: five minutes, with a compiler still at work):

                ```
                mvn -pl agent-bench -am -DskipTests package
                java -jar agent-bench/target/agent-bench.jar speed --markdown docs/benchmarks.md
                ```
                """.formatted(
                        report.table(),
                        LocalDate.now(ZoneOffset.UTC),
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Jdk.own().version(),
                        Jdk.findNewest().map(jdk -> " and " + jdk.version()).orElse(""),
                        sizes.rounds(),
                        sizes.turns(),
                        sizes.warmUp());
    }

    private static String processor() throws IOException {
        if (!Files.exists(PROCESSORS)) return System.getProperty("os.arch");
        return Files.readAllLines(PROCESSORS).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse(System.getProperty("os.arch"));
    }
}
