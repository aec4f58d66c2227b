package dev.spindle.model.openai;

/** Tells, while a text grows, whether it is one whole JSON object by now; each character is looked at once, or twice. */
final class ObjectEnd {
    private enum Place {
        BEFORE,
        INSIDE,
        STRING,
        BEHIND,
        NEVER
    }

    private Place place = Place.BEFORE;
    private int depth;
    private boolean escaped;
    private int at;
    private boolean checked;
    private boolean isObject;

    /** Whether this text, which has only grown since the last time, is an object. */
    boolean isReachedBy(CleanText text) {
        while (at < text.length() && place != Place.NEVER) place = next(text.charAt(at++));
        if (place != Place.BEHIND) return false;
        if (!checked) isObject = ObjectCheck.isObject(text.toString());
        checked = true; // what is behind the end by now is white space, and changes nothing
        return isObject;
    }

    private Place next(char c) {
        return switch (place) {
            case BEFORE -> before(c);
            case INSIDE -> inside(c);
            case STRING -> string(c);
            case BEHIND -> isSpace(c) ? Place.BEHIND : Place.NEVER;
            case NEVER -> Place.NEVER;
        };
    }

    private Place before(char c) {
        if (isSpace(c)) return Place.BEFORE;
        depth = 1;
        return c == '{' ? Place.INSIDE : Place.NEVER;
    }

    private Place inside(char c) {
        if (c == '"') return Place.STRING;
        if (c == '{' || c == '[') depth++;
        if (c == '}' || c == ']') depth--;
        return depth == 0 ? Place.BEHIND : Place.INSIDE;
    }

    private Place string(char c) {
        boolean end = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        return end ? Place.INSIDE : Place.STRING;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
