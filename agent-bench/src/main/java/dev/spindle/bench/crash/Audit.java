package dev.spindle.bench.crash;

import dev.spindle.event.CallAssessment;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Journal;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.CallId;
import dev.spindle.message.Message;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.state.RunState;
import dev.spindle.state.Step;
import dev.spindle.tool.Reconciler.Reconciliation;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks, when all is over, at what the journal says, what the ledger has, and what was really called, and finds where they differ.
 *
 * <p>Every run must have answered with the result of every call; every effect must be in the ledger once; nothing may have been
 * called whose reply or result was recorded; and nothing may have been called more often than drivers died of it.
 */
final class Audit {
    private final Map<String, Integer> effects;
    private final Map<String, Integer> calls = new HashMap<>();
    private final Set<String> expectedEffects = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private int runs;
    private int replies;
    private int results;
    private int repeated;
    private int settled;
    private int runsSettled;
    private int tookEffect;

    private Audit(Map<String, Integer> effects) {
        this.effects = effects;
    }

    static Audit of(Journal journal, Ledger ledger, List<CallLog.Entry> log) {
        Audit audit = new Audit(ledger.effects());
        Set<String> runIds = new TreeSet<>();
        for (CallLog.Entry entry : log) {
            audit.called(entry);
            runIds.add(entry.runId());
        }
        for (String runId : journal.unfinished()) audit.fault("run " + runId + " is not finished");
        for (String runId : runIds) audit.look(journal.read(runId, 0));
        audit.lookAtStrayEffects();
        return audit;
    }

    private void fault(String what) {
        faults.add(what);
    }

    private void called(CallLog.Entry entry) {
        calls.merge(entry.key(), 1, Integer::sum);
        if (entry.wasRecorded()) {
            repeated++;
            fault(entry.key() + " was called though it was recorded");
        }
    }

    private void look(List<Recorded> events) {
        runs++;
        RunState state = RunState.of(events);
        if (!(state.next() instanceof Step.Stop stop) || stop.reason() != StopReason.ANSWERED || !state.isFinished())
            fault("run " + state.runId() + " has not answered: " + state.next());
        lookAtMessages(state.runId(), state.transcript().messages());
        lookAtEvents(state.runId(), events);
    }

    /** Each call has the answer of its tool, and each effect is there once. */
    private void lookAtMessages(String runId, List<Message> messages) {
        int turn = -1;
        int index = 0;
        List<ToolCall> asked = List.of();
        for (Message message : messages) {
            if (message instanceof AssistantMessage said) {
                turn++;
                index = 0;
                asked = said.toolCalls();
            } else if (message instanceof ToolMessage answer) {
                lookAtAnswer(runId, new CallId(turn, index), asked.get(index), answer);
                index++;
            }
        }
    }

    private void lookAtAnswer(String runId, CallId id, ToolCall call, ToolMessage answer) {
        String key = Teller.key(runId, id);
        boolean clerk = call.name().equals(Script.CLERK);
        if (!clerk) results++;
        boolean right =
                clerk ? answer.text().startsWith("done: ") : answer.text().equals(Teller.answer(call.name(), key));
        if (answer.outcome() != Outcome.OK || !right) fault(key + " has the answer " + answer);
        boolean changes = call.name().equals(Teller.PUT) || call.name().equals(Teller.PAY);
        if (changes) expectedEffects.add(key);
    }

    /** A driver calls a step at most once, so there are no more calls than drivers that tried it. */
    private void lookAtEvents(String runId, List<Recorded> events) {
        Map<CallId, Integer> started = new HashMap<>();
        int turn = 0;
        int drivers = 1;
        int before = settled;
        for (Recorded event : events) {
            if (event instanceof RunEvent.Resumed) {
                drivers++;
            } else if (event instanceof RunEvent.Replied) {
                lookAtCalls("model " + runId + " " + turn++, drivers);
                drivers = 1;
                replies++;
            } else if (event instanceof RunEvent.ToolStarted start) {
                started.merge(start.id(), 1, Integer::sum);
            } else if (event instanceof RunEvent.Assessed assessed) {
                assessed.calls().forEach(this::lookAtDoubt);
            }
        }
        started.forEach((id, times) -> lookAtCalls("tool " + runId + " " + id, times));
        if (settled > before) runsSettled++;
    }

    private void lookAtCalls(String key, int allowed) {
        int made = calls.getOrDefault(key, 0);
        if (made <= allowed) return;
        repeated++;
        fault(key + " was called " + made + " times by " + allowed + " drivers");
    }

    private void lookAtDoubt(CallAssessment call) {
        if (call.verdict() == CallAssessment.Verdict.IN_DOUBT) fault("call " + call.id() + " waits in doubt");
        Reconciliation found = call.reconciled();
        if (found == null) return;
        settled++;
        if (found.kind() == Reconciliation.Kind.TOOK_EFFECT) tookEffect++;
    }

    private long twice() {
        return effects.values().stream().filter(times -> times > 1).count();
    }

    private long missing() {
        return expectedEffects.stream().filter(key -> !effects.containsKey(key)).count();
    }

    private void lookAtStrayEffects() {
        effects.forEach((key, times) -> {
            if (!expectedEffects.contains(key)) fault("effect " + key + " belongs to no call");
            if (times > 1) fault("effect " + key + " happened " + times + " times");
        });
        for (String key : expectedEffects) {
            if (!effects.containsKey(key)) fault("effect " + key + " is missing");
        }
    }

    boolean isGood() {
        return faults.isEmpty();
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    int runs() {
        return runs;
    }

    void print(PrintStream out) {
        long models = calls.entrySet().stream()
                .filter(each -> each.getKey().startsWith("model "))
                .mapToLong(Map.Entry::getValue)
                .sum();
        long tools = calls.values().stream().mapToLong(Integer::longValue).sum() - models;
        out.println("  " + models + " calls of the model for " + replies + " replies, " + tools + " calls of tools for "
                + results + " results, " + effects.size() + " effects");
        out.println("  in doubt and settled by reconcile: " + settled + " calls of " + runsSettled + " runs, "
                + tookEffect + " had taken effect, " + (settled - tookEffect) + " had not");
        faults.stream().limit(20).forEach(fault -> out.println("  FAULT: " + fault));
    }

    /** For the last line. */
    String figures() {
        return settled + " in doubt settled by reconcile, " + runs + " runs finished, " + twice() + " effects twice, "
                + missing() + " missing, " + repeated + " repeated"
                + (isGood() ? "" : ", " + faults.size() + " FAULTS");
    }
}
