package dev.spindle.state;

import dev.spindle.event.RunEvent.Compacted;
import dev.spindle.event.RunEvent.ShortResult;
import dev.spindle.event.RunEvent.Summary;
import dev.spindle.message.Message;
import dev.spindle.message.Part;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands for the older part of a conversation. Made once for each compaction and then only added to, so that its messages are
 * encoded once.
 *
 * <p>Places are those of the transcript; in events they are counted behind the run's instructions, which a later program may change or
 * leave out when it goes through the run again.
 *
 * @param summary stands for the oldest messages; null for none
 * @param upTo the first message that no summary stands for
 * @param results texts in place of tool results, by their places
 * @param head what is shown of the messages there were when the conversation was compacted
 * @param from the place of the first message that came later
 */
record Digest(@Nullable Summary summary, int upTo, Map<Integer, String> results, Transcript head, int from) {
    static final Digest NOTHING = new Digest(null, 0, Map.of(), Transcript.EMPTY, 0);

    Digest {
        results = Map.copyOf(results);
    }

    /** What is shown of the whole conversation. */
    Transcript view(Transcript whole) {
        return from == 0 ? whole : head.concat(whole.slice(from, whole.size()));
    }

    /**
     * After one more compaction.
     *
     * @param first the place of the first message behind the run's instructions
     */
    Digest after(Compacted less, Transcript whole, int first) {
        check(less, whole, first);
        Summary newest = less.summary() != null ? less.summary() : summary;
        int end = newest == null ? 0 : first + newest.upTo();
        Map<Integer, String> all = new HashMap<>(results);
        for (ShortResult result : less.results()) all.put(first + result.message(), result.text());
        all.keySet().removeIf(place -> place < end);
        Transcript shown = whole.slice(0, instructions(whole));
        if (newest != null) {
            for (int kept : newest.kept()) shown = shown.append(whole.message(first + kept));
            shown = shown.append(UserMessage.of(newest.text()));
        }
        for (int at = Math.max(end, instructions(whole)); at < whole.size(); at++) {
            shown = shown.append(shown(whole.message(at), all.get(at)));
        }
        return new Digest(newest, end, all, shown, whole.size());
    }

    /** Refuses places that are not in the transcript, as only a journal has them that somebody changed. */
    private static void check(Compacted less, Transcript whole, int first) {
        Summary summary = less.summary();
        boolean fits = summary == null || (summary.upTo() >= 0 && summary.upTo() <= whole.size() - first);
        if (summary != null) fits &= summary.kept().stream().allMatch(kept -> isIn(whole, first, kept));
        for (ShortResult result : less.results())
            fits &= isIn(whole, first, result.message())
                    && whole.message(first + result.message()) instanceof ToolMessage;
        if (!fits) throw new IllegalStateException("it shortens messages that the run does not have");
    }

    private static boolean isIn(Transcript whole, int first, int place) {
        return place >= 0 && place < whole.size() - first;
    }

    /** How many messages at the start are instructions. */
    static int instructions(Transcript whole) {
        int count = 0;
        while (count < whole.size() && whole.message(count) instanceof SystemMessage) count++;
        return count;
    }

    /** A message with a text in place of what it says, if there is one. */
    static Message shown(Message message, @Nullable String text) {
        if (text == null || !(message instanceof ToolMessage answer)) return message;
        return new ToolMessage(answer.callId(), answer.name(), answer.outcome(), List.of(new Part.Text(text)));
    }
}
