package dev.spindle.examples;

import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.examples.terminal.PlainText;
import dev.spindle.examples.terminal.Style;
import dev.spindle.replay.RunDiff;
import dev.spindle.replay.RunDiff.Row;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindle runs diff}: two runs side by side. */
@Command(
        name = "diff",
        description = "Shows two runs side by side: steps, tools with their arguments, tokens, cost and text.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:they went the same way", "1:they differ", "2:wrong usage"})
final class RunsDiffCommand implements Callable<Integer> {
    private static final int USUAL_WIDTH = 121;
    private static final int NARROWEST = 60;

    private final Surroundings surroundings;

    @Mixin
    private final JournalOption keeping = new JournalOption();

    @Option(
            names = "--other-journal",
            paramLabel = "PATH",
            description = "The journal of OTHER, if it is not that of RUN: as of a fork of a run of an engine.")
    private @Nullable String other;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "Characters in a line, at least 60; as wide as the terminal, or 120, unless told otherwise.")
    private @Nullable Integer width;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run's id, or the beginning of it.")
    private String left = "";

    @Parameters(index = "1", paramLabel = "OTHER", description = "Another run's.")
    private String right = "";

    RunsDiffCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (RunStore store = keeping.openKept(surroundings)) {
            RunDiff diff = RunDiff.of(store.read(left), other == null ? store.read(right) : readOther());
            if (json) surroundings.json(diff);
            else print(diff);
            return diff.isSame() ? ExitCode.GOOD : ExitCode.FAILED;
        }
    }

    private List<Recorded> readOther() {
        try (RunStore others = JournalOption.named(other).openKept(surroundings)) {
            return others.read(right);
        }
    }

    private void print(RunDiff diff) {
        try (Paper paper = Paper.of(surroundings)) {
            table(diff, paper.width()).lines().forEach(line -> paper.line(line, Style.PLAIN));
        }
    }

    /** Made plain before it is cut into columns, since escapes are longer than what they stand for. */
    private String table(RunDiff diff, OptionalInt screen) {
        List<Row> rows = diff.rows().stream()
                .map(row -> new Row(row.label(), PlainText.of(row.left()), PlainText.of(row.right())))
                .toList();
        int usual = Math.max(NARROWEST, screen.orElse(USUAL_WIDTH) - 1);
        try {
            return new RunDiff(diff.left(), diff.right(), rows).table(width == null ? usual : width);
        } catch (IllegalArgumentException tooNarrow) {
            throw new UsageException(String.valueOf(tooNarrow.getMessage()));
        }
    }
}
