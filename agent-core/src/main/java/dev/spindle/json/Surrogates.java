package dev.spindle.json;

/** Text that UTF-8 can hold: half a character, as some models write, has no bytes of its own and becomes an escape. */
final class Surrogates {
    private Surrogates() {}

    /** The same JSON; only in its strings can there be half a character. */
    static String paired(String json) {
        int lone = firstLone(json, 0);
        if (lone < 0) return json;
        StringBuilder whole = new StringBuilder(json.length() + 16);
        int copied = 0;
        for (; lone >= 0; lone = firstLone(json, copied)) {
            whole.append(json, copied, lone).append("\\u").append(Integer.toHexString(json.charAt(lone)));
            copied = lone + 1;
        }
        return whole.append(json, copied, json.length()).toString();
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
