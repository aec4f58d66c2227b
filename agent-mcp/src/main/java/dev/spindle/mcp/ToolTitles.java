package dev.spindle.mcp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gives the tools of servers names that models may use and nobody can mistake: a name that had to be changed, or differs from an earlier
 * one by case or by how its words are parted alone, or begins with the name of another source, has a mark of its own. For one thread.
 */
final class ToolTitles {
    private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9_-]");
    private static final Pattern PARTING = Pattern.compile("[-_]+");
    private static final int LONGEST = 64;
    private static final int MARK = 6;

    private final Set<String> taken = new HashSet<>();
    private final List<String> foreign;

    /**
     * Names for the tools of one source.
     *
     * @param others the names of the other sources: what begins like a tool of theirs is taken for one
     */
    ToolTitles(Collection<String> others) {
        this.foreign = others.stream().map(other -> key(other + "_")).toList();
    }

    /** The name of a tool of a source; the same each time, if those before it are the same. */
    String name(String source, String tool) {
        String wanted = source + "_" + tool;
        String legal = ILLEGAL.matcher(wanted).replaceAll("_");
        boolean apart = isForeign(source, legal);
        boolean asItIs = legal.equals(wanted) && legal.length() <= LONGEST && !apart;
        if (asItIs && taken.add(key(legal))) return legal;
        for (int count = 0; ; count++) {
            String mark = mark(source + "\0" + tool + "\0" + count);
            String marked = apart
                    ? cut(source + "_" + mark + legal.substring(source.length()), LONGEST)
                    : cut(legal, LONGEST - MARK - 1) + "_" + mark;
            if (taken.add(key(marked))) return marked;
        }
    }

    /** Whether it begins with the name of another source that is longer than that of its own. */
    private boolean isForeign(String source, String legal) {
        int own = key(source + "_").length();
        String key = key(legal);
        return foreign.stream().anyMatch(other -> other.length() > own && key.startsWith(other));
    }

    private static String cut(String name, int most) {
        return name.substring(0, Math.min(name.length(), most));
    }

    /** The same for names that are easily taken for each other. */
    static String key(String name) {
        return PARTING.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("_");
    }

    private static String mark(String text) {
        return sha256(text).substring(0, MARK);
    }

    /** The SHA-256 of a text, in hexadecimal digits. */
    static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
