package dev.spindle.tools.skills;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.text.QuotedText;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One skill.
 *
 * @param name what the model calls it: lower-case letters, digits and hyphens
 * @param description one line
 * @param folder its files
 * @param trusted whether its author is believed
 */
record Skill(String name, String description, ConfinedFolder folder, boolean trusted) {
    static final String FILE_NAME = "SKILL.md";

    private static final int MAX_FILE_BYTES = 256 << 10;
    private static final int MAX_HEAD_LINES = 60;
    private static final int MAX_DESCRIPTION = 1_024;
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?");
    private static final Pattern FIELD = Pattern.compile("(name|description):[ \\t]*(.*)");

    /**
     * The skill of a folder.
     *
     * @throws dev.spindle.tools.files.UnreadableFileException if its file cannot be read
     * @throws IllegalArgumentException if its head is not as it must be
     */
    static Skill in(Path path, boolean trusted) {
        ConfinedFolder folder = ConfinedFolder.of(path).withMaxFileBytes(MAX_FILE_BYTES);
        Map<String, String> head = head(folder.read(FILE_NAME).lines());
        String name = head.getOrDefault("name", "");
        String description = head.getOrDefault("description", "");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "its name must be 1 to 64 lower-case letters, digits and hyphens, such as 'fill-forms'");
        }
        if (description.isBlank() || !description.equals(QuotedText.line(description, MAX_DESCRIPTION))) {
            throw new IllegalArgumentException("its description must be one line of 1 to " + MAX_DESCRIPTION
                    + " characters, none of which controls the screen or reorders text");
        }
        return new Skill(name, description, folder, trusted);
    }

    /** The fields between two lines {@code ---}; a value stands on the line of its name, perhaps in quotes. */
    private static Map<String, String> head(List<String> lines) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (lines.isEmpty() || !lines.get(0).stripTrailing().equals("---")) {
            throw new IllegalArgumentException(FILE_NAME + " must begin with a line '---', name and description");
        }
        for (String line : lines.subList(1, Math.min(MAX_HEAD_LINES, lines.size()))) {
            if (line.stripTrailing().equals("---")) return fields;
            Matcher field = FIELD.matcher(line);
            if (field.matches()
                    && fields.putIfAbsent(
                                    field.group(1), unquoted(field.group(2).strip()))
                            != null) {
                throw new IllegalArgumentException("its " + field.group(1) + " is said twice");
            }
        }
        throw new IllegalArgumentException("the head of " + FILE_NAME + " has no last line '---'");
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
