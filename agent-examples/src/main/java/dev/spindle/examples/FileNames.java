package dev.spindle.examples;

import dev.spindle.examples.terminal.PlainText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Finds the files of a folder by how their paths begin, a level at a time.
 *
 * <p>Names that hold blanks or what is not seen are left out, and so are those that begin with a dot unless a dot was written.
 */
record FileNames(Path root) implements Function<String, List<String>> {
    private static final int MOST = 200;
    private static final int MOST_READ = 20_000;

    @Override
    public List<String> apply(String begun) {
        int slash = begun.lastIndexOf('/');
        String folder = begun.substring(0, slash + 1);
        String name = begun.substring(slash + 1);
        try {
            Path real = root.toRealPath();
            Path place = real.resolve(folder.isEmpty() ? "." : folder).toRealPath();
            if (!place.startsWith(real) || !Files.isDirectory(place)) return List.of();
            return names(place, name).stream().map(each -> folder + each).toList();
        } catch (IOException | UncheckedIOException | InvalidPathException notThere) {
            return List.of();
        }
    }

    private static List<String> names(Path place, String begun) throws IOException {
        List<String> found = new ArrayList<>();
        int read = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
            for (Path entry : entries) {
                if (++read > MOST_READ || found.size() == MOST) break;
                String name = String.valueOf(entry.getFileName());
                boolean hidden = name.startsWith(".") && !begun.startsWith(".");
                if (hidden || !name.startsWith(begun) || !isPlain(name)) continue;
                found.add(Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) ? name + "/" : name);
            }
        }
        found.sort(null);
        return found;
    }

    private static boolean isPlain(String name) {
        return name.chars().noneMatch(Character::isWhitespace)
                && PlainText.exact(name).equals(name);
    }
}
