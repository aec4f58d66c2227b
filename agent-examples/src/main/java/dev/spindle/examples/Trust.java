package dev.spindle.examples;

import dev.spindle.examples.terminal.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose words are instructions: a person is asked once about each project, and the answer yes is kept in a file.
 *
 * @param file the paths of the projects that are trusted, a line each; it need not be there yet
 */
record Trust(Path file) {
    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /** Where the answers of a person are kept. */
    static Trust in(Path home) {
        return new Trust(home.resolve(".spindle/trusted"));
    }

    /**
     * The project that a folder lies in, if what is written there for agents is believed; null if not, or if nothing is written.
     *
     * @param front where the person is asked who has not been asked about this project
     * @throws UsageException if the answer cannot be kept
     */
    @Nullable
    Path of(Path folder, ChatFront front) {
        if (!Guidance.isThere(folder)) return null;
        Path top = Guidance.top(folder);
        List<String> known = known();
        if (known.contains(top.toString())) return top;
        front.say("AGENTS.md files or skills of " + top + " would be instructions to the model.");
        if (!front.agrees("trust whoever wrote them? y(es, from now on), n(o): ")) return null;
        keep(known, top);
        return top;
    }

    /** What others may write, or have put in its place, is not believed. */
    private List<String> known() {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return List.of();
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            boolean open =
                    view != null && view.readAttributes().permissions().stream().anyMatch(OF_OTHERS::contains);
            return open ? List.of() : Files.readAllLines(file);
        } catch (IOException broken) {
            throw new UsageException("the file " + file + " of trusted projects cannot be read: " + broken);
        }
    }

    private void keep(List<String> known, Path top) {
        // A name with a line end would be two lines, and another project with it.
        if (top.toString().lines().count() != 1) return;
        List<String> all = new ArrayList<>(known);
        all.add(top.toString());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            PrivateFile.write(file, String.join("\n", all) + "\n");
        } catch (IOException broken) {
            throw new UsageException("the file " + file + " of trusted projects cannot be written: " + broken);
        }
    }
}
