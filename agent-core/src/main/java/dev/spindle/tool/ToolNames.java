package dev.spindle.tool;

import java.util.List;
import java.util.regex.Pattern;

/** The names that every server accepts for a tool. */
final class ToolNames {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private ToolNames() {}

    static List<String> mistakes(String name) {
        return FORM.matcher(name).matches()
                ? List.of()
                : List.of("the name '" + name + "' is not 1 to 64 of the characters a-z, A-Z, 0-9, _ and -");
    }
}
