package dev.spindle.tools.shell;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One command of a line, with what it is given.
 *
 * @param words the program and its arguments; not empty
 * @param plain whether the line does nothing else with it: no file is written by {@code >}, no variable is set for it
 */
record ShellCommand(List<ShellWord> words, boolean plain) {
    ShellCommand {
        words = List.copyOf(words);
    }

    String program() {
        return words.get(0).program();
    }

    List<ShellWord> arguments() {
        return words.subList(1, words.size());
    }

    String text() {
        return words.stream().map(ShellWord::text).collect(Collectors.joining(" "));
    }
}
