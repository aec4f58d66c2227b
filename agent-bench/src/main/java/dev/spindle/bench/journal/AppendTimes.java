package dev.spindle.bench.journal;

import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.At;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.Journal;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelReply;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** How long single appends took. */
final class AppendTimes {
    private static final ModelReply REPLY =
            ModelReply.of(AssistantMessage.of("It rains in Oslo, at 7 degrees. ".repeat(10)), Usage.of(900, 60));

    private final long[] nanos; // ascending

    private AppendTimes(long[] nanos) {
        this.nanos = nanos;
    }

    /** Appends replies of 320 characters to one run, an event at a time; the first fifth counts as warming up. */
    static AppendTimes of(Journal journal, int events) {
        String runId = "appends";
        journal.append(runId, 0, List.of(started(runId)));
        long[] nanos = new long[events];
        for (int at = 0; at < events; at++) {
            Recorded event = new RunEvent.Replied(new At(at + 1, Instant.now()), REPLY, "m", "0".repeat(64));
            long began = System.nanoTime();
            journal.append(runId, at + 1, List.of(event));
            nanos[at] = System.nanoTime() - began;
        }
        journal.release(runId);
        long[] warm = Arrays.copyOfRange(nanos, events / 5, events);
        Arrays.sort(warm);
        return new AppendTimes(warm);
    }

    private static Recorded started(String runId) {
        RunEvent.Opening opening = new RunEvent.Opening("", "Be brief.", List.of(), UserMessage.of("Weather?"), null);
        RunEvent.Terms terms = new RunEvent.Terms("m", ModelOptions.DEFAULT, Limits.DEFAULT, List.of(), null, null);
        return new RunEvent.Started(new At(0, Instant.now()), runId, "bench", opening, terms, null);
    }

    long perSecond() {
        return Math.round(nanos.length * 1e9 / Arrays.stream(nanos).sum());
    }

    double millisAt(double share) {
        return nanos[(int) Math.min(nanos.length - 1, share * nanos.length)] / 1e6;
    }
}
