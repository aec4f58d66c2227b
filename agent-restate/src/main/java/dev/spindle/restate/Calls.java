package dev.spindle.restate;

import dev.restate.sdk.DurableFuture;
import dev.restate.sdk.WorkflowContext;
import dev.restate.sdk.common.TerminalException;
import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Resumed;
import dev.spindle.message.CallId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls of one reply, which run at once and are recorded as they end. For the thread of a run's handler. */
final class Calls {
    private final WorkflowContext engine;
    private final Steps steps;
    private final Inbox inbox;
    private final Work work;
    private final Map<CallId, Child> known;
    private final List<Open> open = new ArrayList<>();

    /**
     * For the calls of one step.
     *
     * @param known is told of runs that calls wait for
     */
    Calls(WorkflowContext engine, Steps steps, Inbox inbox, Work work, Map<CallId, Child> known) {
        this.engine = engine;
        this.steps = steps;
        this.inbox = inbox;
        this.work = work;
        this.known = known;
    }

    /**
     * How calls are made, inside of steps.
     *
     * @param children what they see of runs of other agents
     * @param first makes a call, unless it turns out to have been cut short
     * @param again makes one whose own run has come to rest
     */
    record Work(Children children, Function<CallId, Recorded> first, Function<CallId, Recorded> again) {}

    /**
     * What is waited for.
     *
     * @param child null if it is a step that runs here
     */
    private record Open(CallId id, @Nullable Child child, DurableFuture<String> end) {}

    /** Makes these calls, and hands on what each of them has made. */
    void make(List<CallId> ids, Consumer<Steps.Made> take) {
        for (CallId id : ids) open.add(new Open(id, null, steps.start("call " + id, () -> first(id))));
        boolean cutShort = false;
        while (!open.isEmpty()) {
            List<DurableFuture<?>> ends = new ArrayList<>();
            for (Open waiting : open) ends.add(waiting.end());
            Open ended = open.remove(inbox.await(ends));
            if (ended.child() != null) {
                open.add(again(ended, ended.child()));
                continue;
            }
            Steps.Made made = steps.end(ended.end());
            if (cutShort) continue; // whatever it is, the call is made again
            Child child = Child.find(made.text()).orElse(null);
            if (child != null) {
                known.put(ended.id(), child);
                open.add(new Open(ended.id(), child, begin(child)));
                continue;
            }
            cutShort = made.events().get(0) instanceof Resumed;
            take.accept(made);
            if (cutShort) open.removeIf(waits -> waits.child() != null);
        }
    }

    private Steps.Made first(CallId id) {
        String childId = engine.key() + "/" + id;
        work.children().forget(childId);
        Recorded end = work.first().apply(id);
        return work.children()
                .findAsked(childId, end)
                .map(child -> new Steps.Made(child.text(), List.of(), true))
                .orElseGet(() -> Steps.Made.of(List.of(end)));
    }

    private Open again(Open ended, Child child) {
        Recorded rest = EventJson.read(report(ended, child));
        return new Open(ended.id(), null, steps.start("answer " + ended.id(), () -> {
            work.children().rest(child.runId(), rest);
            return Steps.Made.of(List.of(work.again().apply(ended.id())));
        }));
    }

    /** If the engine cancels this run, it cancels what it waits for, too; the child has been told otherwise, and reports how it stops. */
    private String report(Open ended, Child child) {
        try {
            return ended.end().await();
        } catch (TerminalException cancelled) {
            if (cancelled.getCode() != TerminalException.CANCELLED_CODE) throw cancelled;
            return engine.call(child.request("report", Inbox.NOTHING)).await();
        }
    }

    private DurableFuture<String> begin(Child child) {
        inbox.cancelled().ifPresent(reason -> post(engine, child, new Input.Cancelled(reason)));
        child.posts().forEach(decision -> post(engine, child, decision));
        if (child.posts().isEmpty()) engine.send(child.request("run", child.ask()));
        return engine.call(child.request("report", Inbox.NOTHING));
    }

    static void post(WorkflowContext engine, Child child, Input input) {
        post(engine, child, EventJson.writeInput(input));
    }

    /** One that is over takes nothing any more, and reports so. */
    private static void post(WorkflowContext engine, Child child, String input) {
        try {
            engine.call(child.request("post", input)).await();
        } catch (TerminalException over) {
            if (over.getCode() != Handlers.CONFLICT) throw over;
        }
    }

    /** Cancels the runs of agents that calls wait for. */
    void cancel(String reason) {
        String input = EventJson.writeInput(new Input.Cancelled(reason));
        for (Open waiting : open) {
            Child child = waiting.child();
            if (child != null) engine.send(child.request("post", input));
        }
    }
}
