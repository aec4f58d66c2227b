package dev.spindle.model.openai;

/** A text that comes in pieces, without secrets, wherever the pieces are cut. For one thread. */
final class CleanText {
    private static final int LONGEST_CHANCE = 7;

    private final Secrets secrets;
    private final StringBuilder text = new StringBuilder(0); // most stay empty or take one piece
    private final Secrets.Tail tail = new Secrets.Tail();

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
        text.append(clean);
        return clean;
    }

    /** Says that nothing more comes; returns what was held back. */
    String end() {
        String rest = rest();
        tail.held = "";
        text.append(rest);
        return rest;
    }

    boolean isEmpty() {
        return text.isEmpty() && tail.held.isEmpty();
    }

    int length() {
        return text.length();
    }

    char charAt(int place) {
        return text.charAt(place);
    }

    /** What is there from a place on. */
    String from(int place) {
        return text.substring(place);
    }

    /** Whether this is the beginning of a text. Takes no more time than the other is long. */
    boolean isBeginningOf(String whole) {
        if (whole.length() < text.length()) return false;
        return whole.startsWith(rest(), text.length()) && begins(whole, text.length());
    }

    /** Whether this begins with a text. Takes no more time than the other is long. */
    boolean beginsWith(String part) {
        int here = Math.min(part.length(), text.length());
        return begins(part, here) && (here == part.length() || rest().startsWith(part.substring(here)));
    }

    /** Whether this is the same as another. */
    boolean isSameAs(CleanText other) {
        return text.compareTo(other.text) == 0 && rest().equals(other.rest());
    }

    /** How much of a text that this is the beginning of. */
    int fullLength() {
        return text.length() + rest().length();
    }

    private boolean begins(String other, int count) {
        for (int at = 0; at < count; at++) {
            if (text.charAt(at) != other.charAt(at)) return false;
        }
        return true;
    }

    /** What has come so far. */
    @Override
    public String toString() {
        return tail.held.isEmpty() ? text.toString() : text + rest();
    }

    /** A few characters may be anything; more of them are a secret that was cut. */
    private String rest() {
        String whole = secrets.removedFrom(tail.held);
        return whole.equals(tail.held) && whole.length() > LONGEST_CHANCE ? Secrets.SHOWN : whole;
    }
}
