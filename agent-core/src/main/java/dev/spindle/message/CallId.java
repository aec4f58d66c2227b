package dev.spindle.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of a tool call within its run: the turn and the place in that turn's reply, both from 0.
 *
 * <p>Written {@code 2.0}. Decisions, events and idempotency keys use it; the provider's id is for the wire alone.
 */
public record CallId(int turn, int index) implements Comparable<CallId> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})");

    /**
     * Reads an identity from its text.
     *
     * @throws IllegalArgumentException if the text is not of the form {@code 2.0}
     */
    public static CallId parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no call; write turn.index, for example 2.0");
        }
        return new CallId(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public int compareTo(CallId other) {
        return turn != other.turn ? Integer.compare(turn, other.turn) : Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return turn + "." + index;
    }
}
