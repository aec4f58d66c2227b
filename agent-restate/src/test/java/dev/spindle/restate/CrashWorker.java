package dev.spindle.restate;

import dev.spindle.Agent;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolInvocation;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process that works until it is killed: {@code CrashWorker PORT LEDGER}. */
final class CrashWorker {
    static final String AGENT = "crash";
    private static final long PID = ProcessHandle.current().pid();
    private static final long MILLIS_A_TOOL = 50;

    private CrashWorker() {}

    /** What a run calls in each of its turns; then it answers. The clerk is an agent. */
    static final List<List<String>> TURNS =
            List.of(List.of("look", "note"), List.of("pay", "clerk"), List.of("pay", "look", "note"));

    /** What a run of the clerk calls. */
    static final List<List<String>> TURNS_OF_CLERK = List.of(List.of("pay"));

    public static void main(String[] arguments) throws InterruptedException {
        Ledger ledger = new Ledger(Path.of(arguments[1]));
        Agent clerk = Agent.builder(new Script(ledger))
                .name(AGENT + ".clerk")
                .tools(new Desk(ledger))
                .build();
        Agent agent = Agent.builder(new Script(ledger))
                .name(AGENT)
                .tools(new Desk(ledger), clerk.asTool("clerk", "Pays."))
                .build();
        RestateWorker.serve(RestateAgents.of(agent, clerk), "127.0.0.1", Integer.parseInt(arguments[0]));
        System.out.println("serves");
        new CountDownLatch(1).await();
    }

    /** Says what the turn says, with words that are never said again. */
    private record Script(Ledger ledger) implements Model {
        @Override
        public String id() {
            return "script";
        }

        @Override
        public ModelReply call(ModelCall call) {
            int turn = (int) call.messages().messages().stream()
                    .filter(AssistantMessage.class::isInstance)
                    .count();
            String once = UUID.randomUUID().toString();
            String runId = call.context().runId();
            List<List<String>> turns = runId.contains("/") ? TURNS_OF_CLERK : TURNS;
            ledger.write(Ledger.ASKED, runId + "/" + turn, once);
            if (turn >= turns.size()) return ModelReply.of(AssistantMessage.of(once), Usage.of(10, 5));
            List<ToolCall> calls = turns.get(turn).stream()
                    .map(tool -> ToolCall.of(
                            once + "-" + tool, tool, tool.equals("clerk") ? "{\"request\":\"Pay.\"}" : "{}"))
                    .toList();
            return ModelReply.of(AssistantMessage.calling(calls), Usage.of(10, 5));
        }
    }

    @SuppressWarnings("UnusedMethod") // the model calls them
    private record Desk(Ledger ledger) {
        @Tool(value = "Looks.", effect = Effect.READ)
        String look(ToolInvocation call) throws InterruptedException {
            return work("look", call);
        }

        @Tool(value = "Notes.", effect = Effect.IDEMPOTENT)
        String note(ToolInvocation call) throws InterruptedException {
            return work("note", call);
        }

        @Tool(value = "Pays.", effect = Effect.WRITE)
        String pay(ToolInvocation call) throws InterruptedException {
            return work("pay", call);
        }

        private String work(String tool, ToolInvocation call) throws InterruptedException {
            ledger.write(Ledger.BEGUN, call.idempotencyKey(), tool + " " + PID);
            TimeUnit.MILLISECONDS.sleep(MILLIS_A_TOOL);
            ledger.write(Ledger.DONE, call.idempotencyKey(), tool);
            TimeUnit.MILLISECONDS.sleep(MILLIS_A_TOOL);
            return "done " + tool;
        }
    }
}
