package dev.spindle.mcp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gives the tools of servers names that models may use and nobody can mistake: a name that had to be changed, or differs from an earlier
 * one by case alone, ends with a mark of its own. For one thread.
 */
final class ToolTitles {
    private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9_-]");
    private static final int LONGEST = 64;
    private static final int MARK = 6;

    private final Set<String> taken = new HashSet<>();

    /** The name of a tool of a source; the same each time, if those before it are the same. */
    String name(String source, String tool) {
        String wanted = source + "_" + tool;
        String legal = ILLEGAL.matcher(wanted).replaceAll("_");
        boolean asItIs = legal.equals(wanted) && legal.length() <= LONGEST;
        if (asItIs && taken.add(key(legal))) return legal;
        String head = legal.substring(0, Math.min(legal.length(), LONGEST - MARK - 1));
        for (int count = 0; ; count++) {
            String marked = head + "_" + mark(source + "\0" + tool + "\0" + count);
            if (taken.add(key(marked))) return marked;
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
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
