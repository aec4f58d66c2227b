package dev.spindle.journal;

import dev.spindle.state.Fingerprint;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/*
 * Names differ in more than case, since some file systems know no case; they are no device of Windows, end in no dot and are short
 * enough for every file system. Small letters, digits, '-', '_' and most dots stand for themselves.
 *
 *     Order-7     =order-7        a capital
 *     run/2.0     run~2.0         a child
 *     x.inbox     x=.inbox        else the inbox of the run x
 *     a.          a=.
 *     con.1       ==con.1         a device
 *     long        beginning==SHA-256 of the id
 *
 * Spindle once wrote ids as they are, '~' for '/'. Such a name without a '=' is read as it was; no new name equals one of another run.
 */
/** What the files of a run are called, and whose files they are. */
final class RunName {
    private static final Pattern RUN_ID =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}(/[0-9]{1,9}\\.[0-9]{1,9}){0,9}");
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
        if (!canBe(runId)) {
            throw new IllegalArgumentException(
                    "'" + runId
                            + "' cannot be a run id here: it becomes a file name, so use at most 128 letters, digits, '.', '_' and '-'");
        }
        String name = escaped(runId);
        if (DEVICE.matcher(name).matches()) name = MARK + name;
        return name.length() <= LONGEST ? name : name.substring(0, BEGINNING) + MARK + Fingerprint.of(runId);
    }

    /** Whether an id can be a run's here. */
    static boolean canBe(String runId) {
        return RUN_ID.matcher(runId).matches();
    }

    private static String escaped(String runId) {
        int escapedDot = -1;
        if (runId.endsWith(INBOX)) escapedDot = runId.length() - INBOX.length();
        if (runId.endsWith(".")) escapedDot = runId.length() - 1;
        StringBuilder name = new StringBuilder(runId.length() + 8);
        for (int at = 0; at < runId.length(); at++) {
            char c = runId.charAt(at);
            boolean isCapital = c >= 'A' && c <= 'Z';
            if (isCapital || at == escapedDot) name.append('=');
            name.append(c == '/' ? '~' : Character.toLowerCase(c));
        }
        return name.toString();
    }

    /** How the name for an id was written before names were escaped. */
    static String before(String runId) {
        return runId.replace('/', '~');
    }

    /** Whose name it is; empty if the id is too long to be in it, or it is no name of ours. */
    static Optional<String> runId(String name) {
        String plain = name.startsWith(MARK) ? name.substring(MARK.length()) : name;
        StringBuilder id = new StringBuilder(plain.length());
        boolean escapes = false;
        for (int at = 0; at < plain.length(); at++) {
            char c = plain.charAt(at);
            if (c == '=' && !escapes) {
                escapes = true;
                continue;
            }
            id.append(c == '~' ? "/" : escapes ? String.valueOf(c).toUpperCase(Locale.ROOT) : String.valueOf(c));
            escapes = false;
        }
        String found = id.toString();
        boolean isOurs = canBe(found) && (name.equals(of(found)) || name.equals(before(found)));
        return isOurs ? Optional.of(found) : Optional.empty();
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
