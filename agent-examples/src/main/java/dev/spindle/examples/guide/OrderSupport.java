package dev.spindle.examples.guide;

import static dev.spindle.tool.Tool.Effect.READ;
import static dev.spindle.tool.Tool.Effect.WRITE;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.Journal;
import dev.spindle.journal.Journal.KeptRun;
import dev.spindle.json.Json;
import dev.spindle.model.Model;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Reconciler.Reconciliation;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolInvocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Order support over two processes: one takes the question, another, days later, has the refund approved. */
public final class OrderSupport {
    private OrderSupport() {}

    // region orders
    record Order(int number, String item, int euros) {}

    /** In life, refunds are a table of the shop whose primary key is the idempotency key. */
    record Orders(Map<String, String> refunds) {
        @Tool(value = "Finds an order by its number.", effect = READ)
        Order findOrder(@Param("Order number, for example 4711") int number) {
            return new Order(number, "lamp", 40);
        }

        @Tool(value = "Gives back the money for an order.", effect = WRITE, approval = true, reconcile = "wasRefunded")
        String refund(@Param("Order number") int number, @Param("Whole euros") int euros, ToolInvocation call) {
            refunds.put(call.idempotencyKey(), number + ": " + euros);
            return "Refunded " + euros + " euros.";
        }

        Reconciliation wasRefunded(ToolInvocation cutShort) {
            return refunds.containsKey(cutShort.idempotencyKey())
                    ? Reconciliation.tookEffect("Refunded.")
                    : Reconciliation.tookNoEffect();
        }
    }

    static Agent support(Model model, Journal journal, Orders orders) {
        return Agent.builder(model)
                .name("support")
                .instructions("You help customers with their orders. Look an order up before you refund it.")
                .tools(orders)
                .journal(journal)
                .build();
    }
    // endregion

    /** The first process: what waits leaves it as text, by mail for example. */
    static List<String> ask(Path directory, Model model, Orders orders) {
        // region orders-ask
        try (FileJournal journal = FileJournal.in(directory)) {
            RunResult result = support(model, journal, orders)
                    .run(RunRequest.of("My lamp from order 4711 is broken.")
                            .withRunId("ticket-31")
                            .withLabels(Map.of("user", "bo")));
            return result.awaitingApproval().stream()
                    .map(call -> Json.of(call).text())
                    .toList();
        }
        // endregion
    }

    /** The second process. */
    static RunResult decide(Path directory, Model model, Orders orders, String mailed) {
        // region orders-decide
        PendingCall call = Json.parse(mailed).to(PendingCall.class);
        System.out.println(call.tool() + " " + call.arguments());
        try (FileJournal journal = FileJournal.in(directory)) {
            return support(model, journal, orders)
                    .resume(call.runId(), Decision.approve(call).by("Al"));
        }
        // endregion
    }

    static void erase(Path directory) {
        // region orders-erase
        try (FileJournal journal = FileJournal.in(directory)) {
            for (KeptRun left : journal.deleteAll(Journal.Query.ALL.labelled("user", "bo")))
                System.err.println(left.runId() + " stays: " + left.trouble());
        }
        // endregion
    }

    static ScriptedModel firstUnderstudy() {
        return ScriptedModel.calls("findOrder", "{\"number\":4711}")
                .thenCalls("refund", "{\"number\":4711,\"euros\":40}");
    }

    /** Runs the example. */
    public static void main(String... arguments) throws IOException {
        Path directory = Files.createTempDirectory("tickets");
        Orders orders = new Orders(new ConcurrentHashMap<>());
        Model later = Models.realOr(ScriptedModel.says("You have your 40 euros back."));
        for (String mailed : ask(directory, Models.realOr(firstUnderstudy()), orders))
            System.out.println(decide(directory, later, orders, mailed).text());
        erase(directory);
        try (FileJournal journal = FileJournal.in(directory)) {
            System.out.println(journal.runs());
        }
    }
}
