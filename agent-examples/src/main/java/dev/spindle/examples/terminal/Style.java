package dev.spindle.examples.terminal;

/** How text looks. */
public enum Style {
    /** As the terminal shows text. */
    PLAIN,
    /** The title of what follows. */
    HEADING,
    /** Words that matter more. */
    STRONG,
    /** Code and names. */
    CODE,
    /** Words about the words: what runs, what it took. */
    QUIET
}
