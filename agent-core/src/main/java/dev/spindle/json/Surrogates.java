package dev.spindle.json;

import java.nio.charset.StandardCharsets;

/** Text that UTF-8 can hold: half a character, as some models write, has no bytes of its own and becomes an escape. */
final class Surrogates {
    private Surrogates() {}

    /** The same JSON; only in its strings can there be half a character. */
    static String paired(String json) {
        if (survivesUtf8(json)) return json;
        StringBuilder whole = new StringBuilder(json.length() + 16);
        int copied = 0;
        for (int lone = firstLone(json, 0); lone >= 0; lone = firstLone(json, copied)) {
            whole.append(json, copied, lone).append("\\u").append(Integer.toHexString(json.charAt(lone)));
            copied = lone + 1;
        }
        return whole.append(json, copied, json.length()).toString();
    }

    /** By what the JVM does with many characters at once; a look at each took a tenth of a run's time until the compiler came to it. */
    private static boolean survivesUtf8(String json) {
        return new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(json);
    }

    private static int firstLone(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (Character.isBmpCodePoint(character) && Character.isSurrogate((char) character)) return at;
            at += Character.charCount(character);
        }
        return -1;
    }
}
