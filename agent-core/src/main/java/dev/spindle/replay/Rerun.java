package dev.spindle.replay;

import dev.spindle.context.Tag;
import dev.spindle.event.CallAssessment;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.AnswerAssessment;
import dev.spindle.event.RunEvent.Assessed;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Replied;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.StopReason;
import dev.spindle.message.CallId;
import dev.spindle.replay.Replay.Result.Difference.Kind;
import dev.spindle.run.RunSetup;
import dev.spindle.state.CallState.Phase;
import dev.spindle.state.RunState;
import dev.spindle.state.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/*
 * Another shell over the core that RunLoop drives. At each recorded event it asks the state what comes next, lets the same StepRunner
 * do it where that is the program's own doing, and compares. Then the recorded event, not the new one, goes into the state, so that the
 * run stays the recorded one up to the first difference. Only its beginning is the new one: that is where instructions, options,
 * limits and the form of the answer come from.
 */
/** Goes through a recorded run once. */
final class Rerun {
    private final List<Recorded> recorded;
    private final Started again;
    private final RunSetup setup;
    private final Questioner questioner;
    private final Causes causes;
    private RunState state;
    private int requests;
    private int assessments;

    Rerun(List<Recorded> recorded, Started again, RunSetup setup, Tag.Values tags) {
        this.recorded = recorded;
        this.again = again;
        this.setup = setup;
        this.questioner = new Questioner(setup, again.runId(), tags);
        this.causes = new Causes((Started) recorded.get(0), again);
        this.state = RunState.of(List.of(again));
    }

    Replay.Result result() {
        Replay.Result.@Nullable Difference first = null;
        for (int at = 1; at < recorded.size() && first == null; at++) {
            Recorded was = recorded.get(at);
            questioner.at(recorded.get(at - 1).at().time());
            first = differenceAt(was);
            state = state.after(List.of(was));
        }
        return new Replay.Result(again.runId(), requests, assessments, first);
    }

    private Replay.Result.@Nullable Difference differenceAt(Recorded was) {
        if (isFromOutside(was)) return null;
        Step step = state.next();
        if (was instanceof Replied replied && step instanceof Step.AskModel) return compareRequest(replied);
        if (was instanceof Assessed assessed && step instanceof Step.Assess assess && isOf(assess, assessed)) {
            return assessed.answer() != null ? compareAnswer(assessed) : compareCalls(assessed);
        }
        return isOf(step, was) ? null : otherCourse(was, step);
    }

    private static boolean isFromOutside(Recorded was) {
        return was instanceof RunEvent.Resumed
                || was instanceof RunEvent.Received
                || was instanceof RunEvent.ToolFinished
                || was instanceof RunEvent.ToolSuspended;
    }

    /** Whether the event is what this step leads to, as far as that is the program's own doing. */
    private static boolean isOf(Step step, Recorded was) {
        if (was instanceof RunEvent.AskFailed) return step instanceof Step.AskModel;
        if (was instanceof RunEvent.Compacted) return step instanceof Step.Compact;
        if (was instanceof RunEvent.ToolStarted started) {
            return step instanceof Step.CallTools tools && tools.calls().contains(started.id());
        }
        if (was instanceof RunEvent.Stopped stopped) {
            return step instanceof Step.Stop stop
                    && (stop.reason() == stopped.reason() || stopped.reason() == StopReason.MEMORY_FAILED);
        }
        return was instanceof RunEvent.Finished finished
                && step instanceof Step.Stop stop
                && stop.reason() == finished.reason();
    }

    private boolean isOf(Step.Assess step, Assessed was) {
        Set<CallId> asked = Set.copyOf(step.calls());
        Set<CallId> seen = was.calls().stream().map(CallAssessment::id).collect(Collectors.toSet());
        boolean answers = was.answer() != null;
        return answers == asked.isEmpty()
                && asked.containsAll(seen)
                && asked.stream().filter(this::isWritten).allMatch(seen::contains);
    }

    /** What becomes of a call that was cut short is found out outside; what the model wrote is looked at by the program. */
    private boolean isWritten(CallId id) {
        return state.find(id).orElseThrow().phase() == Phase.WRITTEN;
    }

    private Replay.Result.Difference otherCourse(Recorded was, Step step) {
        String place = "after " + state.turns() + (state.turns() == 1 ? " turn" : " turns");
        return new Replay.Result.Difference(
                was.at().position(), Kind.COURSE, place, Words.of(was), Words.of(step), causes.ofCourse());
    }

    private Replay.Result.@Nullable Difference compareRequest(Replied was) {
        requests++;
        String now = questioner.fingerprint(state, was);
        if (now.equals(was.fingerprint())) return null;
        List<Recorded> before = recorded.subList(0, (int) was.at().position());
        return new Replay.Result.Difference(
                was.at().position(),
                Kind.REQUEST,
                "the request of turn " + state.turns(),
                Words.fingerprint(was.fingerprint()),
                Words.fingerprint(now),
                new RequestCauses(causes, setup, questioner).of(was, state, RunState.of(before)));
    }

    private Replay.Result.@Nullable Difference compareCalls(Assessed was) {
        List<CallAssessment> before =
                was.calls().stream().filter(call -> isWritten(call.id())).toList();
        if (before.isEmpty()) return null;
        assessments += before.size();
        Step.Assess step =
                new Step.Assess(before.stream().map(CallAssessment::id).toList());
        List<CallAssessment> now = questioner.assess(state, step).calls();
        for (int at = 0; at < before.size(); at++) {
            CallAssessment then = before.get(at);
            if (isSame(then, now.get(at))) continue;
            return new Replay.Result.Difference(
                    was.at().position(),
                    Kind.ASSESSMENT,
                    "the assessment of call " + then.id() + " of '"
                            + then.tool().name() + "'",
                    Words.of(then),
                    Words.of(now.get(at)),
                    causes.of(then, now.get(at), setup));
        }
        return null;
    }

    private static boolean isSame(CallAssessment then, CallAssessment now) {
        return then.tool().equals(now.tool())
                && then.verdict() == now.verdict()
                && then.arguments().isSameAs(now.arguments())
                && (then.answer() == null ? now.answer() == null : then.answer().equals(now.answer()));
    }

    private Replay.Result.@Nullable Difference compareAnswer(Assessed was) {
        assessments++;
        AnswerAssessment then = was.answer();
        AnswerAssessment now =
                questioner.assess(state, new Step.Assess(List.of())).answer();
        if (then == null || now == null || then.equals(now)) return null;
        return new Replay.Result.Difference(
                was.at().position(),
                Kind.ASSESSMENT,
                "the assessment of the answer of turn " + (state.turns() - 1),
                Words.of(then),
                Words.of(now),
                causes.ofForm());
    }
}
