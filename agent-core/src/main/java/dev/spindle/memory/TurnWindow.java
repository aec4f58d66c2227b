package dev.spindle.memory;

import dev.spindle.message.Message;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/*
 * Walks back from the end, turn by turn, and stops at the first turn that does not fit, so that it counts what it shows and at most
 * one turn more, however long the conversation is. Only a window with pins looks at the rest, once, and counts the pinned turns.
 */
/** A window of whole turns. Immutable and thread-safe. */
final class TurnWindow implements Window.OfTurns {
    private final int maxTurns;
    private final long maxTokens;
    private final TokenCount count;
    private final @Nullable Predicate<Message> pinned;

    private TurnWindow(int maxTurns, long maxTokens, TokenCount count, @Nullable Predicate<Message> pinned) {
        this.maxTurns = maxTurns;
        this.maxTokens = maxTokens;
        this.count = count;
        this.pinned = pinned;
    }

    static TurnWindow lastTurns(int count) {
        if (count < 1) throw new IllegalArgumentException("A window of " + count + " turns; it must have at least 1");
        return new TurnWindow(count, Long.MAX_VALUE, message -> 0, null);
    }

    static TurnWindow tokens(long max, TokenCount count) {
        if (max < 1) throw new IllegalArgumentException("A window of " + max + " tokens; it must have at least 1");
        return new TurnWindow(Integer.MAX_VALUE, max, count, null);
    }

    @Override
    public TurnWindow pinning(Predicate<Message> pinned) {
        Predicate<Message> before = this.pinned;
        return new TurnWindow(maxTurns, maxTokens, count, before == null ? pinned : before.or(pinned));
    }

    @Override
    public Transcript view(Transcript transcript) {
        int head = headOf(transcript);
        Set<Turn> pins = pinnedTurns(transcript, head);
        int from = startOfView(transcript, head, pins);
        if (from == head) return transcript;
        Transcript view = transcript.slice(0, head);
        for (Turn pin : pins) {
            if (pin.to <= from) view = view.concat(transcript.slice(pin.from, pin.to));
        }
        return view.concat(transcript.slice(from, transcript.size()));
    }

    private int startOfView(Transcript transcript, int head, Set<Turn> pins) {
        long left = leftAfter(transcript, new Turn(0, head), maxTokens);
        for (Turn pin : pins) left = leftAfter(transcript, pin, left);
        int from = transcript.size();
        for (int turns = 0; from > head && turns < maxTurns; turns++) {
            Turn turn = new Turn(startOfTurn(transcript, head, from), from);
            if (!pins.contains(turn)) left = leftAfter(transcript, turn, left);
            if (left < 0 && turns > 0) break;
            from = turn.from;
        }
        return from;
    }

    /** What is left of a number of tokens behind a turn; negative if the turn is too large, and then not counted to its end. */
    private long leftAfter(Transcript transcript, Turn turn, long tokens) {
        long left = tokens;
        for (int at = turn.from; at < turn.to && left >= 0; at++) left -= count.of(transcript.message(at));
        return left;
    }

    private Set<Turn> pinnedTurns(Transcript transcript, int head) {
        Set<Turn> pins = new LinkedHashSet<>();
        if (pinned == null) return pins;
        int from = head;
        boolean isPinned = false;
        for (int at = head; at < transcript.size(); at++) {
            Message message = transcript.message(at);
            if (message instanceof UserMessage && at > from) {
                if (isPinned) pins.add(new Turn(from, at));
                from = at;
                isPinned = false;
            }
            isPinned |= pinned.test(message);
        }
        if (isPinned) pins.add(new Turn(from, transcript.size()));
        return pins;
    }

    private static int headOf(Transcript transcript) {
        int head = 0;
        while (head < transcript.size() && transcript.message(head) instanceof SystemMessage) head++;
        return head;
    }

    private static int startOfTurn(Transcript transcript, int head, int end) {
        int from = end - 1;
        while (from > head && !(transcript.message(from) instanceof UserMessage)) from--;
        return from;
    }

    /** The messages from one index to before another. */
    private record Turn(int from, int to) {}
}
