package dev.spindle.retrieval;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.Listing;
import dev.spindle.tools.files.UnreadableFileException;
import java.util.ArrayList;
import java.util.List;

/** What the {@code .gitignore} files of a folder leave out. Immutable. */
final class GitIgnore {
    private static final int MAX_FILES = 1_000;
    private static final int MAX_RULES = 5_000;

    private final List<Rule> rules;

    private GitIgnore(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * A line of a file.
     *
     * @param folder where the file lies, with a {@code /} behind it; empty at the top
     * @param anchored whether the pattern is about paths from there, not names anywhere below
     */
    private record Rule(String folder, String pattern, boolean anchored, boolean folderOnly, boolean kept) {}

    static GitIgnore of(ConfinedFolder folder) {
        List<Rule> rules = new ArrayList<>();
        for (Listing.Item file : folder.files(".gitignore", MAX_FILES).files()) {
            String path = file.path();
            String inside = path.substring(0, path.length() - ".gitignore".length());
            try {
                for (String line : folder.read(path).lines()) {
                    if (rules.size() < MAX_RULES) add(inside, line, rules);
                }
            } catch (UnreadableFileException noText) {
                // Git would not read it either.
            }
        }
        return new GitIgnore(rules);
    }

    private static void add(String folder, String line, List<Rule> rules) {
        String pattern = line.stripTrailing();
        if (pattern.isEmpty() || pattern.startsWith("#")) return;
        boolean kept = pattern.startsWith("!");
        if (kept) pattern = pattern.substring(1);
        if (pattern.startsWith("\\")) pattern = pattern.substring(1);
        boolean folderOnly = pattern.endsWith("/");
        if (folderOnly) pattern = pattern.substring(0, pattern.length() - 1);
        boolean anchored = pattern.indexOf('/') >= 0;
        if (pattern.startsWith("/")) pattern = pattern.substring(1);
        if (!pattern.isEmpty()) rules.add(new Rule(folder, pattern, anchored, folderOnly, kept));
    }

    List<Listing.Item> kept(List<Listing.Item> files) {
        return files.stream().filter(file -> !isIgnored(file.path())).toList();
    }

    /** Whether a file, or a folder that it lies in, is ignored: what lies in an ignored folder cannot be taken out of it again. */
    boolean isIgnored(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (isIgnored(path.substring(0, slash), true)) return true;
        }
        return isIgnored(path, false);
    }

    private boolean isIgnored(String path, boolean isFolder) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if (rule.kept() == ignored && matches(rule, path, isFolder)) ignored = !rule.kept();
        }
        return ignored;
    }

    private static boolean matches(Rule rule, String path, boolean isFolder) {
        if (!path.startsWith(rule.folder()) || (rule.folderOnly() && !isFolder)) return false;
        String inside = path.substring(rule.folder().length());
        String subject = rule.anchored() ? inside : inside.substring(inside.lastIndexOf('/') + 1);
        return GitGlob.matches(rule.pattern(), subject);
    }
}
