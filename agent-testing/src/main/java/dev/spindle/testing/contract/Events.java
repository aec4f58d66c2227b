package dev.spindle.testing.contract;

import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.At;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.message.CallId;
import dev.spindle.message.Message;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.time.Instant;
import java.util.List;

/** Events to try a journal with. */
public final class Events {
    private static final ModelOptions OPTIONS =
            ModelOptions.DEFAULT.withTemperature(0.5).withToolChoice(new ToolChoice.Named("add"));

    private Events() {}

    /** The beginning of a run without instructions of any length, tools or history. */
    public static Recorded started(String runId) {
        return started(runId, "Be kind.", List.of(), List.of());
    }

    /** The beginning of a run. */
    public static Recorded started(String runId, String instructions, List<ToolSpec> tools, List<Message> history) {
        RunEvent.Opening opening =
                new RunEvent.Opening("", instructions, history, UserMessage.of("Hello\n\"Bo\" ☃"), null);
        RunEvent.Terms terms = new RunEvent.Terms("m", OPTIONS, Limits.DEFAULT, tools, null, null);
        return new RunEvent.Started(at(0), runId, "me", opening, terms, null);
    }

    /** A driver's first act. */
    public static Recorded resumed(long position) {
        return resumed(position, "me");
    }

    /** A driver's first act. */
    public static Recorded resumed(long position, String owner) {
        return new RunEvent.Resumed(at(position), owner, 1);
    }

    /** The answer of a tool. */
    public static Recorded answered(long position, String text) {
        return new RunEvent.ToolFinished(at(position), new CallId(0, 0), "read", ToolResult.of(Outcome.OK, text));
    }

    /** A driver's last act in a run that can be resumed. */
    public static Recorded stopped(long position) {
        return new RunEvent.Stopped(at(position), StopReason.TURN_LIMIT, "why");
    }

    /** The end. */
    public static Recorded finished(long position) {
        return new RunEvent.Finished(at(position), StopReason.ANSWERED, "text");
    }

    private static At at(long position) {
        return new At(position, Instant.parse("2030-01-02T03:04:05.678Z").plusSeconds(position));
    }
}
