package dev.spindle.tools.files;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** One look through a folder and those below it, following no link. Used once, by one thread. */
final class FolderWalk {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_ENTRIES = 50_000;

    /** How long a walk may take. */
    static final Duration MAX_TIME = Duration.ofSeconds(10);

    private final ConfinedFolder folder;
    private final HiddenPaths hidden;
    private final Glob wanted;
    private final Deque<String> waiting = new ArrayDeque<>(List.of(""));
    private final List<Listing.Item> found = new ArrayList<>();
    private final Patience patience = new Patience(MAX_TIME);
    private int seen;
    private boolean complete = true;

    FolderWalk(ConfinedFolder folder, HiddenPaths hidden, Glob wanted) {
        this.folder = folder;
        this.hidden = hidden;
        this.wanted = wanted;
    }

    /** Walks, and returns the first files that match, by path. */
    Listing first(int most) {
        while (!waiting.isEmpty()) {
            visit(waiting.pop());
        }
        found.sort(Comparator.comparing(Listing.Item::path));
        boolean all = complete && found.size() <= most;
        return new Listing(found.subList(0, Math.min(most, found.size())), all);
    }

    private void visit(String path) {
        int left = MAX_ENTRIES - seen;
        if (left == 0 || depth(path) > MAX_DEPTH || patience.isOver()) {
            complete = false;
            return;
        }
        try (OpenFolder open = folder.open(Path.of(path))) {
            List<OpenFolder.Entry> entries = open.entries(left);
            seen += entries.size();
            for (OpenFolder.Entry entry : entries) {
                if (patience.isOver()) complete = false;
                else meet(path, entry);
            }
        } catch (IOException goneOrClosedToUs) {
            // Others may delete folders while we look, or keep us out of some: the rest is still an answer.
            complete = false;
        }
    }

    private void meet(String folderPath, OpenFolder.Entry entry) {
        String path = folderPath.isEmpty() ? entry.name().toString() : folderPath + "/" + entry.name();
        BasicFileAttributes attributes = entry.attributes();
        if (attributes.isDirectory()) {
            if (!hidden.hidesFolder(path)) waiting.push(path);
        } else if (attributes.isRegularFile() && !hidden.hides(path) && wanted.matches(path)) {
            found.add(new Listing.Item(
                    path, attributes.size(), attributes.lastModifiedTime().toInstant()));
        }
    }

    private static long depth(String path) {
        return path.chars().filter(c -> c == '/').count();
    }
}
