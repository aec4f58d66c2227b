package dev.spindle.tools.files;

import dev.spindle.tools.text.QuotedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One patch applied to the files of a folder, all of it or nothing. Used once. */
final class Patching {
    private static final int SHOWN_LINES = 160;
    private static final int MAX_PATH = 1_000;
    private static final Duration MAX_TIME = Duration.ofSeconds(10);

    private final ConfinedFolder folder;
    private final Patience patience = new Patience(MAX_TIME);
    private final List<FileChange> changes = new ArrayList<>();
    private final StringBuilder told = new StringBuilder();

    Patching(ConfinedFolder folder) {
        this.folder = folder;
    }

    /**
     * Applies it, and says what changed in words for a model.
     *
     * @throws UnreadableFileException if any of it does not fit; then nothing is changed
     */
    String apply(String patch) {
        for (FilePatch file : PatchReader.read(patch)) prepare(file);
        folder.change(changes);
        return told.toString();
    }

    private void prepare(FilePatch file) {
        Optional<String> before = folder.findText(file.path());
        boolean creates = file.kind() == FilePatch.Kind.CREATE;
        if (creates && before.isPresent()) throw refused(file, "is there already, and the patch creates it");
        if (!creates && before.isEmpty()) throw refused(file, "is not there, and the patch changes it");
        PatchedText text = new PatchedText(file.path(), before.orElse(""), patience);
        String after = text.with(file.hunks());
        if (file.kind() == FilePatch.Kind.DELETE) {
            if (!after.isEmpty() && !file.hunks().isEmpty()) {
                throw refused(file, "has more lines than those that the patch removes");
            }
            changes.add(new FileChange(file.path(), before.orElseThrow(), null));
        } else {
            changes.add(new FileChange(file.path(), before.orElse(null), after));
        }
        tell(file, text.notes(), before.orElse(""), file.kind() == FilePatch.Kind.DELETE ? "" : after);
    }

    private void tell(FilePatch file, List<String> notes, String before, String after) {
        String verb = switch (file.kind()) {
            case CREATE -> "Created ";
            case CHANGE -> "Changed ";
            case DELETE -> "Deleted ";
        };
        told.append(verb).append(QuotedText.line(file.path(), MAX_PATH));
        told.append(notes.isEmpty() ? "; all fits exactly" : "; not exact: " + String.join("; ", notes));
        told.append(".\n");
        if (file.kind() == FilePatch.Kind.CHANGE && !LineDiff.isTooLong(before) && !LineDiff.isTooLong(after)) {
            int left = SHOWN_LINES - (int) told.chars().filter(c -> c == '\n').count();
            if (left > 0) told.append(LineDiff.of(before, after).unified(left));
        }
    }

    private static UnreadableFileException refused(FilePatch file, String why) {
        return new UnreadableFileException("'" + file.path() + "' " + why + ". Nothing was changed.");
    }
}
