package dev.spindle.tools.files;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
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
    private static final int MAX_IGNORE_BYTES = 64 << 10;
    private static final int MAX_ENTRIES = 200_000;

    /** How long a walk may take. */
    static final Duration MAX_TIME = Duration.ofSeconds(10);

    private final ConfinedFolder folder;
    private final HiddenPaths hidden;
    private final Glob wanted;
    private final boolean heedsIgnored;
    private final Deque<Waiting> waiting = new ArrayDeque<>(List.of(new Waiting("", IgnoreRules.NONE)));
    private final List<Listing.Item> found = new ArrayList<>();
    private final Patience patience;
    private int seen;
    private boolean complete = true;

    /** A folder that is still to be looked into, and what those above it leave out. */
    private record Waiting(String path, IgnoreRules ignored) {}

    /** A walk that leaves out what {@code .gitignore} files name, if it heeds them, but for the folder that is asked for. */
    FolderWalk(ConfinedFolder folder, HiddenPaths hidden, Glob wanted, boolean heedsIgnored) {
        this.heedsIgnored = heedsIgnored;
        this.folder = folder;
        this.patience = folder.patience(MAX_TIME);
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

    private void visit(Waiting next) {
        String path = next.path();
        int left = MAX_ENTRIES - seen;
        if (left == 0 || depth(path) > MAX_DEPTH || patience.isOver()) {
            complete = false;
            return;
        }
        try (OpenFolder open = folder.open(Path.of(path))) {
            List<OpenFolder.Entry> entries = open.entries(left);
            seen += entries.size();
            IgnoreRules ignored = heedsIgnored ? ignored(next, open, entries) : IgnoreRules.NONE;
            for (OpenFolder.Entry entry : entries) {
                if (patience.isOver()) complete = false;
                else meet(path, entry, ignored);
            }
            if (patience.isOver()) complete = false;
        } catch (IOException goneOrClosedToUs) {
            // Others may delete folders while we look, or keep us out of some: the rest is still an answer.
            complete = false;
        }
    }

    private static IgnoreRules ignored(Waiting next, OpenFolder open, List<OpenFolder.Entry> entries) {
        for (OpenFolder.Entry entry : entries) {
            boolean says = entry.name().toString().equals(IgnoreRules.FILE_NAME)
                    && entry.attributes().isRegularFile()
                    && entry.attributes().size() <= MAX_IGNORE_BYTES;
            if (!says) continue;
            try (ReadableByteChannel channel = open.open(entry.name())) {
                byte[] bytes = Channels.newInputStream(channel).readNBytes(MAX_IGNORE_BYTES);
                return next.ignored().in(next.path(), new String(bytes, StandardCharsets.UTF_8));
            } catch (IOException closedToUs) {
                return next.ignored();
            }
        }
        return next.ignored();
    }

    private void meet(String folderPath, OpenFolder.Entry entry, IgnoreRules ignored) {
        String path = folderPath.isEmpty() ? entry.name().toString() : folderPath + "/" + entry.name();
        BasicFileAttributes attributes = entry.attributes();
        if (attributes.isDirectory()) {
            boolean asked =
                    wanted.mayMatchIn(path) && (wanted.leadsThrough(path) || !ignored.ignore(path, true, patience));
            if (asked && !hidden.hidesFolder(path)) waiting.push(new Waiting(path, ignored));
        } else if (attributes.isRegularFile()
                && !hidden.hides(path)
                && wanted.matches(path)
                && !ignored.ignore(path, false, patience)) {
            found.add(new Listing.Item(
                    path, attributes.size(), attributes.lastModifiedTime().toInstant()));
        }
    }

    private static long depth(String path) {
        return path.chars().filter(c -> c == '/').count();
    }
}
