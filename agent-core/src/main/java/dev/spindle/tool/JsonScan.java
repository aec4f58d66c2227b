package dev.spindle.tool;

import java.util.HexFormat;

/**
 * What one pass over a text that is nearly JSON tells of its first object, knowing of JSON no more than strings and braces.
 *
 * @param end where the text's first object or array ends; 0 if it does not begin with one or does not end it
 * @param rawControls whether control characters stand unescaped inside strings
 */
record JsonScan(int end, boolean rawControls) {
    static JsonScan of(String text) {
        boolean rawControls = false;
        boolean inString = false;
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (inString) {
                rawControls |= c < ' ';
                if (c == '\\') {
                    at++;
                } else {
                    inString = c != '"';
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            if (depth == 0 && !inString) {
                return new JsonScan(c == '}' || c == ']' ? at + 1 : 0, rawControls);
            }
        }
        return new JsonScan(0, rawControls);
    }

    /** The same text with the control characters inside its strings escaped. */
    static String withEscapedControls(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        boolean inString = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (inString && c < ' ') {
                escaped.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                escaped.append(c);
            }
            if (inString && c == '\\' && at + 1 < text.length()) {
                at++;
                escaped.append(text.charAt(at));
            } else if (c == '"') {
                inString = !inString;
            }
        }
        return escaped.toString();
    }
}
