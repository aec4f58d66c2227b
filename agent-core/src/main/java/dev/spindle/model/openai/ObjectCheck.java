package dev.spindle.model.openai;

import dev.spindle.json.Json;

/*
 * Whether the arguments of a call are JSON is asked whenever the call is written into a request, so this reads RFC 8259 by hand, without
 * a tree, a token or a copy. It is strict: what it takes, every parser takes.
 */
/** Tells whether a text is exactly one JSON object. For one use. */
final class ObjectCheck {
    private static final String SPACES = " \t\n\r";

    private final String text;
    private int at;

    private ObjectCheck(String text) {
        this.text = text;
    }

    static boolean isObject(String text) {
        ObjectCheck check = new ObjectCheck(text);
        check.skipSpaces();
        if (check.peek() != '{' || !check.value(1)) return false;
        check.skipSpaces();
        return check.at == text.length();
    }

    /** The next character; 0 at the end, which begins nothing. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean take(char wanted) {
        if (peek() != wanted) return false;
        at++;
        return true;
    }

    private void skipSpaces() {
        while (at < text.length() && SPACES.indexOf(text.charAt(at)) >= 0) at++;
    }

    private boolean value(int depth) {
        if (depth > Json.MAX_DEPTH) return false;
        return switch (peek()) {
            case '{' -> members('}', true, depth);
            case '[' -> members(']', false, depth);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean members(char end, boolean named, int depth) {
        at++;
        skipSpaces();
        if (take(end)) return true;
        do {
            skipSpaces();
            if (named && !name()) return false;
            skipSpaces();
            if (!value(depth + 1)) return false;
            skipSpaces();
        } while (take(','));
        return take(end);
    }

    private boolean name() {
        if (peek() != '"' || !string()) return false;
        skipSpaces();
        return take(':');
    }

    private boolean string() {
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') return take('"');
            if (c < ' ') return false;
            if (c == '\\' && !escape()) return false;
        }
        return false;
    }

    /** Takes all of an escape but its last character. */
    private boolean escape() {
        at++;
        if (peek() != 'u') return at < text.length() && "\"\\/bfnrt".indexOf(peek()) >= 0;
        for (int digits = 0; digits < 4; digits++) {
            at++;
            if (Character.digit(peek(), 16) < 0 || peek() > 'f') return false;
        }
        return true;
    }

    private boolean word(String word) {
        if (!text.startsWith(word, at)) return false;
        at += word.length();
        return true;
    }

    private boolean number() {
        take('-');
        if (!take('0') && !digits()) return false;
        if (take('.') && !digits()) return false;
        if (!take('e') && !take('E')) return true;
        if (!take('+')) take('-');
        return digits();
    }

    private boolean digits() {
        int first = at;
        while (peek() >= '0' && peek() <= '9') at++;
        return at > first;
    }
}
