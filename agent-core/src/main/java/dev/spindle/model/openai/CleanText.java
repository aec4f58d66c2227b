package dev.spindle.model.openai;

import org.jspecify.annotations.Nullable;

/** A text that comes in pieces, without secrets, wherever the pieces are cut. For one thread. */
final class CleanText {
    private static final int LONGEST_CHANCE = 7;

    private final Secrets secrets;
    private final Secrets.Tail tail = new Secrets.Tail();
    private String whole = ""; // most stay empty or take one piece
    private @Nullable StringBuilder pieces; // of those that take more

    CleanText(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Takes a piece; returns what can be shown now: mostly the piece, less or more if a secret may begin at its end. */
    String add(String piece) {
        String clean = piece;
        if (!secrets.isEmpty()) {
            String all = tail.held.isEmpty() ? piece : tail.held.concat(piece);
            clean = secrets.removed(all, tail);
        }
        append(clean);
        return clean;
    }

    private void append(String clean) {
        if (clean.isEmpty()) return;
        if (pieces == null && whole.isEmpty()) {
            whole = clean;
            return;
        }
        if (pieces == null) pieces = new StringBuilder(2 * (whole.length() + clean.length())).append(whole);
        pieces.append(clean);
    }

    private CharSequence text() {
        return pieces == null ? whole : pieces;
    }

    /** Says that nothing more comes; returns what was held back. */
    String end() {
        String rest = rest();
        tail.held = "";
        append(rest);
        return rest;
    }

    boolean isEmpty() {
        return text().isEmpty() && tail.held.isEmpty();
    }

    int length() {
        return text().length();
    }

    char charAt(int place) {
        return text().charAt(place);
    }

    /** What is there from a place on. */
    String from(int place) {
        return pieces == null ? whole.substring(place) : pieces.substring(place);
    }

    /** Whether this is the beginning of a text. Takes no more time than the other is long. */
    boolean isBeginningOf(String other) {
        if (other.length() < length()) return false;
        return other.startsWith(rest(), length()) && begins(other, length());
    }

    /** Whether this begins with a text. Takes no more time than the other is long. */
    boolean beginsWith(String part) {
        int here = Math.min(part.length(), length());
        return begins(part, here) && (here == part.length() || rest().startsWith(part.substring(here)));
    }

    /** Whether this is the same as another. */
    boolean isSameAs(CleanText other) {
        return CharSequence.compare(text(), other.text()) == 0 && rest().equals(other.rest());
    }

    /** How much of a text that this is the beginning of. */
    int fullLength() {
        return length() + rest().length();
    }

    private boolean begins(String other, int count) {
        CharSequence text = text();
        for (int at = 0; at < count; at++) {
            if (text.charAt(at) != other.charAt(at)) return false;
        }
        return true;
    }

    /** What has come so far. */
    @Override
    public String toString() {
        return tail.held.isEmpty() ? text().toString() : text() + rest();
    }

    /** A few characters may be anything; more of them are a secret that was cut. */
    private String rest() {
        if (tail.held.isEmpty()) return "";
        String clean = secrets.removedFrom(tail.held);
        return clean.equals(tail.held) && clean.length() > LONGEST_CHANCE ? Secrets.SHOWN : clean;
    }
}
