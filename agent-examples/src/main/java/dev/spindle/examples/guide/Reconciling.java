package dev.spindle.examples.guide;

import static dev.spindle.tool.Tool.Effect.WRITE;

import dev.spindle.Agent;
import dev.spindle.Agents;
import dev.spindle.Agents.Recovered;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.Journal;
import dev.spindle.model.Model;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Reconciler.Reconciliation;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolInvocation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A payment that was cut short: the bank knows whether it was made, so that nobody need be asked. */
public final class Reconciling {
    private Reconciling() {}

    static class Bank {
        private final Map<String, Integer> paid = new ConcurrentHashMap<>();

        // region reconcile
        @Tool(value = "Pays an invoice.", effect = WRITE, timeout = "PT0.2S", reconcile = "wasPaid")
        String pay(@Param("The invoice's number") int invoice, ToolInvocation call) throws InterruptedException {
            paid.put(call.idempotencyKey(), invoice);
            return answerLate();
        }

        Reconciliation wasPaid(ToolInvocation cutShort) {
            return paid.containsKey(cutShort.idempotencyKey())
                    ? Reconciliation.tookEffect("Paid.")
                    : Reconciliation.tookNoEffect();
        }
        // endregion

        private static String answerLate() throws InterruptedException {
            new CountDownLatch(1).await();
            return "Never heard.";
        }
    }

    /** Runs the example; the bank pays, and its answer never comes. */
    public static void main(String... arguments) throws IOException {
        try (FileJournal journal = FileJournal.in(Files.createTempDirectory("runs"))) {
            ScriptedModel model = ScriptedModel.calls("pay", "{\"invoice\":31}").then("Invoice 31 is paid.");
            Agent agent = clerk(Models.realOr(model), journal, new Bank());
            System.out.println(agent.run("Pay invoice 31.").text());
            recover(journal, agent);
        }
    }

    static Agent clerk(Model model, Journal journal, Object bank) {
        return Agent.builder(model).tools(bank).journal(journal).build();
    }

    private static void recover(Journal journal, Agent agent) {
        // region recover
        List<Recovered> recovered = Agents.recover(journal, 8, started -> Optional.of(agent));
        for (Recovered each : recovered) {
            if (each instanceof Recovered.WentOn wentOn)
                System.out.println(wentOn.result().stopReason());
            if (each instanceof Recovered.Failed failed) System.err.println(failed.runId() + ": " + failed.why());
        }
        // endregion
    }
}
