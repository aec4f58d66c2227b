package dev.spindle.tools.rules;

import dev.spindle.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Calls that need no more asking.
 *
 * @param tool the tool's name
 * @param subject which of its calls
 * @param reach where and how long
 */
public record ApprovalRule(String tool, Subject subject, Reach reach) {
    /** Which calls of a tool a rule means. */
    public sealed interface Subject {
        /** In words for a person, on one line. */
        String words();
    }

    /**
     * Lines whose every command is one of these, written out in full.
     *
     * @param folder the folder that the model must name to work in; empty for the top folder
     * @param commands each with its words
     * @param more whether other words may follow those of a command
     */
    public record Commands(String folder, List<List<String>> commands, boolean more) implements Subject {
        /** Copies the commands. */
        public Commands {
            commands = commands.stream().map(List::copyOf).toList();
        }

        @Override
        public String words() {
            String which = more ? "commands that begin with the words " : "just the command ";
            return which
                    + commands.stream().map(Commands::quoted).collect(Collectors.joining(" or "))
                    + (folder.isEmpty()
                            ? ""
                            : " in the folder " + Json.of(folder).text());
        }

        /** Words that a blank could tear apart, in quotes. */
        private static String quoted(List<String> words) {
            return words.stream()
                    .map(word -> word.matches("[\\w./:=@%+,-]+")
                            ? word
                            : Json.of(word).text())
                    .collect(Collectors.joining(" ", "`", "`"));
        }
    }

    /**
     * Calls with one argument of this value, whatever the others are.
     *
     * @param name the argument's name
     * @param value its text
     */
    public record Argument(String name, String value) implements Subject {
        @Override
        public String words() {
            return "any call with " + name + " " + Json.of(value).text();
        }
    }

    /**
     * Calls with just these arguments.
     *
     * @param canonical their JSON in its canonical form
     */
    public record Same(String canonical) implements Subject {
        @Override
        public String words() {
            return "just the same call again, " + canonical;
        }
    }

    /** Where a rule holds, and how long. */
    public sealed interface Reach {
        /** In words for a person. */
        String words();
    }

    /** In one run, as long as this process lives; it is not written down. */
    public record InRun(String runId) implements Reach {
        @Override
        public String words() {
            return "in this run";
        }
    }

    /** Whenever work is done in a folder. */
    public record InFolder(Path folder) implements Reach {
        @Override
        public String words() {
            return "always in the folder " + Json.of(folder.toString()).text();
        }
    }

    /** Everywhere, from now on. */
    public record Always() implements Reach {
        @Override
        public String words() {
            return "always and everywhere";
        }
    }

    /** The whole rule in words for a person, on one line; shown before it is taken. */
    public String words() {
        return "Allow " + tool + ": " + subject.words() + ", " + reach.words() + ".";
    }
}
