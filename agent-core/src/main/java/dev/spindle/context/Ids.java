package dev.spindle.context;

/** Ids of runs and names of conversations that every store can keep and tell apart. For those who write a store. */
public final class Ids {
    private static final int LONGEST_RUN = 400;
    private static final int LONGEST_CONVERSATION = 256;

    private Ids() {}

    /**
     * The id of a run, if it can be one.
     *
     * @throws IllegalArgumentException if it is empty, has more than 400 characters, a NUL, or half of a surrogate pair
     */
    public static String run(String id) {
        return checked("run id", id, LONGEST_RUN);
    }

    /**
     * The name of a conversation, if it can be one.
     *
     * @throws IllegalArgumentException if it is empty, has more than 256 characters, a NUL, or half of a surrogate pair
     */
    public static String conversation(String name) {
        return checked("conversation", name, LONGEST_CONVERSATION);
    }

    private static String checked(String what, String id, int longest) {
        if (id.isEmpty() || id.length() > longest || id.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A " + what + " of " + id.length()
                    + " characters cannot be a key here; use 1 to " + longest + " characters other than NUL");
        }
        int half = halfPair(id);
        if (half >= 0) {
            throw new IllegalArgumentException("A " + what + " cannot be a key here: its character " + half
                    + " is half of a surrogate pair, which UTF-8 cannot hold; use whole characters");
        }
        return id;
    }

    /** Where half of a surrogate pair stands alone; -1 if nowhere. */
    private static int halfPair(String text) {
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            if (Character.isBmpCodePoint(character) && Character.isSurrogate((char) character)) return at;
            at += Character.charCount(character);
        }
        return -1;
    }
}
