package dev.spindle.examples;

import dev.spindle.Agent;
import dev.spindle.context.AgentException;
import dev.spindle.context.Cancellation;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Model;
import dev.spindle.replay.Fork;
import dev.spindle.run.RunHandle;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.state.RunState;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A conversation: each turn is a run that remembers those before it. For one thread. */
final class Chat {
    /** Each process has its own memory, so one name is enough. */
    static final String CONVERSATION = "chat";

    private static final String LATER = "/after ";

    private final ChatFront front;
    private final Work work;
    private final ChatAgents agents;
    private final ChatTree tree;
    private final Queue<String> queued = new ArrayDeque<>();
    private final StringBuilder attached = new StringBuilder();
    private Model model;
    private Agent agent;
    private Spent spent = Spent.NOTHING;
    private long contextTokens = -1;

    /** A chat that goes on from a tree, which may be empty. */
    Chat(ChatFront front, Work work, ChatAgents agents, Model model, ChatTree tree) {
        this.front = front;
        this.work = work;
        this.agents = agents;
        this.tree = tree;
        this.model = model;
        this.agent = agents.of(model, tree);
    }

    /** Asks, prints what comes, and returns what a command would exit with. */
    int ask(String question) {
        String whole = attached.isEmpty() ? question : attached + "\n" + question;
        attached.setLength(0);
        RunRequest request = agents.request(whole, tree.lastRun()).inConversation(CONVERSATION);
        agents.keep(request.runId());
        return go(request, RunHandle.Cursor.START, Spent.NOTHING);
    }

    /** Goes on with a run of this chat that another process began, as {@link #ask} does. */
    int goOn(String runId) {
        return goOn(runId, RunRequest.resuming(runId));
    }

    private int goOn(String runId, RunRequest request) {
        List<Recorded> events = agents.events(runId);
        RunHandle.Cursor last = RunHandle.Cursor.behind(events.get(events.size() - 1));
        int exitCode = go(request, last, RunState.of(events).spent());
        // A fork is no turn of the conversation to the agent; here it is.
        if (!tree.holds(runId)) {
            tree.remember(CONVERSATION, runId, RunState.of(agents.events(runId)).ownMessages());
        }
        return exitCode;
    }

    /**
     * Goes on from the middle of a turn, before a reply, as {@link #ask} does.
     *
     * @param words that are said there; none if empty
     * @throws UsageException if runs are not kept, or there is no such reply
     */
    int forkInside(ChatTree.Turn turn, int reply, String words) {
        try {
            Fork fork = Fork.beforeTurn(reply, agents.events(turn.id()));
            RunRequest request = agent.fork(fork);
            agents.keep(fork.runId());
            tree.goOnFrom(turn.before());
            return goOn(fork.runId(), words.isEmpty() ? request : request.saying(words));
        } catch (AgentException refused) {
            throw new UsageException(String.valueOf(refused.getMessage()));
        }
    }

    /**
     * Runs, prints it, and returns the exit code.
     *
     * @param from behind which event it is printed
     * @param before what of it was spent before
     */
    private int go(RunRequest request, RunHandle.Cursor from, Spent before) {
        Output output = front.output();
        Watcher watcher = new Watcher(output, from);
        try {
            RunResult result = settled(run(request, watcher), watcher);
            spent = spent.plus(Bill.since(before, result.work().spent()));
            if (watcher.contextTokens() >= 0) contextTokens = watcher.contextTokens();
            Findings found = work.findings().apply(result);
            output.finish(result, found, work.foresight());
            front.status(status());
            return found.exitCode(result);
        } catch (AgentException failed) {
            front.say(String.valueOf(failed.getMessage()));
            return ExitCode.FAILED;
        } finally {
            queued.addAll(watcher.notRead());
        }
    }

