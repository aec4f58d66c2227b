package dev.spindle.replay;

import dev.spindle.event.CallAssessment.Verdict;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Replied;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.StopReason;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.CallId;
import dev.spindle.message.Message;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.replay.Trajectory.Call;
import dev.spindle.replay.Trajectory.Head;
import dev.spindle.replay.Trajectory.Turn;
import dev.spindle.run.RunResult.Work;
import dev.spindle.state.CallState.Phase;
import dev.spindle.state.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * What the calls of a reply came to is read from the transcript, where each call has exactly one answer in call order, and not put
 * together anew from the events. The events add what the transcript does not say: checked arguments, times, and what came between.
 */
/** Reads the way that a run went from its events, once. */
final class TrajectoryReader {
    private final List<Recorded> events;
    private final RunState end;
    private final Deque<List<ToolMessage>> answers = new ArrayDeque<>();
    private final Map<CallId, String> arguments = new HashMap<>();
    private final Map<CallId, Instant> begun = new HashMap<>();
    private final Map<CallId, Duration> times = new HashMap<>();
    private final List<Turn> turns = new ArrayList<>();
    private List<String> notes = new ArrayList<>();

    TrajectoryReader(List<Recorded> events) {
        this.events = events;
        this.end = RunState.of(events);
    }

    Trajectory read() {
        collectAnswers();
        events.forEach(this::collectFacts);
        for (int at = 1; at < events.size(); at++)
            tell(events.get(at), events.get(at - 1).at().time());
        Work work = new Work(end.turns(), end.toolCalls(), end.sentBack(), end.timeSpent(), end.spent());
        return new Trajectory(head(), turns, notes, stopReason(), end.partialText(), work);
    }

    private void collectAnswers() {
        List<ToolMessage> open = new ArrayList<>();
        for (Message message : end.ownMessages()) {
            if (message instanceof ToolMessage answer) open.add(answer);
            if (!(message instanceof AssistantMessage said) || said.toolCalls().isEmpty()) continue;
            open = new ArrayList<>();
            answers.add(open);
        }
    }

    private void collectFacts(Recorded event) {
        if (event instanceof RunEvent.Assessed assessed) {
            assessed.calls().stream()
                    .filter(call -> call.verdict() != Verdict.ANSWERED)
                    .forEach(call ->
                            arguments.put(call.id(), call.arguments().json().text()));
        } else if (event instanceof RunEvent.ToolStarted started) {
            begun.put(started.id(), started.at().time());
        } else if (event instanceof RunEvent.ToolFinished finished) {
            Instant from = begun.getOrDefault(finished.id(), finished.at().time());
            times.put(finished.id(), Duration.between(from, finished.at().time()));
        }
    }

    private Head head() {
        Started started = end.started();
        return new Head(
                end.runId(),
                started.at().time(),
                started.terms().model(),
                started.opening().instructions(),
                started.opening().input().text(),
                started.origin());
    }

    private @Nullable StopReason stopReason() {
        Recorded last = events.get(events.size() - 1);
        if (last instanceof RunEvent.Finished finished) return finished.reason();
        return last instanceof RunEvent.Stopped stopped ? stopped.reason() : null;
    }

    private void tell(Recorded event, Instant before) {
        if (event instanceof Replied replied) turns.add(turn(replied, before));
        else if (event instanceof RunEvent.AskFailed failed) {
            note("the model failed: " + failed.failure().kind() + ": "
                    + failed.failure().message());
        } else if (event instanceof RunEvent.Received came) note(words(came.input()));
        else if (event instanceof RunEvent.Resumed) note("resumed");
        else if (event instanceof RunEvent.Compacted less) note(words(less));
        else if (event instanceof RunEvent.ToolSuspended waits)
            note("call " + waits.id() + " waits for a run of its own");
        else if (event instanceof RunEvent.Stopped stopped) {
            note("stopped: " + Words.of(stopped.reason())
                    + (stopped.detail().isEmpty() ? "" : ", " + stopped.detail()));
        }
    }

    private void note(String words) {
        notes.add(words);
    }

    private static String words(RunEvent.Compacted less) {
        String results = less.results().size() + " results cut";
        return "compacted: " + results + (less.summary() == null ? "" : ", older part summed up")
                + (less.detail().isEmpty() ? "" : ", " + less.detail());
    }

    private static String words(Input input) {
        if (input instanceof Input.Said said) return "said: " + said.message().text();
        if (input instanceof Input.Cancelled cancelled) return "cancelled: " + cancelled.reason();
        if (input instanceof Input.Relimited) return "other limits";
        if (input instanceof Input.Decided decided) return words(decided.decision());
        return input.getClass().getSimpleName();
    }

    private static String words(Decision decision) {
        String by = decision.by().isEmpty() ? "" : " by " + decision.by();
        String why = decision.words().isEmpty() ? "" : ": " + decision.words();
        return "decided about " + decision.path() + by + ": "
                + decision.verdict().name().toLowerCase(Locale.ROOT) + why;
    }

    private Turn turn(Replied replied, Instant before) {
        AssistantMessage said = replied.reply().message();
        List<Call> calls = said.toolCalls().isEmpty() ? List.of() : calls(said.toolCalls());
        List<String> since = notes;
        notes = new ArrayList<>();
        Duration time = Duration.between(before, replied.at().time());
        return new Turn(
                turns.size(), since, said.text(), calls, time, replied.reply().spentInAll());
    }

    private List<Call> calls(List<ToolCall> written) {
        List<ToolMessage> given = answers.remove();
        List<Call> calls = new ArrayList<>();
        for (ToolCall call : written) {
            calls.add(call(new CallId(turns.size(), calls.size()), call, given.get(calls.size())));
        }
        return calls;
    }

    private Call call(CallId id, ToolCall written, ToolMessage answer) {
        boolean open =
                end.find(id).filter(call -> call.phase() != Phase.ANSWERED).isPresent();
        return new Call(
                id,
                written.name(),
                arguments.getOrDefault(id, written.arguments()),
                open ? null : answer.outcome(),
                open ? "" : answer.text(),
                times.getOrDefault(id, Duration.ZERO));
    }
}
