package dev.spindle.model.openai;

import java.nio.charset.StandardCharsets;

/*
 * A generator of Jackson's costs more to begin with than one message costs to write, and a run of many tool calls writes little else
 * but messages.
 */
/** JSON of a known form, put together piece by piece: what is raw is taken as it is, and only strings are looked at. For one thread. */
final class JsonText {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final StringBuilder text = new StringBuilder(256);

    /** Appends JSON, or a part of it. */
    JsonText raw(String json) {
        text.append(json);
        return this;
    }

    /** Appends a text as a string. */
    JsonText string(String value) {
        text.append('"');
        int done = 0;
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c >= ' ' && c != '"' && c != '\\') continue;
            text.append(value, done, at);
            escape(c);
            done = at + 1;
        }
        text.append(value, done, value.length()).append('"');
        return this;
    }

    private void escape(char c) {
        text.append('\\');
        switch (c) {
            case '\b' -> text.append('b');
            case '\t' -> text.append('t');
            case '\n' -> text.append('n');
            case '\f' -> text.append('f');
            case '\r' -> text.append('r');
            case '"', '\\' -> text.append(c);
            default -> text.append("u00").append(HEX[c >> 4]).append(HEX[c & 0xF]);
        }
    }

    /** UTF-8, with '?' for half surrogate pairs, which models and tools do write and servers refuse. */
    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
