package dev.spindle.tools.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What of a folder does not exist for a model: what version control keeps for itself, and what the owner adds. */
final class HiddenPaths {
    /** Only version control is hidden. */
    static final HiddenPaths DEFAULT = new HiddenPaths(List.of());

    private static final Set<String> VERSION_CONTROL = Set.of(".git", ".svn", ".hg", ".bzr", ".jj", "_darcs", "cvs");

    private final List<Glob> globs;

    private HiddenPaths(List<Glob> globs) {
        this.globs = globs;
    }

    /** These and more. */
    HiddenPaths with(String... more) {
        List<Glob> all = new ArrayList<>(globs);
        for (String glob : more) {
            all.add(Glob.of(glob));
        }
        return new HiddenPaths(List.copyOf(all));
    }

    /** Whether a path, or a folder that it lies in, is hidden. */
    boolean contains(String path) {
        int end = path.indexOf('/');
        while (end >= 0) {
            if (hidesFolder(path.substring(0, end))) return true;
            end = path.indexOf('/', end + 1);
        }
        return hides(path);
    }

    /** Whether nothing of a folder is to be seen, if the folders that it lies in are. */
    boolean hidesFolder(String path) {
        return hides(path) || hides(path + "/");
    }

    /** Whether a path is hidden, if the folders that it lies in are not. */
    boolean hides(String path) {
        // Lower case, since some file systems open .git by the name .GIT.
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return VERSION_CONTROL.contains(name) || globs.stream().anyMatch(glob -> glob.matches(path));
    }
}
