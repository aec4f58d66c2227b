package dev.spindle.examples;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.ToolFinished;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.ForwardingJournal;
import dev.spindle.journal.Journal;
import dev.spindle.journal.JournalException;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tools.files.FileEditTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Leaves a run as a crash does that comes after a file was written, and before that was recorded. */
final class CutShort {
    private CutShort() {}

    /** The id of the run. */
    static String write(Path journal, Path project, String path, String content) {
        String runId = "cut-short";
        try (RunStore store = RunStore.open(journal)) {
            store.keep(runId, new Assignment(new ChatJob(project.toString(), null, null, null, null), "", false));
        }
        ScriptedModel model =
                ScriptedModel.calls("write_file", "{\"path\":\"" + path + "\",\"content\":\"" + content + "\"}");
        try (FileJournal file = FileJournal.in(journal)) {
            Agent agent = Agent.builder(model)
                    .tools(new FileEditTools(project))
                    .journal(new Failing(file))
                    .build();
            RunResult waiting = agent.run(RunRequest.of("Write.").withRunId(runId));
            agent.resume(runId, Decision.approve(waiting.awaitingApproval().get(0)));
            throw new AssertionError("The run was not cut short");
        } catch (JournalException broken) {
            return runId;
        }
    }

    /** A journal whose disk is full once a tool has finished. */
    private static final class Failing extends ForwardingJournal {
        private Failing(Journal journal) {
            super(journal);
        }

        @Override
        public void append(String runId, long position, List<Recorded> events) {
            if (events.stream().anyMatch(ToolFinished.class::isInstance))
                throw new JournalException("disk full", new IOException());
            super.append(runId, position, events);
        }
    }
}
