package dev.spindle.tools.files;

import dev.spindle.tools.files.PlannedChange.Moved;
import dev.spindle.tools.files.PlannedChange.Removed;
import dev.spindle.tools.files.PlannedChange.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds out what calls would do to the files of a folder as they are now, and changes nothing.
 *
 * <p>Each method throws {@link UnreadableFileException} with words for a model if the call cannot be made.
 */
record FilePlanning(ConfinedFolder folder) {
    private static final String MARK = "\uFEFF";
    private static final int SHOWN_PLACES = 10;
    private static final int MAX_PLACES = 1_000;
    private static final Duration MAX_TIME = Duration.ofSeconds(10);
    private static final String SAME = "old_text and new_text are the same. Nothing was changed.";

    Written write(String path, String content) {
        Optional<String> before = folder.findText(path);
        return new Written(path, before.orElse(null), likeBefore(before.orElse(""), content), List.of());
    }

    Written edit(String path, String oldText, String newText) {
        String before = folder.findText(path)
                .orElseThrow(() -> refused("There is no file '" + path + "'. Create it with write_file."));
        if (oldText.isEmpty()) {
            throw refused("old_text is empty. Give the passage to replace; to write a whole file, use write_file.");
        }
        if (oldText.equals(newText)) throw refused(SAME);
        LineEnds lines = LineEnds.asWritten(before, oldText);
        List<Integer> places = PassageSearch.places(lines.text(), oldText, MAX_PLACES, new Patience(MAX_TIME));
        if (places.isEmpty()) throw refused(absent(path, before, oldText));
        if (places.size() > 1) throw refused(ambiguous(path, lines.text(), places));
        int at = places.get(0);
        String after = lines.withReplaced(at, at + oldText.length(), newText);
        if (after.equals(before)) throw refused(SAME);
        return new Written(path, before, after, List.of());
    }

    List<PlannedChange> patch(String patch) {
        return new Patching(folder).plan(patch);
    }

    Moved move(String from, String to) {
        folder.checkMove(from, to);
        return new Moved(from, to);
    }

    Removed delete(String path) {
        return new Removed(path, folder.findRemovable(path).orElse(null), List.of());
    }

    private static UnreadableFileException refused(String why) {
        return new UnreadableFileException(why);
    }

    /** Models write {@code \n} and no mark at the beginning; a file of another kind stays of its kind. */
    private static String likeBefore(String file, String text) {
        boolean otherEnds = file.contains("\r\n") && !text.contains("\r");
        String ended = otherEnds ? text.replace("\n", "\r\n") : text;
        return file.startsWith(MARK) && !text.startsWith(MARK) ? MARK + ended : ended;
    }

    private static String ambiguous(String path, String text, List<Integer> places) {
        String often = places.size() < MAX_PLACES ? places.size() + " times" : MAX_PLACES + " times or more";
        return "old_text occurs " + often + " in '" + path + "', on the lines "
                + listed(linesOf(text, places.subList(0, Math.min(SHOWN_PLACES + 1, places.size()))))
                + ". Add lines around the one that is meant, so that it occurs once.";
    }

    /** The lines of places that are in order. */
    private static List<Integer> linesOf(String text, List<Integer> places) {
        List<Integer> lines = new ArrayList<>();
        int line = 1;
        int from = 0;
        for (int place : places) {
            while (from < place) if (text.charAt(from++) == '\n') line++;
            lines.add(line);
        }
        return lines;
    }

    private static String absent(String path, String text, String passage) {
        String first = passage.strip().lines().findFirst().orElse("").strip();
        List<Integer> alike = new ArrayList<>();
        Iterator<String> lines = text.lines().iterator();
        for (int line = 1; lines.hasNext() && !first.isEmpty() && alike.size() <= SHOWN_PLACES; line++) {
            if (lines.next().strip().equals(first)) alike.add(line);
        }
        String hint = alike.isEmpty()
                ? "Read the file and copy the passage from it."
                : "Its first line stands on the lines " + listed(alike)
                        + ", but with other spaces or followed by something else: read the file there.";
        return "old_text does not occur in '" + path + "'. " + hint;
    }

    private static String listed(List<Integer> lines) {
        String some = lines.stream().limit(SHOWN_PLACES).map(String::valueOf).collect(Collectors.joining(", "));
        return lines.size() > SHOWN_PLACES ? some + ", …" : some;
    }
}
