package dev.spindle.examples;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an agent on an engine is made of beside its model and instructions, which no run of it tells. */
final class ServedOptions {
    @Option(
            names = "--docs",
            paramLabel = "DIR",
            description = "The folder of documents that an agent on an engine answers from.")
    private @Nullable Path documents;

    @Option(names = "--confirm", description = "A person is waited for before each tool call of an agent on an engine.")
    private boolean confirm;

    /** What the agent is to do, with these instructions in place of its own if there are any. */
    Assignment assignment(@Nullable String instructions) {
        String folder = documents == null ? null : documents.toAbsolutePath().toString();
        return new Assignment(new AskJob(folder, null, null), instructions, confirm);
    }

    /**
     * What a run was assigned: told by these options if an engine keeps it, which knows nothing of it, else kept beside it.
     *
     * @throws UsageException if these options are for a run of another journal, or nothing is kept
     */
    Assignment assignment(RunStore store, String runId) {
        if (store.isEngine()) return assignment((String) null);
        if (documents == null && !confirm) return store.assignment(runId);
        throw new UsageException("--docs and --confirm are for runs of an engine; what run '" + runId
                + "' was assigned is kept beside it, so leave them out");
    }
}
