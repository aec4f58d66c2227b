package dev.spindle.journal;

import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.At;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelOptions.ToolChoice;
import java.time.Instant;
import java.util.List;

/** Events to try journals with. */
public final class Events {
    private static final ModelOptions OPTIONS =
            ModelOptions.DEFAULT.withTemperature(0.5).withToolChoice(new ToolChoice.Named("add"));

    private Events() {}

    public static At at(long position) {
        return new At(position, Instant.parse("2030-01-02T03:04:05.678Z").plusSeconds(position));
    }

    public static Recorded started(String runId) {
        RunEvent.Opening opening =
                new RunEvent.Opening("", "Be kind.", List.of(), UserMessage.of("Hello\n\"Bo\" ☃"), null);
        RunEvent.Terms terms = new RunEvent.Terms("m", OPTIONS, Limits.DEFAULT, List.of(), null, null);
        return new RunEvent.Started(at(0), runId, "me", opening, terms, null);
    }

    public static Recorded resumed(long position) {
        return new RunEvent.Resumed(at(position), "me", 1);
    }

    public static Recorded stopped(long position) {
        return new RunEvent.Stopped(at(position), StopReason.TURN_LIMIT, "why");
    }

    public static Recorded finished(long position) {
        return new RunEvent.Finished(at(position), StopReason.ANSWERED, "text");
    }
}
