package dev.spindle.examples;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.Listing;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The files of a folder that are not read, since their names do not end as those of documents do. */
final class SkippedFiles {
    private static final int LOOKED_AT = 20_000;
    private static final int NAMED = 10;
    private static final int ENDINGS = 10;

    private SkippedFiles() {}

    /**
     * Which, in a sentence; empty if there are none.
     *
     * @param documents how the names of documents end, in lower case and without a dot
     */
    static Optional<String> describe(ConfinedFolder folder, Set<String> documents) {
        List<String> skipped = folder.files("**", LOOKED_AT).files().stream()
                .map(Listing.Item::path)
                .filter(path -> !documents.contains(ending(path)))
                .toList();
        if (skipped.isEmpty()) return Optional.empty();
        String named = skipped.stream().limit(NAMED).collect(Collectors.joining(", "));
        String more = skipped.size() > NAMED ? " and " + (skipped.size() - NAMED) + " more" : "";
        return Optional.of("not read, being no documents: " + Closing.counted(skipped.size(), "file") + endings(skipped)
                + ": " + named + more);
    }

    private static String ending(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String endings(List<String> paths) {
        TreeSet<String> endings = new TreeSet<>();
        for (String path : paths) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            int dot = name.lastIndexOf('.');
            if (dot > 0) endings.add(name.substring(dot).toLowerCase(Locale.ROOT));
        }
        String some = endings.stream().limit(ENDINGS).collect(Collectors.joining(" "));
        return endings.isEmpty() ? "" : " (" + some + (endings.size() > ENDINGS ? " …" : "") + ")";
    }
}
