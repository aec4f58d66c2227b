package dev.spindle.tools.tests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the threads of Java processes are doing, told by the {@code jstack} of the JDK that runs this one. */
final class ThreadDumps {
    private static final int MOST_PROCESSES = 4;
    private static final int MOST_BYTES = 200_000;
    private static final long PATIENCE_SECONDS = 5;
    /** The threads that run tests: Gradle's, which has a main thread as well, and Surefire's. */
    private static final List<String> RUN_TESTS = List.of("\"Test worker\" ", "\"main\" ");

    private ThreadDumps() {}

    /** The stacks of all threads of those that are Java, the youngest process first; empty if nobody knows. */
    static String of(List<ProcessHandle> processes) throws InterruptedException {
        Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
        if (!Files.isExecutable(jstack)) return "";
        StringBuilder dumps = new StringBuilder();
        List<ProcessHandle> java = processes.stream()
                .filter(each -> each.info().command().orElse("").endsWith("/java"))
                .sorted((one, other) -> Long.compare(other.pid(), one.pid()))
                .limit(MOST_PROCESSES)
                .toList();
        for (ProcessHandle each : java) dumps.append(testsFirst(dump(jstack, each.pid())));
        return dumps.toString();
    }

    private static String dump(Path jstack, long pid) throws InterruptedException {
        try {
            Path written = Files.createTempFile("spindle-threads", ".txt");
            try {
                Process asked = new ProcessBuilder(jstack.toString(), String.valueOf(pid))
                        .redirectErrorStream(true)
                        .redirectOutput(written.toFile())
                        .start();
                try {
                    if (!asked.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || asked.exitValue() != 0) return "";
                } finally {
                    asked.destroyForcibly();
                }
                try (InputStream stacks = Files.newInputStream(written)) {
                    return new String(stacks.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
                }
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException unknown) {
            // What hangs is then told without its line.
            return "";
        }
    }

    /** The stacks, that of the thread that runs tests in front. */
    private static String testsFirst(String dump) {
        int begin = RUN_TESTS.stream()
                .map(dump::indexOf)
                .filter(at -> at >= 0)
                .findFirst()
                .orElse(-1);
        if (begin < 0) return dump;
        int end = dump.indexOf("\n\n", begin);
        String stack = end < 0 ? dump.substring(begin) : dump.substring(begin, end + 2);
        return stack + dump.substring(0, begin) + (end < 0 ? "" : dump.substring(end + 2));
    }
}
