package dev.spindle.model.openai;

import java.util.Arrays;

/*
 * A generator of Jackson's costs more to begin with than one message costs to write, and a run of many tool calls writes little else
 * but messages. What is written goes as UTF-8 into memory that is used again, and is copied once.
 */
/** JSON of a known form, put together piece by piece: what is raw is taken as it is, and only strings are looked at. For one thread. */
final class JsonText {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    private static final int USUAL = 512;
    private static final int MOST_KEPT = 16 * 1024;
    private static final int ASCII = 0x80;

    private byte[] bytes = new byte[USUAL];
    private int size;

    /** Appends JSON, or a part of it. */
    JsonText raw(String json) {
        return append(json, false);
    }

    /** Appends a text as a string. */
    JsonText string(String value) {
        put('"');
        append(value, true);
        put('"');
        return this;
    }

    private JsonText append(String text, boolean escaping) {
        int done = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean asItIs = c < ASCII && !(escaping && (c < ' ' || c == '"' || c == '\\'));
            if (asItIs) continue;
            ascii(text, done, at);
            if (c < ASCII) escape(c);
            else at = character(text, at);
            done = at + 1;
        }
        ascii(text, done, text.length());
        return this;
    }

    @SuppressWarnings("deprecation") // it takes the low bytes, and of ASCII there are no others
    private void ascii(String text, int from, int to) {
        makeRoom(to - from);
        text.getBytes(from, to, bytes, size);
        size += to - from;
    }

    private void escape(char c) {
        put('\\');
        switch (c) {
            case '\b' -> put('b');
            case '\t' -> put('t');
            case '\n' -> put('n');
            case '\f' -> put('f');
            case '\r' -> put('r');
            case '"', '\\' -> put(c);
            default -> {
                ascii("u00", 0, 3);
                put(HEX[c >> 4]);
                put(HEX[c & 0xF]);
            }
        }
    }

    /** Appends one beyond ASCII; '?' for half a surrogate pair, which models and tools do write and servers refuse. Where it ends. */
    private int character(String text, int at) {
        int point = text.codePointAt(at);
        if (point < 0x800) {
            put(0xC0 | (point >> 6));
        } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            put('?');
            return at;
        } else if (point < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            put(0xE0 | (point >> 12));
            put(ASCII | ((point >> 6) & 0x3F));
        } else {
            put(0xF0 | (point >> 18));
            put(ASCII | ((point >> 12) & 0x3F));
            put(ASCII | ((point >> 6) & 0x3F));
        }
        put(ASCII | (point & 0x3F));
        return at + Character.charCount(point) - 1;
    }

    private void put(int octet) {
        makeRoom(1);
        bytes[size++] = (byte) octet;
    }

    private void makeRoom(int more) {
        if (bytes.length - size < more) bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }

    /** What was written, in UTF-8; the next text begins anew. */
    byte[] taken() {
        byte[] written = Arrays.copyOf(bytes, size);
        size = 0;
        return written;
    }

    /** Whether it may be kept for the next text, or has grown too large for that. */
    boolean isSmall() {
        return bytes.length <= MOST_KEPT;
    }
}
