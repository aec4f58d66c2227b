package dev.spindle.state;

import dev.spindle.event.RunEvent.Room;
import org.jspecify.annotations.Nullable;

/**
 * How full the model's context is, and whether the conversation is to be compacted. At most one compaction follows a reply and one an
 * overflow, and after one the input must grow by a quarter before the next: what cannot be made smaller is not tried again and again.
 *
 * @param room what the run's terms say; null if it is never compacted
 * @param tokens of the last reported input, before the first reply of the opening; 0 if not known
 * @param messages of which these are the tokens: so many of the conversation's first
 * @param most tokens that are well by now
 * @param compacted whether the conversation was compacted since the last reply
 * @param overflowed whether it was compacted after an overflow since the last reply or resumption
 */
record Fullness(@Nullable Room room, long tokens, int messages, long most, boolean compacted, boolean overflowed) {
    static Fullness of(@Nullable Room room, int messages) {
        return room == null
                ? new Fullness(null, 0, messages, Long.MAX_VALUE, false, false)
                : new Fullness(room, room.opening(), messages, room.most(), false, false);
    }

    boolean isTooHigh() {
        return tokens > most && !compacted;
    }

    boolean mayFollowOverflow() {
        return room != null && !overflowed;
    }

    Fullness reported(long inputTokens, int ofMessages) {
        long regrown = inputTokens + inputTokens / 4;
        long next = compacted && room != null ? Math.max(room.most(), regrown) : most;
        return new Fullness(room, inputTokens, ofMessages, next, false, false);
    }

    Fullness compacted(boolean afterOverflow) {
        return new Fullness(room, tokens, messages, most, true, overflowed || afterOverflow);
    }

    Fullness resumed() {
        return new Fullness(room, tokens, messages, most, compacted, false);
    }
}
