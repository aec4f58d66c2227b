package dev.spindle.run;

import dev.spindle.message.Message;
import dev.spindle.message.Part;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.run.RunEvent.Compacted;
import dev.spindle.run.RunEvent.ShortResult;
import dev.spindle.run.RunEvent.Summary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands for the older part of a conversation. Made once for each compaction and then only added to, so that its messages are
 * encoded once.
 *
 * @param summary stands for the oldest messages; null for none
 * @param results texts in place of tool results, by their places in the whole conversation
 * @param head what is shown of the messages there were when the conversation was compacted
 * @param from the place of the first message that came later
 */
record Digest(@Nullable Summary summary, Map<Integer, String> results, Transcript head, int from) {
    static final Digest NOTHING = new Digest(null, Map.of(), Transcript.EMPTY, 0);

    Digest {
        results = Map.copyOf(results);
    }

    /** What is shown of the whole conversation. */
    Transcript view(Transcript whole) {
        return from == 0 ? whole : head.concat(whole.slice(from, whole.size()));
    }

    /** The first message that no summary stands for. */
    int upTo() {
        return summary == null ? 0 : summary.upTo();
    }

    Digest after(Compacted less, Transcript whole) {
        Summary newest = less.summary() != null ? less.summary() : summary;
        Map<Integer, String> all = new HashMap<>(results);
        for (ShortResult result : less.results()) all.put(result.message(), result.text());
        if (newest != null) all.keySet().removeIf(place -> place < newest.upTo());
        return new Digest(newest, all, head(newest, all, whole), whole.size());
    }

    private static Transcript head(@Nullable Summary summary, Map<Integer, String> results, Transcript whole) {
        int instructions = instructions(whole);
        Transcript head = whole.slice(0, instructions);
        int next = instructions;
        if (summary != null) {
            for (int kept : summary.kept()) head = head.append(whole.message(kept));
            head = head.append(UserMessage.of(summary.text()));
            next = summary.upTo();
        }
        for (int at = next; at < whole.size(); at++) head = head.append(shown(whole.message(at), results.get(at)));
        return head;
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
