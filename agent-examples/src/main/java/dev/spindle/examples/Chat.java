package dev.spindle.examples;

import dev.spindle.Agent;
import dev.spindle.context.AgentException;
import dev.spindle.context.Cancellation;
import dev.spindle.event.Decision;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Model;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.tool.ToolSpec;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A conversation: each turn is a run that remembers those before it. For one thread. */
final class Chat {
    private static final String CONVERSATION = "chat";

    private final ChatFront front;
    private final Work work;
    private final BiFunction<Model, ChatMemory, Agent> agents;
    private final Consumer<String> keeping;
    private final ChatMemory memory = new ChatMemory();
    private Agent agent;
    private Spent spent = Spent.NOTHING;

    /**
     * A chat in which nothing was said.
     *
     * @param agents makes an agent that asks a model, and remembers here
     * @param keeping is told the id of each run before it begins
     */
    Chat(
            ChatFront front,
            Work work,
            BiFunction<Model, ChatMemory, Agent> agents,
            Model model,
            Consumer<String> keeping) {
        this.front = front;
        this.work = work;
        this.agents = agents;
        this.keeping = keeping;
        this.agent = agents.apply(model, memory);
    }

    /** Asks, prints what comes, and returns what a command would exit with. */
    int ask(String question) {
        RunRequest request = RunRequest.of(question).inConversation(CONVERSATION);
        keeping.accept(request.runId());
        Output output = front.output();
        try {
            RunResult result = settled(run(request, output), output);
            spent = spent.plus(result.work().spent());
            Findings found = work.findings().apply(result);
            output.finish(result, found, work.foresight());
            return found.exitCode(result);
        } catch (AgentException failed) {
            front.say(String.valueOf(failed.getMessage()));
            return ExitCode.FAILED;
        }
    }

    private RunResult run(RunRequest request, Output output) {
        Cancellation cancellation = Cancellation.create();
        front.onInterrupt(() -> cancellation.cancel("the person pressed Ctrl-C"));
        try {
            return agent.run(request.withCancellation(cancellation), output);
        } finally {
            front.onInterrupt(null);
        }
    }

    /** A run that waits is decided about, until it does not wait or is left. */
    private RunResult settled(RunResult first, Output output) {
        RunResult result = first;
        while (result.isPaused()) {
            List<Decision> decisions = front.deciding(work.foresight()).about(result.awaitingApproval());
            if (decisions.isEmpty()) return front.givesUpUndecided() ? givenUp(result.runId()) : result;
            result = run(RunRequest.resuming(result.runId()).deciding(decisions), output);
        }
        return result;
    }

    private RunResult givenUp(String runId) {
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel("the person left the question open");
        return agent.run(RunRequest.resuming(runId).withCancellation(cancellation));
    }

    /** Asks another model from now on. */
    void changeModel(Model model) {
        agent = agents.apply(model, memory);
    }

    /** Forgets the last turn, and returns its question; null if there is none. */
    @Nullable
    String undo() {
        List<Message> turn = memory.forgetLast();
        return turn.isEmpty() || !(turn.get(0) instanceof UserMessage question) ? null : question.text();
    }

    /** What was said, a turn each. */
    List<List<Message>> turns() {
        return memory.turns();
    }

    /** Goes on from what was said elsewhere. */
    void load(List<List<Message>> turns) {
        memory.replace(turns);
    }

    /** What all of it cost, also what was taken back. */
    Spent spent() {
        return spent;
    }

    /** The tools that the model can call. */
    List<ToolSpec> tools() {
        return work.specs();
    }
}
