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
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;

/** How long single appends took. */
final class AppendTimes {
    private static final ModelReply REPLY = reply("It rains in Oslo, at 7 degrees. ".repeat(10));

    private final long[] nanos; // ascending

    private AppendTimes(long[] nanos) {
        this.nanos = nanos;
    }

    /** Appends replies of 320 characters to one run, an event at a time; the first fifth counts as warming up. */
    static AppendTimes of(Journal journal, String runId, int events) {
        long[] nanos = new long[events];
        append(journal, runId, at -> REPLY, at -> at < events, nanos);
        return new AppendTimes(sorted(Arrays.stream(nanos, events / 5, events)));
    }

    /** Appends replies of so many characters to one run, as long as that is wanted; no two have anything long in common. */
    static void appendWhile(Journal journal, String runId, int characters, IntPredicate wanted) {
        append(journal, runId, at -> reply(textOf(at, characters)), wanted, new long[0]);
    }

    private static String textOf(int at, int characters) {
        StringBuilder text = new StringBuilder(characters);
        for (int word = 0; text.length() < characters; word++)
            text.append(at).append('.').append(word).append(' ');
        return text.substring(0, characters);
    }

    private static ModelReply reply(String text) {
        return ModelReply.of(AssistantMessage.of(text), Usage.of(900, 60));
    }

    private static void append(
            Journal journal, String runId, IntFunction<ModelReply> replies, IntPredicate wanted, long[] nanos) {
        journal.append(runId, 0, List.of(started(runId)));
        for (int at = 0; wanted.test(at); at++) {
            Recorded event =
                    new RunEvent.Replied(new At(at + 1, Instant.now()), replies.apply(at), "m", "0".repeat(64));
            long began = System.nanoTime();
            journal.append(runId, at + 1, List.of(event));
            if (at < nanos.length) nanos[at] = System.nanoTime() - began;
        }
        journal.release(runId);
    }

    /** Those of all. */
    static AppendTimes joined(List<AppendTimes> all) {
        return new AppendTimes(sorted(all.stream().flatMapToLong(times -> Arrays.stream(times.nanos))));
    }

    private static long[] sorted(LongStream nanos) {
        return nanos.sorted().toArray();
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
