package dev.spindle.examples.guide;

import static dev.spindle.tool.Tool.Effect.WRITE;

import dev.spindle.Agent;
import dev.spindle.journal.FileJournal;
import dev.spindle.model.Model;
import dev.spindle.model.ModelException.Details;
import dev.spindle.model.ModelException.QuotaExhausted;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run that outlives the process that began it: what was paid is not paid again. */
public final class DurableRun {
    private DurableRun() {}

    static class Bank {
        @Tool(value = "Pays an invoice.", effect = WRITE)
        String pay(@Param("The invoice's number") int invoice) {
            System.out.println("Paying invoice " + invoice);
            return "Paid.";
        }
    }

    /** Runs the example; the first model breaks off after the first payment. */
    public static void main(String... arguments) throws IOException {
        Path directory = Files.createTempDirectory("runs");
        ScriptedModel breaksOff = ScriptedModel.calls("pay", "{\"invoice\":31}")
                .thenFails(new QuotaExhausted("the account is empty", Details.of("")));
        begin(directory, Models.realOr(breaksOff), new Bank());
        goOn(directory, Models.realOr(ScriptedModel.says("Invoice 31 is paid.")), new Bank());
    }

    /** Begins the run. The bank is an object with tools, or a registry of them. */
    static void begin(Path directory, Model model, Object bank) {
        // region durable
        try (FileJournal journal = FileJournal.in(directory)) {
            Agent agent = Agent.builder(model).tools(bank).journal(journal).build();
            agent.run(RunRequest.of("Pay invoice 31 of March.").withRunId("invoices-march"));
        }
        // endregion
    }

    /** Goes on with it, as another process would. */
    static void goOn(Path directory, Model model, Object bank) {
        // region durable-resume
        try (FileJournal journal = FileJournal.in(directory)) {
            Agent agent = Agent.builder(model).tools(bank).journal(journal).build();
            System.out.println(agent.resume("invoices-march").text());
        }
        // endregion
    }
}
