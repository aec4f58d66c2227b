package dev.spindle.tools.files;

import dev.spindle.tools.files.PlannedChange.Removed;
import dev.spindle.tools.files.PlannedChange.Written;
import dev.spindle.tools.text.QuotedText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One patch applied to the files of a folder, all of it or nothing. Used once. */
final class Patching {
    private static final int SHOWN_LINES = 160;
    private static final int MAX_PATH = 1_000;
    private static final long MAX_CHARACTERS = 64 << 20;
    private static final Duration MAX_TIME = Duration.ofSeconds(10);

    private final ConfinedFolder folder;
    private final Patience patience = new Patience(MAX_TIME);
    private long characters;

    Patching(ConfinedFolder folder) {
        this.folder = folder;
    }

    /**
     * What it would change, file by file.
     *
     * @throws UnreadableFileException if any of it does not fit
     */
    List<PlannedChange> plan(String patch) {
        return PatchReader.read(patch).stream().map(this::planned).toList();
    }

    /**
     * Applies it, and says what changed in words for a model.
     *
     * @throws UnreadableFileException if any of it does not fit; then nothing is changed
     */
    String apply(String patch) {
        List<PlannedChange> plan = plan(patch);
        folder.change(plan.stream().map(Patching::change).toList());
        StringBuilder told = new StringBuilder();
        for (PlannedChange change : plan) {
            if (change instanceof Written written) tell(told, written);
            else if (change instanceof Removed removed) told.append(line("Deleted ", removed.path(), removed.notes()));
        }
        return told.toString();
    }

    private static FileChange change(PlannedChange planned) {
        if (planned instanceof Written written)
            return new FileChange(written.path(), written.before(), written.after());
        return new FileChange(planned.path(), planned instanceof Removed removed ? removed.before() : null, null);
    }

    private PlannedChange planned(FilePatch file) {
        Optional<String> before = folder.findText(file.path());
        boolean creates = file.kind() == FilePatch.Kind.CREATE;
        if (creates && before.isPresent()) throw refused(file, "is there already, and the patch creates it");
        if (!creates && before.isEmpty()) throw refused(file, "is not there, and the patch changes it");
        PatchedText text = new PatchedText(file.path(), before.orElse(""), patience);
        String after = text.with(file.hunks());
        characters += before.orElse("").length() + (long) after.length();
        if (characters > MAX_CHARACTERS) {
            throw new UnreadableFileException("The patch changes files of more than " + MAX_CHARACTERS
                    + " characters in all, before and after. Nothing was changed. Patch fewer files at a time.");
        }
        if (file.kind() != FilePatch.Kind.DELETE)
            return new Written(file.path(), before.orElse(null), after, text.notes());
        if (!after.isEmpty() && !file.hunks().isEmpty()) {
            throw refused(file, "has more lines than those that the patch removes");
        }
        return new Removed(file.path(), before.orElseThrow(), text.notes());
    }

    private static void tell(StringBuilder told, Written written) {
        String before = written.before();
        told.append(line(before == null ? "Created " : "Changed ", written.path(), written.notes()));
        if (before == null || LineDiff.isTooLong(before) || LineDiff.isTooLong(written.after())) return;
        int left = SHOWN_LINES - (int) told.chars().filter(c -> c == '\n').count();
        if (left > 0) told.append(LineDiff.of(before, written.after()).unified(left));
    }

    private static String line(String verb, String path, List<String> notes) {
        return verb + QuotedText.line(path, MAX_PATH)
                + (notes.isEmpty() ? "; all fits exactly" : "; not exact: " + String.join("; ", notes)) + ".\n";
    }

    private static UnreadableFileException refused(FilePatch file, String why) {
        return new UnreadableFileException("'" + file.path() + "' " + why + ". Nothing was changed.");
    }
}
