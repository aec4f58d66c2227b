package dev.spindle.examples;

import dev.spindle.tool.PendingCall;
import dev.spindle.tools.files.FileEditTools;
import dev.spindle.tools.files.PlannedChange;
import dev.spindle.tools.files.PlannedChange.Moved;
import dev.spindle.tools.files.PlannedChange.Removed;
import dev.spindle.tools.files.PlannedChange.Written;
import dev.spindle.tools.files.UnreadableFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Tells what the tools that change files would change, by the same steps that they take.
 *
 * @param tools those tools
 * @param others tells of all other tools
 */
record FileForesight(FileEditTools tools, Foresight others) implements Foresight {
    /** No line of a file begins like this in a comparison, so that none can pass for a heading. */
    private static final String HEADING = "= ";

    private static final int MOST_REMOVED = 300;

    @Override
    public Foreseen of(PendingCall call) {
        try {
            return tools.findPlan(call)
                    .map(plan -> call.tool().equals("apply_patch") ? ofPatch(plan) : ofOne(call, plan.get(0)))
                    .orElseGet(() -> others.of(call));
        } catch (UnreadableFileException refused) {
            return new Foreseen(
                    List.of("As things are, it will be refused, and nothing changed:"),
                    headings(refused.explanation()),
                    Set.of(),
                    false);
        }
    }

    private static Foreseen ofOne(PendingCall call, PlannedChange change) {
        if (change instanceof Written written) return ofWritten(call, written);
        if (change instanceof Moved) return Foreseen.of("It MOVES this file. Nothing is at the new path yet.");
        List<String> lines = new ArrayList<>();
        boolean whole = addRemoved((Removed) change, lines);
        String what = "It DELETES this file" + size((Removed) change) + ".";
        return new Foreseen(
                whole ? List.of(what) : List.of(what, "What it holds is not shown."), lines, Set.of(), whole);
    }

    private static Foreseen ofWritten(PendingCall call, Written written) {
        String before = written.before();
        if (before == null) return Foreseen.of("It CREATES this file: there is none yet.");
        if (before.equals(written.after())) return Foreseen.of("The file holds just this already.");
        boolean edits = call.tool().equals("edit_file");
        String what = edits
                ? "It CHANGES a passage of this file."
                : "It OVERWRITES a file of "
                        + Closing.counted(Comparison.lines(before).size(), "line") + ".";
        if (!Comparison.isPossible(before, written.after())) {
            return new Foreseen(List.of(what, "It is too long to be compared."), List.of(), Set.of(), false);
        }
        Set<String> told = edits ? Set.of("old_text", "new_text") : Set.of("content");
        return new Foreseen(List.of(what), Comparison.of(before, written.after()), told, true);
    }

    private static Foreseen ofPatch(List<PlannedChange> plan) {
        List<String> lines = new ArrayList<>();
        boolean whole = true;
        for (PlannedChange change : plan)
            whole &= change instanceof Written written
                    ? addWritten(written, lines)
                    : addRemoved(heading((Removed) change, lines), lines);
        String what = "By this patch it changes " + Closing.counted(plan.size(), "file") + ".";
        return whole
                ? new Foreseen(List.of(what), lines, Set.of("patch"), true)
                : new Foreseen(List.of(what, "Not all of it is compared."), lines, Set.of(), false);
    }

    private static boolean addWritten(Written written, List<String> lines) {
        String before = Objects.requireNonNullElse(written.before(), "");
        lines.add(HEADING + (written.before() == null ? "CREATES " : "CHANGES ") + written.path());
        notes(written.notes(), lines);
        if (!Comparison.isPossible(before, written.after())) {
            lines.add(HEADING + "too long to be compared");
            return false;
        }
        lines.addAll(Comparison.of(before, written.after()));
        return true;
    }

    private static Removed heading(Removed removed, List<String> lines) {
        lines.add(HEADING + "DELETES " + removed.path() + size(removed));
        notes(removed.notes(), lines);
        return removed;
    }

    private static void notes(List<String> notes, List<String> lines) {
        if (!notes.isEmpty()) lines.add(HEADING + "not exact: " + String.join("; ", notes));
    }

    /** Whether what goes is shown. */
    private static boolean addRemoved(Removed removed, List<String> lines) {
        String before = removed.before();
        if (before == null || Comparison.lines(before).size() > MOST_REMOVED) return false;
        lines.addAll(Comparison.of(before, ""));
        return true;
    }

    private static String size(Removed removed) {
        String before = removed.before();
        return before == null
                ? " (no text, or too big)"
                : " (" + Closing.counted(Comparison.lines(before).size(), "line") + ")";
    }

    private static List<String> headings(String text) {
        return text.lines().map(line -> HEADING + line).toList();
    }
}
