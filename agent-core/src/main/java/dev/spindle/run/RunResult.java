package dev.spindle.run;

import dev.spindle.context.AgentException;
import dev.spindle.event.RunEvent.Finished;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Stopped;
import dev.spindle.event.StopReason;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.message.Cost;
import dev.spindle.message.Spent;
import dev.spindle.message.Transcript;
import dev.spindle.message.Usage;
import dev.spindle.state.RunState;
import dev.spindle.state.Step;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run, whether it answered, stopped or waits.
 *
 * @param runId the run, to resume it by
 * @param stopReason why it stopped
 * @param detail for people: which limit, what failed; empty if the reason says it all
 * @param partialText the answer, or as much as there is of one
 * @param json the answer in the form asked for; null if no form was, or it has none
 * @param transcript the whole conversation, every tool call answered
 * @param awaitingApproval the calls that wait for a person
 * @param tainted whether the conversation holds what strangers may have written
 * @param work what the run took
 */
public record RunResult(
        String runId,
        StopReason stopReason,
        String detail,
        String partialText,
        @Nullable Json json,
        Transcript transcript,
        List<PendingCall> awaitingApproval,
        boolean tainted,
        Work work) {

    /**
     * What a run took.
     *
     * @param turns replies of the model
     * @param toolCalls calls of tools
     * @param corrections how often an answer was sent back to the model because it did not have the form asked for
     * @param time spent working
     * @param spent tokens and money, of failed attempts and of agents called as tools, too
     */
    public record Work(int turns, int toolCalls, int corrections, Duration time, Spent spent) {}

    static RunResult of(RunState state, Step.Stop stop) {
        return new RunResult(
                state.runId(),
                stop.reason(),
                stop.detail(),
                state.partialText(),
                state.output().orElse(null),
                state.closedTranscript(),
                state.awaiting(),
                state.isTainted(),
                new Work(state.turns(), state.toolCalls(), state.sentBack(), state.timeSpent(), state.spent()));
    }

    /**
     * What came of a run with these events, wherever they are kept.
     *
     * @param events all of the run
     * @throws IllegalArgumentException if they do not end where a run stops, or do not belong together
     */
    public static RunResult of(List<Recorded> events) {
        Recorded last = events.isEmpty() ? null : events.get(events.size() - 1);
        if (last instanceof Stopped stopped)
            return of(RunState.of(events), new Step.Stop(stopped.reason(), stopped.detail()));
        if (!(last instanceof Finished))
            throw new IllegalArgumentException("The run goes on: its events end with "
                    + (last == null ? "nothing" : last.getClass().getSimpleName()));
        RunState before = RunState.of(events.subList(0, events.size() - 1));
        Step end = before.next();
        RunState state = before.after(List.of(last));
        return of(state, end instanceof Step.Stop stop ? stop : (Step.Stop) state.next());
    }

    /** Whether a run with these events has come to rest, so that there is a result. */
    public static boolean isAtRest(List<Recorded> events) {
        Recorded last = events.isEmpty() ? null : events.get(events.size() - 1);
        return last instanceof Stopped || last instanceof Finished;
    }

    /** Whether the model answered. */
    public boolean isAnswered() {
        return stopReason == StopReason.ANSWERED;
    }

    /** Whether calls wait for a person. */
    public boolean isPaused() {
        return stopReason == StopReason.WAITING;
    }

    /**
     * The answer.
     *
     * @throws NotAnsweredException if there is none; {@link #partialText()} never throws
     */
    public String text() {
        if (!isAnswered()) throw new NotAnsweredException(this);
        return partialText;
    }

    /**
     * The answer as a value.
     *
     * @throws NotAnsweredException if there is none
     * @throws JsonException if it does not fit the type, which can be only if the run was not asked for this type
     */
    public <T> T output(Class<T> type) {
        String answer = text();
        return (json != null ? json : Json.parse(answer)).to(type);
    }

    /**
     * What came of the run as the answer of a tool whose code asked it, {@link RunRequest#within}: the answer or why there is none, with what
     * it spent, which counts in the run that called the tool, and untrusted if the run is tainted.
     */
    public ToolResult asToolResult() {
        ToolResult answer = isAnswered()
                ? ToolResult.text(json == null ? partialText : json.text())
                : ToolResult.failed("No answer, stopped with " + stopReason + (detail.isEmpty() ? "" : ": " + detail));
        ToolResult labelled = tainted ? answer.asUntrusted() : answer;
        if (stopReason == StopReason.SETUP_FAILED) labelled = labelled.stopping(detail);
        return labelled.withSpent(work.spent());
    }

    /** Tokens of the whole run. */
    public Usage usage() {
        return work.spent().usage();
    }

    /** What the whole run cost; as text "~0.0004 USD" if some of it is estimated. */
    public Cost cost() {
        return work.spent().cost();
    }

    /** Thrown where an answer is asked of a run that has none; carries the result, which says why. */
    public static final class NotAnsweredException extends AgentException {
        private static final long serialVersionUID = 1L;

        private final transient RunResult result;

        NotAnsweredException(RunResult result) {
            super(message(result));
            this.result = result;
        }

        /** What there is instead of an answer. */
        public RunResult result() {
            return result;
        }

        private static String message(RunResult result) {
            String detail = result.detail().isEmpty() ? "" : ": " + result.detail();
            String advice = result.isPaused()
                    ? "; decide about " + result.awaitingApproval().size() + " waiting call(s) and resume"
                    : result.stopReason().isFinal() ? "" : "; it can be resumed";
            return "Run " + result.runId() + " has no answer, it stopped with " + result.stopReason() + detail + advice;
        }
    }
}
