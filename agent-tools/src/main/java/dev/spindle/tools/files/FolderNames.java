package dev.spindle.tools.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds names in one folder by how they begin, without those that are hidden or that {@code .gitignore} files leave out.
 *
 * @param folder the top
 * @param hidden what is never shown
 * @param patience for rules that strangers wrote
 */
record FolderNames(ConfinedFolder folder, HiddenPaths hidden, Patience patience) {
    private static final int MAX_ENTRIES = 20_000;
    private static final int MAX_IGNORE_BYTES = 64 << 10;

    /** The names in a folder; those of folders end in a slash. */
    List<String> in(Path relative, Predicate<String> wanted, int most) throws IOException {
        IgnoreRules ignored = IgnoreRules.NONE;
        Path above = Path.of("");
        for (Path name : relative) {
            if (name.toString().isEmpty()) continue;
            ignored = with(ignored, above);
            above = above.resolve(name);
            // Who names such a folder wants to see it.
            if (ignored.ignore(slashed(above), true, patience)) ignored = IgnoreRules.NONE;
        }
        return names(above, with(ignored, above), wanted, most);
    }

    private List<String> names(Path place, IgnoreRules ignored, Predicate<String> wanted, int most) throws IOException {
        List<String> found = new ArrayList<>();
        try (OpenFolder open = folder.open(place)) {
            for (OpenFolder.Entry entry : open.entries(MAX_ENTRIES)) {
                String name = entry.name().toString();
                String path = slashed(place.resolve(name));
                boolean isFolder = entry.attributes().isDirectory();
                boolean shown = isFolder
                        ? !hidden.hidesFolder(path)
                        : entry.attributes().isRegularFile() && !hidden.hides(path);
                if (shown && wanted.test(name) && !ignored.ignore(path, isFolder, patience))
                    found.add(isFolder ? name + "/" : name);
            }
        }
        found.sort(null);
        return found.subList(0, Math.min(most, found.size()));
    }

    private IgnoreRules with(IgnoreRules above, Path place) throws IOException {
        try (OpenFolder open = folder.open(place)) {
            byte[] text = open.read(Path.of(IgnoreRules.FILE_NAME), MAX_IGNORE_BYTES);
            return above.in(slashed(place), new String(text, StandardCharsets.UTF_8));
        } catch (FileSystemException none) {
            return above;
        }
    }

    private static String slashed(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}
