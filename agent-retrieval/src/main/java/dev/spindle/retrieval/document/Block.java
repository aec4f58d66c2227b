package dev.spindle.retrieval.document;

/**
 * A part of a document's text that belongs together.
 *
 * @param level of a heading, counted from 1; 0 of other blocks
 * @param start the place of its first character
 * @param end the place behind its last character
 */
record Block(Kind kind, int level, int start, int end) {
    /** What a block is, which says where it may be cut if it is too long. */
    enum Kind {
        /** Opens what stands below it. */
        HEADING,
        /** Prose: cut between sentences. */
        PROSE,
        /** Code, a table, a list of short lines: cut between lines. */
        LINES
    }

    static Block heading(int level, int start, int end) {
        return new Block(Kind.HEADING, level, start, end);
    }

    static Block prose(int start, int end) {
        return new Block(Kind.PROSE, 0, start, end);
    }

    static Block lines(int start, int end) {
        return new Block(Kind.LINES, 0, start, end);
    }
}
