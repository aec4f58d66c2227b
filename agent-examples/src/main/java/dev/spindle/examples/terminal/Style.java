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
    QUIET,
    /** A line that goes. */
    REMOVED,
    /** A line that comes. */
    ADDED,
    /** What differs in a line that goes. */
    REMOVED_WORD,
    /** What differs in a line that comes. */
    ADDED_WORD
}
