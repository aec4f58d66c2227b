package dev.spindle.tools.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code .gitignore} files of a folder and of those above it leave out. Immutable.
 *
 * <p>Names and endings, which most rules are, are compared as text; the rest are globs that take linear time.
 */
final class IgnoreRules {
    /** The name of the files. */
    static final String FILE_NAME = ".gitignore";

    /** Nothing is left out. */
    static final IgnoreRules NONE = new IgnoreRules(null, "", List.of());

    private static final int MAX_RULES = 1_000;
    private static final int MAX_LEVELS = 32;

    private final @Nullable IgnoreRules above;
    private final String folder;
    private final List<Rule> rules;

    private IgnoreRules(@Nullable IgnoreRules above, String folder, List<Rule> rules) {
        this.above = above;
        this.folder = folder;
        this.rules = rules;
    }

    /** These, and those that the text of a file in a folder adds; rules that are malformed or too many count for nothing. */
    IgnoreRules in(String path, String text) {
        List<Rule> read = text.lines()
                .limit(MAX_RULES)
                .flatMap(line -> Rule.of(line).stream())
                .toList();
        return read.isEmpty() || levels() >= MAX_LEVELS ? this : new IgnoreRules(this, path, read);
    }

    private int levels() {
        return above == null ? 0 : above.levels() + 1;
    }

    /**
     * Whether a path is left out, if the folders that it lies in are not: the last rule that fits counts, the nearest file first. When
     * the patience of who asks is over, each is.
     */
    boolean ignore(String path, boolean isFolder, Patience patience) {
        String inside = folder.isEmpty() ? path : path.substring(folder.length() + 1);
        for (int at = rules.size() - 1; at >= 0; at--) {
            Rule rule = rules.get(at);
            if (rule.glob() != null && patience.isOver()) return true;
            if (rule.fits(inside, isFolder)) return !rule.negated();
        }
        return above != null && above.ignore(path, isFolder, patience);
    }

    /** One line: how it compares, and whether it takes back. */
    private record Rule(
            @Nullable String name,
            @Nullable String ending,
            @Nullable Glob glob,
            boolean foldersOnly,
            boolean negated) {
        static Optional<Rule> of(String line) {
            String text = line.stripTrailing();
            if (text.isEmpty() || text.startsWith("#")) return Optional.empty();
            boolean negated = text.startsWith("!");
            if (negated) text = text.substring(1);
            boolean foldersOnly = text.endsWith("/");
            if (foldersOnly) text = text.substring(0, text.length() - 1);
            boolean anchored = text.contains("/");
            if (text.startsWith("/")) text = text.substring(1);
            if (text.isEmpty()) return Optional.empty();
            boolean plain = text.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0);
            if (!anchored && plain) return Optional.of(new Rule(text, null, null, foldersOnly, negated));
            String rest = text.substring(1);
            if (!anchored && text.startsWith("*") && rest.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0)) {
                return Optional.of(new Rule(null, rest, null, foldersOnly, negated));
            }
            try {
                String glob = escaped(text);
                return Optional.of(
                        new Rule(null, null, anchored ? Glob.anchored(glob) : Glob.of(glob), foldersOnly, negated));
            } catch (UnreadableFileException malformed) {
                return Optional.empty();
            }
        }

        /** Braces mean themselves here, and so does what stands behind a backslash. */
        private static String escaped(String text) {
            List<String> parts = new ArrayList<>();
            for (int at = 0; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '\\' && at + 1 < text.length()) parts.add("[" + text.charAt(++at) + "]");
                else parts.add(c == '{' || c == '}' || c == ',' ? "[" + c + "]" : String.valueOf(c));
            }
            return String.join("", parts);
        }

        boolean fits(String path, boolean isFolder) {
            if (foldersOnly && !isFolder) return false;
            if (glob != null) return glob.matches(path);
            String last = path.substring(path.lastIndexOf('/') + 1);
            return name != null ? last.equals(name) : ending != null && last.endsWith(ending);
        }
    }
}
