package dev.spindle.run;

import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ToolChoice;
import dev.spindle.run.RunEvent.At;
import dev.spindle.run.RunEvent.Recorded;
import java.time.Instant;
import java.util.List;

/** Events to try journals with. */
final class Events {
    private static final ModelOptions OPTIONS =
            ModelOptions.DEFAULT.withTemperature(0.5).withToolChoice(new ToolChoice.Named("add"));

    private Events() {}

    static At at(long position) {
        return new At(position, Instant.parse("2030-01-02T03:04:05.678Z").plusSeconds(position));
    }

    static Recorded started(String runId) {
        RunEvent.Opening opening =
                new RunEvent.Opening("", "Be kind.", List.of(), UserMessage.of("Hello\n\"Bo\" ☃"), null);
        RunEvent.Terms terms = new RunEvent.Terms("m", OPTIONS, Limits.DEFAULT, List.of(), null, null);
        return new RunEvent.Started(at(0), runId, "me", opening, terms, null);
    }

    static Recorded resumed(long position) {
        return new RunEvent.Resumed(at(position), "me", 1);
    }

    static Recorded stopped(long position) {
        return new RunEvent.Stopped(at(position), StopReason.TURN_LIMIT, "why");
    }

    static Recorded finished(long position) {
        return new RunEvent.Finished(at(position), StopReason.ANSWERED, "text");
    }
}
