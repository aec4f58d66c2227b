package dev.spindle.tools.tests;

import dev.spindle.tools.tests.ReadCase.Failure;
import dev.spindle.tools.tests.TestReport.SourceLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells whether a process of Node.js that ran tests has died, of a run that left no report. */
final class NodeCrash {
    private static final int MAX_LINES = 30;
    private static final String STACK = "----- JavaScript stack trace -----";
    private static final Pattern FRAME = Pattern.compile("\\s*\\d{1,3}: .*");
    private static final Pattern DIED = Pattern.compile(
            ".*(?:Worker exited unexpectedly|Worker forks emitted error|was terminated by another process: signal=SIG).*");

    private NodeCrash() {}

    /** A test without a name that took its process along; empty if none did. */
    static Optional<ReadCase> in(Adapter.Left left) {
        List<String> lines = left.lines();
        int stack = lines.indexOf(STACK);
        boolean died = stack >= 0
                || left.diedOfSignal()
                || lines.stream().anyMatch(line -> DIED.matcher(line).matches());
        if (!died) return Optional.empty();
        String trace = lines.stream()
                .skip(stack + 1L)
                .limit(stack < 0 ? 0 : MAX_LINES)
                .dropWhile(String::isBlank)
                .takeWhile(line -> FRAME.matcher(line).matches())
                .collect(Collectors.joining("\n"));
        return Optional.of(ReadCase.broken(
                new TestId("", "", ""), new Failure(Found.CRASH, "a process of Node.js that ran tests died", trace)));
    }

    /**
     * Finds lines where files are transformed before they run. Of a process that dies, Node.js itself prints the trace, by the lines of what
     * ran; those of the sources are near.
     */
    static Adapter.Locating locating(Path project) {
        PathFrames frames = new PathFrames(project);
        Sources sources = new Sources(project);
        return (home, failure) -> {
            List<SourceLine> lines = frames.innermostFirst(failure.trace());
            boolean isCrash = failure.type().equals(Found.CRASH) && !lines.isEmpty();
            if (!isCrash) return lines;
            List<SourceLine> mended = new ArrayList<>(lines);
            mended.set(0, sources.thatEndsProcessesNear(lines.get(0)));
            return List.copyOf(mended);
        };
    }
}
