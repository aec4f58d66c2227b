package dev.spindle.json;

import java.lang.reflect.Type;
import java.util.Collection;
import tools.jackson.databind.JsonNode;

/** Says in a few words what a JSON value or a Java type is: for messages, so always short. */
final class JsonWords {
    private static final int LONGEST_EXCERPT = 60;
    private static final int MOST_NAMES = 20;

    private JsonWords() {}

    static String describe(JsonNode node) {
        if (node.isString()) {
            return "the string \"" + printable(shortened(node.stringValue())) + "\"";
        }
        if (node.isNumber()) {
            return "the number " + shortened(node.numberValue().toString());
        }
        if (node.isArray()) {
            return "an array of " + node.size();
        }
        if (node.isObject()) {
            return node.isEmpty() ? "an empty object" : "an object with " + names(node.propertyNames());
        }
        return node.toString();
    }

    /** The names, comma-separated; only the first of many. */
    static String names(Collection<?> names) {
        StringBuilder text = new StringBuilder();
        names.stream()
                .limit(MOST_NAMES)
                .forEach(name ->
                        text.append(text.isEmpty() ? "" : ", ").append(printable(shortened(String.valueOf(name)))));
        return names.size() > MOST_NAMES ? text + " and " + (names.size() - MOST_NAMES) + " more" : text.toString();
    }

    /** A type as it is written in source: without packages. */
    static String name(Type type) {
        return withoutPackages(type.getTypeName());
    }

    static String withoutPackages(String name) {
        return name.replaceAll("[\\w.$]+[.$](?=\\w)", "");
    }

    /** The text on one line. */
    static String printable(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line.append("\\n");
            } else if (Character.isISOControl(c)) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST_EXCERPT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST_EXCERPT - 1)) ? LONGEST_EXCERPT - 1 : LONGEST_EXCERPT;
        return text.substring(0, end) + "…";
    }
}
