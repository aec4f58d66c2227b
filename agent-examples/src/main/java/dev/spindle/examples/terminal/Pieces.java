package dev.spindle.examples.terminal;

/** Text that comes in pieces, cut anywhere: a character or a line end that is cut in two is held back until it is whole. For one thread. */
public final class Pieces {
    private String held = "";

    /** Takes a piece, and returns what is whole. */
    public String whole(String piece) {
        String all = held + piece;
        int end = all.length();
        if (end > 0 && (Character.isHighSurrogate(all.charAt(end - 1)) || all.charAt(end - 1) == '\r')) end--;
        held = all.substring(end);
        return all.substring(0, end);
    }

    /** What was held back; nothing follows. */
    public String rest() {
        String rest = held;
        held = "";
        return rest;
    }
}
