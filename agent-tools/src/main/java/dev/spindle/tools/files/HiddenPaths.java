package dev.spindle.tools.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What of a folder does not exist for a model: what version control keeps for itself, and what the owner adds. */
final class HiddenPaths {
    /** Only version control is hidden. */
    static final HiddenPaths DEFAULT = new HiddenPaths(List.of());

    private static final Set<String> VERSION_CONTROL = Set.of(".git", ".svn", ".hg", ".bzr", ".jj", "_darcs", "cvs");

    private static final String FIRST_LETTERS = "._cCgG";
    private static final Pattern SHORT_NAME = Pattern.compile("git~[0-9]+");

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
        return isOfVersionControl(path.substring(path.lastIndexOf('/') + 1))
                || globs.stream().anyMatch(glob -> glob.matches(path));
    }

    /**
     * Whether some file system takes a name for that of version control: case counts for few, NTFS leaves out dots and blanks at the end and
     * what stands behind a colon, and has short names such as {@code GIT~1}; HFS+ leaves out characters that are not seen.
     */
    private static boolean isOfVersionControl(String name) {
        char first = name.isEmpty() ? ' ' : name.charAt(0);
        if (first < 0x80 && FIRST_LETTERS.indexOf(first) < 0) return false;
        StringBuilder seen = new StringBuilder();
        for (int at = 0; at < name.length() && name.charAt(at) != ':'; at++) {
            if (Character.getType(name.charAt(at)) != Character.FORMAT) seen.append(name.charAt(at));
        }
        int end = seen.length();
        while (end > 0 && (seen.charAt(end - 1) == '.' || seen.charAt(end - 1) == ' ')) end--;
        String folded = seen.substring(0, end).toLowerCase(Locale.ROOT);
        return VERSION_CONTROL.contains(folded) || SHORT_NAME.matcher(folded).matches();
    }
}
