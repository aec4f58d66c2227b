package dev.spindle.tools.files;

import java.util.List;

/**
 * What a patch does to one file.
 *
 * @param path the file
 * @param kind whether it is there before and after
 * @param hunks what changes in it, in order
 */
record FilePatch(String path, Kind kind, List<Hunk> hunks) {
    FilePatch {
        hunks = List.copyOf(hunks);
    }

    /** Whether a file is there before and after. */
    enum Kind {
        CREATE,
        CHANGE,
        DELETE
    }

    /**
     * Lines that change, with lines around them.
     *
     * @param line where the first one is said to stand, from 1; 0 if nothing is said
     * @param lines each with its sign: a blank for what stays, {@code -} for what goes, {@code +} for what comes
     * @param endsOpen whether the last line that comes has no line end
     */
    record Hunk(int line, List<String> lines, boolean endsOpen) {
        Hunk {
            lines = List.copyOf(lines);
        }

        /** The lines that must stand there before, without as many lines of context at both ends as fuzz is. */
        List<String> trimmed(int fuzz) {
            int from = 0;
            int to = lines.size();
            while (from < Math.min(fuzz, lines.size()) && lines.get(from).startsWith(" ")) from++;
            while (lines.size() - to < fuzz && to > from && lines.get(to - 1).startsWith(" ")) to--;
            return lines.subList(from, to);
        }

        /** How many lines of context stand at the beginning, as far as fuzz leaves them out. */
        int leftOut(int fuzz) {
            int from = 0;
            while (from < Math.min(fuzz, lines.size()) && lines.get(from).startsWith(" ")) from++;
            return from;
        }
    }
}
