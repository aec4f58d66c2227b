package dev.spindle.tools.files;

import java.util.ArrayList;
import java.util.List;

/** A text to which hunks are applied, one behind the other. Line ends do not count in comparisons, and stay as they are. Used once. */
final class PatchedText {
    private static final int MAX_FUZZ = 2;
    private static final int SHOWN_PLACES = 5;

    private final String path;
    private final List<String> old;
    private final String lineEnd;
    private final Patience patience;
    private final StringBuilder result = new StringBuilder();
    private final List<String> notes = new ArrayList<>();
    private int from;
    private int offset;
    private boolean endsOpen;

    PatchedText(String path, String text, Patience patience) {
        this.path = path;
        this.old = TextLines.withEnds(text);
        this.lineEnd = old.isEmpty() ? "\n" : endOf(old.get(0), "\n");
        this.patience = patience;
    }

    /** What did not fit exactly, in words; one entry for each hunk that did not. */
    List<String> notes() {
        return notes;
    }

    /**
     * The text with all hunks applied.
     *
     * @throws UnreadableFileException if one does not fit, or fits in several places
     */
    String with(List<FilePatch.Hunk> hunks) {
        for (int number = 1; number <= hunks.size(); number++) apply(number, hunks.get(number - 1));
        keep(old.size());
        if (endsOpen) result.setLength(lengthWithoutEnd(result));
        return result.toString();
    }

    private void apply(int number, FilePatch.Hunk hunk) {
        for (int fuzz = 0; fuzz <= MAX_FUZZ; fuzz++) {
            List<String> lines = hunk.trimmed(fuzz);
            boolean fewer = fuzz == 0 || lines.size() < hunk.trimmed(fuzz - 1).size();
            List<String> wanted = lines.stream()
                    .filter(line -> !line.startsWith("+"))
                    .map(line -> line.substring(1))
                    .toList();
            // Without any line to find, a hunk fits everywhere.
            if (!fewer || (wanted.isEmpty() && (fuzz > 0 || (hunk.line() == 0 && !old.isEmpty())))) continue;
            int place = place(number, hunk, wanted, fuzz);
            if (place >= 0) {
                put(number, hunk, lines, place, fuzz);
                return;
            }
        }
        throw refused("Hunk " + number + " does not fit: its lines stand nowhere behind line " + from
                + ". Read the file and write the hunk from what stands there.");
    }

    /** The line from which what a hunk wants stands; -1 if nowhere. */
    private int place(int number, FilePatch.Hunk hunk, List<String> wanted, int fuzz) {
        int said = hunk.line() == 0 ? -1 : hunk.line() - (wanted.isEmpty() ? 0 : 1) + hunk.leftOut(fuzz) + offset;
        if (wanted.isEmpty()) return Math.max(from, Math.min(old.size(), said));
        if (said >= from && standsAt(said, wanted)) return said;
        List<Integer> places = new ArrayList<>();
        for (int at = from; at + wanted.size() <= old.size() && places.size() <= SHOWN_PLACES; at++) {
            if (standsAt(at, wanted)) places.add(at);
        }
        if (places.size() > 1) {
            throw refused("Hunk " + number + " fits in several places, such as the lines "
                    + places.stream().map(at -> at + 1).toList() + ". Give it more lines around the change.");
        }
        return places.isEmpty() ? -1 : places.get(0);
    }

    private boolean standsAt(int at, List<String> wanted) {
        if (at < 0 || at + wanted.size() > old.size()) return false;
        for (int index = 0; index < wanted.size(); index++) {
            patience.step();
            if (!withoutEnd(old.get(at + index)).equals(wanted.get(index))) return false;
        }
        return true;
    }

    private void put(int number, FilePatch.Hunk hunk, List<String> lines, int place, int fuzz) {
        int said = hunk.line() - 1 + hunk.leftOut(fuzz);
        int moved = place - said;
        boolean elsewhere = hunk.line() > 0 && moved != 0 && lines.stream().anyMatch(line -> !line.startsWith("+"));
        if (elsewhere) offset = moved;
        if (elsewhere || fuzz > 0) {
            notes.add("hunk " + number + (elsewhere ? " at line " + (place + 1) + " instead of " + (said + 1) : "")
                    + (elsewhere && fuzz > 0 ? "," : "") + (fuzz > 0 ? " with fuzz " + fuzz : ""));
        }
        keep(place);
        for (String line : lines) {
            if (line.startsWith("+")) add(line.substring(1) + lineEnd);
            else if (line.startsWith("-")) from++;
            else keep(from + 1);
        }
        endsOpen = hunk.endsOpen() && from == old.size();
    }

    /** Takes over the lines up to one. */
    private void keep(int to) {
        for (; from < to; from++) {
            patience.step();
            add(old.get(from));
        }
    }

    /** A line comes behind another: that one had no end if it was the last of the file. */
    private void add(String line) {
        if (!result.isEmpty() && lengthWithoutEnd(result) == result.length()) result.append(lineEnd);
        result.append(line);
    }

    private static String endOf(String line, String none) {
        String end = line.substring(withoutEnd(line).length());
        return end.isEmpty() ? none : end;
    }

    private static String withoutEnd(String line) {
        return line.substring(0, lengthWithoutEnd(line));
    }

    private static int lengthWithoutEnd(CharSequence line) {
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\n') end--;
        if (end > 0 && line.charAt(end - 1) == '\r') end--;
        return end;
    }

    private UnreadableFileException refused(String why) {
        return new UnreadableFileException("'" + path + "': " + why + " Nothing was changed.");
    }
}
