package dev.spindle.examples;

import dev.spindle.json.Json;
import dev.spindle.replay.RunDiff;
import java.util.concurrent.Callable;
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
    private final Surroundings surroundings;

    @Mixin
    private final JournalOption keeping = new JournalOption();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "Characters in a line, at least 60; 120 unless told otherwise.")
    private int width = 120;

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
            RunDiff diff = RunDiff.of(store.read(left), store.read(right));
            surroundings.out().print(json ? Json.of(diff).text() + "\n" : table(diff));
            surroundings.out().flush();
            return diff.isSame() ? ExitCode.GOOD : ExitCode.FAILED;
        }
    }

    private String table(RunDiff diff) {
        try {
            return diff.table(width);
        } catch (IllegalArgumentException tooNarrow) {
            throw new UsageException(String.valueOf(tooNarrow.getMessage()));
        }
    }
}
