package dev.spindle.journal;

import dev.spindle.context.Ids;
import dev.spindle.state.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/*
 * Names differ in more than case, since some file systems know no case; they are no device of Windows, end in no dot and are short
 * enough for every file system. Small letters, digits, '-', '_' and most dots stand for themselves, and what is nothing else is written
 * as in URLs, by the bytes of its UTF-8.
 *
 *     Order-7     =order-7        a capital
 *     run/2.0     run~2.0         a child
 *     x.inbox     x=.inbox        else the inbox of the run x
 *     a.          a=.
 *     mail:bö    mail%3ab%c3%b6
 *     con.1       ==con.1         a device
 *     long        beginning==SHA-256 of the id
 *
 * Spindle once wrote ids as they are, '~' for '/'. Such a name without a '=' is read as it was; no new name equals one of another run.
 */
/** What the files of a run are called, and whose files they are. */
final class RunName {
    /** Ids of old, and nearly all of new. */
    private static final Pattern PLAIN_ID =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}(/[0-9]{1,9}\\.[0-9]{1,9}){0,9}");

    private static final Pattern CHILD = Pattern.compile("/[0-9]{1,9}\\.[0-9]{1,9}");
    private static final Pattern DEVICE = Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])([.].*)?");
    private static final String INBOX = ".inbox";
    private static final String MARK = "==";
    private static final int LONGEST = 200;
    private static final int BEGINNING = 100;

    private RunName() {}

    /**
     * The name for an id.
     *
     * @throws IllegalArgumentException if it can be none here
     */
    static String of(String runId) {
        String name = escaped(Ids.run(runId));
        if (DEVICE.matcher(name).matches()) name = MARK + name;
        return name.length() <= LONGEST ? name : name.substring(0, BEGINNING) + MARK + Fingerprint.of(runId);
    }

    /** Whether an id can be a run's. */
    static boolean canBe(String runId) {
        try {
            return !Ids.run(runId).isEmpty();
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static String escaped(String runId) {
        int inbox = runId.endsWith(INBOX) ? runId.length() - INBOX.length() : -1;
        StringBuilder name = new StringBuilder(runId.length() + 8);
        for (int at = 0; at < runId.length(); at++) {
            char c = runId.charAt(at);
            boolean isOutside = at == 0 || at == runId.length() - 1;
            if (c == '.' && (isOutside || at == inbox)) name.append("=.");
            else if (c >= 'A' && c <= 'Z') name.append('=').append(Character.toLowerCase(c));
            else if (isPlain(c)) name.append(c);
            else if (c == '/' && isChild(runId, at)) name.append('~');
            else at += appendBytes(runId.codePointAt(at), name);
        }
        return name.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    }

    private static boolean isChild(String runId, int slash) {
        Matcher child = CHILD.matcher(runId).region(slash, runId.length());
        return slash > 0 && child.lookingAt() && (child.end() == runId.length() || runId.charAt(child.end()) == '/');
    }

    /** How many more units of the text the character has. */
    private static int appendBytes(int character, StringBuilder name) {
        for (byte each : Character.toString(character).getBytes(StandardCharsets.UTF_8))
            name.append('%').append(HexFormat.of().toHexDigits(each));
        return Character.charCount(character) - 1;
    }

    /** How the name for an id was written before names were escaped; ids that could not be then have the name of now. */
    static String before(String runId) {
        return PLAIN_ID.matcher(runId).matches() ? runId.replace('/', '~') : of(runId);
    }

    /** Whose name it is; empty if the id is too long to be in it, or it is no name of ours. */
    static Optional<String> runId(String name) {
        String plain = name.startsWith(MARK) ? name.substring(MARK.length()) : name;
        ByteArrayOutputStream id = new ByteArrayOutputStream(plain.length());
        for (int at = 0; at < plain.length(); at++) {
            char c = plain.charAt(at);
            boolean escapes = c == '=' && at + 1 < plain.length();
            int code = c == '%' ? code(plain, at + 1) : -1;
            if (escapes) id.write(Character.toUpperCase(plain.charAt(++at)));
            else if (code >= 0) id.write(code);
            else id.write(c == '~' ? '/' : c);
            if (code >= 0) at += 2;
        }
        String found = id.toString(StandardCharsets.UTF_8);
        boolean isOurs = canBe(found) && (name.equals(of(found)) || name.equals(before(found)));
        return isOurs ? Optional.of(found) : Optional.empty();
    }

    private static int code(String name, int from) {
        if (from + 2 > name.length()) return -1;
        int high = Character.digit(name.charAt(from), 16);
        int low = Character.digit(name.charAt(from + 1), 16);
        return high < 0 || low < 0 ? -1 : 16 * high + low;
    }

    /** Whether it can be the name of a run whose id is too long to be in it. */
    static boolean isShortened(String name) {
        return name.length() == BEGINNING + MARK.length() + 64 && name.startsWith(MARK, BEGINNING);
    }

    /** Whether a name, as it was once written, may be a run's or the inbox's of another. */
    static boolean looksLikeAnInbox(String name) {
        return name.endsWith(INBOX) && !name.endsWith("=" + INBOX);
    }
}
