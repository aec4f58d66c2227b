package dev.spindle.jdbc;

/** Names that every database can keep as a key. */
final class Ids {
    private static final int LONGEST_RUN = 400;
    private static final int LONGEST_CONVERSATION = 256;

    private Ids() {}

    static String run(String id) {
        return checked("run id", id, LONGEST_RUN);
    }

    static String conversation(String name) {
        return checked("conversation", name, LONGEST_CONVERSATION);
    }

    private static String checked(String what, String id, int longest) {
        if (id.isEmpty() || id.length() > longest || id.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A " + what + " of " + id.length()
                    + " characters cannot be a key here; use 1 to " + longest + " characters other than NUL");
        }
        return id;
    }
}