    private RunResult run(RunRequest request, Watcher watcher) {
        Cancellation cancellation = Cancellation.create();
        front.onInterrupt(() -> cancellation.cancel("the person pressed Ctrl-C"));
        try {
            RunHandle run = agent.start(request.withCancellation(cancellation));
            Runnable printed = watcher.watch(run);
            front.attend(run.result().toCompletableFuture(), words -> hear(words, run, watcher));
            RunResult result = run.await();
            printed.run();
            return result;
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof AgentException ours) throw ours;
            throw failed;
        } finally {
            front.onInterrupt(null);
        }
    }

    /** Said while the model works: for it at once, or for later. */
    private void hear(String words, RunHandle run, Watcher watcher) {
        if (words.startsWith(LATER)) {
            queued.add(words.substring(LATER.length()).strip());
            front.say("after this: " + words.substring(LATER.length()).strip());
        } else if (words.startsWith("/") || words.startsWith("!")) {
            front.say(
                    "not while it works: wait, or press Ctrl-C; " + LATER + "WORDS says something behind this answer");
        } else {
            watcher.said(words);
            run.post(new Input.Said(UserMessage.of(words)));
            front.say("said to it: " + words);
        }
    }

    /** A run that waits is decided about, until it does not wait or is left. */
    private RunResult settled(RunResult first, Watcher watcher) {
        RunResult result = first;
        while (result.isPaused()) {
            List<Decision> decisions = decided(result);
            if (decisions.isEmpty()) return front.givesUpUndecided() ? givenUp(result.runId()) : result;
            result = run(RunRequest.resuming(result.runId()).deciding(decisions), watcher);
        }
        return result;
    }

    /** What rules answer, and else the person. */
    private List<Decision> decided(RunResult paused) {
        List<Decision> ruled = front.ruled(paused);
        return ruled.isEmpty() ? front.deciding(work.foresight()).about(paused.awaitingApproval()) : ruled;
    }

    private RunResult givenUp(String runId) {
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel("the person left the question open");
        return agent.run(RunRequest.resuming(runId).withCancellation(cancellation));
    }

    /** What was said for later, or was not read by the run that it was said to; null if there is nothing. */
    @Nullable
    String queued() {
        return queued.poll();
    }

    /** Gives the model something to read with the next question. */
    void attach(String text) {
        attached.append(text).append('\n');
    }

    /**
     * Has all that was said summed up by the model, which is shown the summary in its place from now on.
     *
     * @param wish what matters; empty for no wish
     * @throws UsageException if nothing was said yet, or there is no summary
     */
    void compact(String wish) {
        if (tree.shown().isEmpty()) throw new UsageException("nothing was said yet");
        Cancellation cancellation = Cancellation.create();
        front.onInterrupt(() -> cancellation.cancel("the person pressed Ctrl-C"));
        RunResult result;
        try {
            result = Summary.of(model, tree.recall(CONVERSATION).messages(), wish, cancellation);
        } finally {
            front.onInterrupt(null);
        }
        spent = spent.plus(result.work().spent());
        if (!result.isAnswered())
            throw new UsageException("there is no summary: " + new Closing(result, null).summary());
        tree.sumUp(Summary.turn(result.text()));
        contextTokens = -1;
    }

    /** Asks another model from now on. */
    void changeModel(Model other) {
        model = other;
        agent = agents.of(other, tree);
    }

    /** Goes back by a turn, and returns its question; null if there is none. */
    @Nullable
    String undo() {
        ChatTree.Turn turn = tree.back();
        return turn == null ? null : turn.question();
    }

    /** What the model is shown of what was said, a turn each. */
    List<List<Message>> turns() {
        return tree.shown().stream().map(ChatTree.Turn::said).toList();
    }

    /** Goes on from what was said elsewhere. */
    void load(List<List<Message>> turns) {
        tree.load(turns);
    }

    /** All turns there ever were. */
    ChatTree tree() {
        return tree;
    }

    /** What it works with. */
    Work work() {
        return work;
    }

    /** What the model is told before anything else. */
    String instructions() {
        return agents.assignment().told(work);
    }

    /** How it stands; what was spent is all that was, also for what was taken back. */
    Status status() {
        return new Status(model.id(), contextTokens, agents.context(), spent);
    }

    /** What was spent in another process. */
    void spentBefore(Spent before) {
        spent = spent.plus(before);
    }
}
