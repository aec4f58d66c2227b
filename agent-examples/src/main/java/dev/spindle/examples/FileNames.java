package dev.spindle.examples;

import dev.spindle.context.AgentException;
import dev.spindle.examples.terminal.PlainText;
import dev.spindle.tools.files.ConfinedFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Finds the files of a folder by how their paths begin, a level at a time.
 *
 * <p>Left out are names that hold quotes or what is not seen, those that begin with a dot unless a dot was written, and what
 * {@code .gitignore} leaves out.
 */
record FileNames(Path root) implements Function<String, List<String>> {
    private static final int MOST = 200;

    @Override
    public List<String> apply(String begun) {
        int slash = begun.lastIndexOf('/');
        String folder = begun.substring(0, slash + 1);
        String name = begun.substring(slash + 1);
        try {
            return ConfinedFolder.of(root).names(folder, found -> completes(name, found), MOST).stream()
                    .map(each -> folder + each)
                    .toList();
        } catch (AgentException notThere) {
            return List.of();
        }
    }

    private static boolean completes(String begun, String name) {
        boolean hidden = name.startsWith(".") && !begun.startsWith(".");
        return !hidden && name.startsWith(begun) && isPlain(name);
    }

    private static boolean isPlain(String name) {
        return name.indexOf('"') < 0
                && name.chars().noneMatch(character -> character != ' ' && Character.isWhitespace(character))
                && PlainText.exact(name).equals(name);
    }
}
