package dev.spindle.replay;

import dev.spindle.event.RunEvent.Origin;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.message.CallId;
import dev.spindle.message.Spent;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.run.RunResult.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way that a run went, for people: turn by turn, what the model said and called, what came back, and what it took.
 *
 * @param head what it began with
 * @param turns one for each reply of the model
 * @param ending what happened behind the last reply and its calls
 * @param end why it stopped; null if it goes on, or its process died
 * @param text its answer, or as much as there is of one
 * @param work what it took, up to the last event
 */
public record Trajectory(
        Head head,
        List<Turn> turns,
        List<String> ending,
        @Nullable StopReason end,
        String text,
        Work work) {
    /**
     * What a run began with.
     *
     * @param model as it called itself
     * @param origin the run that it is a fork of; null if it is none
     */
    public record Head(
            String runId,
            Instant started,
            String model,
            String instructions,
            String question,
            @Nullable Origin origin) {}

    /**
     * A reply of the model and what its calls came to.
     *
     * @param number from 0
     * @param before what happened since the turn before, in words: decisions, words from outside, failures
     * @param text what the model said beside its calls
     * @param time from the event before its reply to the reply
     * @param spent on the reply, failed attempts included
     */
    public record Turn(int number, List<String> before, String text, List<Call> calls, Duration time, Spent spent) {
        /** Copies both lists. */
        public Turn {
            before = List.copyOf(before);
            calls = List.copyOf(calls);
        }
    }

    /**
     * A tool call.
     *
     * @param arguments as they were checked, or as the model wrote them if nobody looked at them
     * @param outcome null while it has no answer
     * @param result what the model read; empty while it has no answer
     * @param time that the tool ran
     */
    public record Call(
            CallId id,
            String tool,
            String arguments,
            @Nullable Outcome outcome,
            String result,
            Duration time) {}

    /** Copies both lists. */
    public Trajectory {
        turns = List.copyOf(turns);
        ending = List.copyOf(ending);
    }

    /**
     * The way that a recorded run went.
     *
     * @throws IllegalArgumentException if the first event is not {@link dev.spindle.event.RunEvent.Started}
     */
    public static Trajectory of(List<Recorded> events) {
        return new TrajectoryReader(events).read();
    }
}
