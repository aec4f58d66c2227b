package dev.spindle.run;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.Journal;
import dev.spindle.json.Json;
import dev.spindle.testing.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A process of its own that asks for approval in a file, or goes on with the decision from one. */
final class ApprovalProcess {
    static final String RUN = "march";

    private ApprovalProcess() {}

    /** Arguments: journal directory, "ask" or "resume", and the file to write or to read. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[2]);
        try (FileJournal journal = FileJournal.in(Path.of(arguments[0]))) {
            if (arguments[1].equals("ask")) ask(journal, file);
            else resume(journal, file);
        }
    }

    private static Agent agent(ScriptedModel model, Journal journal) {
        return Agent.builder(model)
                .tools(new Bench())
                .journal(journal)
                .approval(Approval.AS_DECLARED.expiringAfter(Duration.ofDays(3)))
                .build();
    }

    private static void ask(Journal journal, Path file) throws IOException {
        ScriptedModel model = ScriptedModel.calls("pay", "{\"to\":\"Bo\",\"cents\":5}");
        RunResult paused = agent(model, journal).run(RunRequest.of("Pay Bo.").withRunId(RUN));
        Files.writeString(file, Json.of(paused.awaitingApproval().get(0)).text());
    }

    private static void resume(Journal journal, Path file) throws IOException {
        Decision decision = Json.parse(Files.readString(file)).to(Decision.class);
        ScriptedModel model = ScriptedModel.says("Paid.");
        RunResult result = agent(model, journal).resume(RUN, decision);
        System.out.println(
                result.text() + " " + model.lastCall().toolMessage("c0").text());
    }
}
