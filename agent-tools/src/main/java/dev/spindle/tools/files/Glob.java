package dev.spindle.tools.files;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Set;

/**
 * A pattern for paths, as a model writes it: {@code *}, {@code **}, {@code ?}, {@code {a,b}}, {@code [a-z]}.
 *
 * <p>Without a {@code /} it is matched against the file's name in any folder. Matching takes linear time, which the patterns of
 * {@code java.nio} do not.
 */
final class Glob {
    private static final int MAX_LENGTH = 300;
    private static final String ESCAPED = "\\.+()|^$";

    private static final Set<String> EVERYTHING = Set.of(".*", "(?:.*/)?.*");

    private final Pattern pattern;
    private final String folder;
    private final boolean everything;

    private Glob(Pattern pattern, String folder) {
        this.pattern = pattern;
        this.folder = folder;
        this.everything = EVERYTHING.contains(pattern.pattern());
    }

    /**
     * Reads a pattern.
     *
     * @throws UnreadableFileException if it is too long or malformed
     */
    static Glob of(String glob) {
        return anchored(glob.contains("/") ? glob : "**/" + glob);
    }

    /** Reads a pattern for whole paths, even if it is a single name. */
    static Glob anchored(String glob) {
        if (glob.length() > MAX_LENGTH) {
            throw new UnreadableFileException("The pattern is " + glob.length() + " characters long; use at most "
                    + MAX_LENGTH + ", such as 'src/**/*.java'.");
        }
        String anchored = glob.replaceAll("\\*{3,}", "**");
        try {
            return new Glob(Pattern.compile(translate(anchored), Pattern.DOTALL), folder(anchored));
        } catch (PatternSyntaxException malformed) {
            throw new UnreadableFileException(
                    "The pattern '" + glob + "' is malformed: write it like 'src/**/*.java' or '*.{md,txt}'.",
                    malformed);
        }
    }

    /** Whether it matches a path relative to the folder. */
    boolean matches(String path) {
        return everything || pattern.matches(path);
    }

    /** Whether a folder is the one that the pattern names before its first wildcard, or one above it. */
    boolean leadsThrough(String path) {
        return folder.equals(path) || folder.startsWith(path + "/");
    }

    /** Whether anything in a folder can match. */
    boolean mayMatchIn(String path) {
        return folder.isEmpty() || path.isEmpty() || leadsThrough(path) || path.startsWith(folder + "/");
    }

    private static String folder(String glob) {
        int end = 0;
        while (end < glob.length() && "*?[{".indexOf(glob.charAt(end)) < 0) end++;
        int slash = glob.substring(0, end).lastIndexOf('/');
        return slash < 0 ? "" : glob.substring(0, slash);
    }

    private static String translate(String glob) {
        StringBuilder regex = new StringBuilder();
        boolean inBraces = false;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (glob.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '[' && glob.indexOf(']', i + 2) > 0) {
                int end = glob.indexOf(']', i + 2);
                regex.append(characterClass(glob.substring(i + 1, end)));
                i = end;
            } else if (c == '{') {
                inBraces = true;
                regex.append("(?:");
            } else if (c == '}' && inBraces) {
                inBraces = false;
                regex.append(')');
            } else {
                regex.append(one(c, inBraces));
            }
        }
        return regex.toString();
    }

    private static String one(char c, boolean inBraces) {
        if (c == '*') return "[^/]*";
        if (c == '?') return "[^/]";
        if (c == ',' && inBraces) return "|";
        return ESCAPED.indexOf(c) >= 0 || c == '[' || c == ']' || c == '}' ? "\\" + c : String.valueOf(c);
    }

    private static String characterClass(String inside) {
        boolean negated = inside.startsWith("!");
        String set = (negated ? inside.substring(1) : inside)
                .replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("^", "\\^");
        return (negated ? "[^/" : "[") + set + "]";
    }
}
