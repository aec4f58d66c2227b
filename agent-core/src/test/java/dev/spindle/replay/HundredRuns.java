package dev.spindle.replay;

import dev.spindle.Agent;
import dev.spindle.context.Cancellation;
import dev.spindle.event.Decision;
import dev.spindle.event.Limits;
import dev.spindle.json.Json;
import dev.spindle.memory.InMemoryMemory;
import dev.spindle.memory.Memory;
import dev.spindle.memory.Window;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelException.Details;
import dev.spindle.model.ModelException.QuotaExhausted;
import dev.spindle.policy.ResultLimit;
import dev.spindle.run.Approval;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.PendingCall;
import java.util.List;
import java.util.Random;

/** A hundred runs that differ in all that runs can differ in: by a seed, so that they are the same each time. */
final class HundredRuns {
    static final int COUNT = 100;

    private static final List<ScriptedReply> REPLIES = List.of(
            ScriptedReply.call("add", "{\"a\":2,\"b\":3}"),
            ScriptedReply.call("add", "{\"a\":\"2\",\"b\":3}")
                    .andCall("add", "{\"a\":2,")
                    .andCall("ad", "{}"),
            ScriptedReply.call("letter", "{}"),
            ScriptedReply.call("broken", "{}").andCall("letter", "{}").andCall("add", "{\"a\":1,\"b\":1}"),
            ScriptedReply.call("file", "{\"name\":\"a\"}").andCall("file", "{\"name\":\"again\"}"),
            ScriptedReply.call("pay", "{\"to\":\"Bo\",\"cents\":5}").andCall("file", "{\"name\":\"b\"}"),
            ScriptedReply.call("pay", "{\"to\":\"Al\"}").andCall("pay", "{\"to\":\"Al\",\"cents\":700}"),
            ScriptedReply.call("expert", "{\"request\":\"Pay Cy.\"}").andCall("add", "{\"a\":4,\"b\":4}"),
            ScriptedReply.call("read_result", "{\"result\":\"0.0\",\"from\":100}"));

    record Trip(String airport) {}

    final Kept journal = new Kept();
    private final Memory memory = new InMemoryMemory();
    private final Random random = new Random(7);

    static Agent parent(ScriptedModel model, Agent child, Desk desk, Kept journal, Memory memory) {
        Approval expensive = call -> call.arguments().text().contains("700");
        return Agent.builder(model)
                .instructions("You run a small office.")
                .tools(desk, child.asTool("expert", "Knows how to pay."))
                .interceptors(List.of(ResultLimit.standard()))
                .window(Window.lastTurns(3))
                .approval(expensive)
                .journal(journal)
                .memory(memory)
                .build();
    }

    static Agent child(ScriptedModel model, Desk desk, Kept journal) {
        return Agent.builder(model).tools(desk).journal(journal).build();
    }

    /** Makes all runs, each to its end, or to where nothing goes on any more. */
    void make() {
        for (int number = 0; number < COUNT; number++) make(number);
    }

    private void make(int number) {
        Desk desk = new Desk();
        ScriptedModel childScript = ScriptedModel.calls("pay", "{\"to\":\"Cy\",\"cents\":1}")
                .then("Paid Cy.")
                .then("Yes.");
        Agent agent = parent(script(number), child(childScript, desk, journal), desk, journal, memory);
        String runId = "run-" + number;
        RunResult result = run(agent, request(number, runId));
        for (int more = 0; more < 8 && !result.stopReason().isFinal(); more++) {
            RunRequest goingOn = RunRequest.resuming(runId)
                    .deciding(result.awaitingApproval().stream()
                            .map(this::decided)
                            .toList());
            if (result.stopReason().isLimit()) goingOn = goingOn.withLimits(Limits.DEFAULT);
            result = run(agent, random.nextInt(4) == 0 ? goingOn.saying("Hurry up.") : goingOn);
        }
    }

    private ScriptedModel script(int number) {
        ScriptedModel model = ScriptedModel.empty();
        for (int turns = random.nextInt(5); turns > 0; turns--) {
            if (random.nextInt(6) == 0) model.thenFails(new QuotaExhausted("empty", Details.of("")));
            model.thenReplies(REPLIES.get(random.nextInt(REPLIES.size())));
        }
        if (isTyped(number) && random.nextBoolean()) model.then("Oslo, I think.");
        return model.then("{\"airport\":\"OSL\"}").then("{\"airport\":\"BGO\"}").then("{\"airport\":\"TRD\"}");
    }

    private static boolean isTyped(int number) {
        return number % 5 == 0;
    }

    private RunRequest request(int number, String runId) {
        RunRequest request = RunRequest.of("Errand " + number).withRunId(runId);
        if (isTyped(number)) request = request.returning(Trip.class);
        if (number % 3 == 0) request = request.inConversation("office");
        if (number % 7 == 0) {
            request = request.withHistory(List.of(UserMessage.of("Hello."), AssistantMessage.of("Good morning.")));
        }
        if (number % 11 == 0) request = request.withLimits(Limits.DEFAULT.withMaxTurns(1));
        if (number % 13 == 0) request = request.withInstructions("Be brief.");
        if (number % 17 == 0) {
            Cancellation cancellation = Cancellation.create();
            cancellation.cancel("changed my mind");
            request = request.withCancellation(cancellation);
        }
        return request;
    }

    private RunResult run(Agent agent, RunRequest request) {
        return random.nextBoolean() ? agent.run(request) : agent.run(request, event -> {});
    }

    private Decision decided(PendingCall call) {
        return switch (random.nextInt(4)) {
            case 0 -> Decision.refuse(call, "not today").by("Ida");
            case 1 -> Decision.edit(call, Json.parse("{\"to\":\"Di\",\"cents\":2}"));
            case 2 -> Decision.answer(call, "It is paid already.");
            default -> Decision.approve(call);
        };
    }
}
