package dev.spindle.tools.shell;

/**
 * What the rules say of a line.
 *
 * @param kind whether it may run
 * @param why in words for a model, if it may not run without being asked about
 */
record ShellVerdict(Kind kind, String why) {
    /** Whether a line may run. */
    enum Kind {
        /** Without asking. */
        ALLOWED,
        /** After a person's approval. */
        ASK,
        /** Never. */
        DENIED
    }
}
