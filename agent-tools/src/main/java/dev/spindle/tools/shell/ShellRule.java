package dev.spindle.tools.shell;

import java.util.List;

/** A program, and words that its arguments begin with, or hold. */
record ShellRule(List<String> words) {
    private static final int MAX_WORDS = 20;

    static ShellRule of(String written) {
        List<String> words = List.of(written.strip().split("\\s+"));
        if (words.get(0).isEmpty() || words.size() > MAX_WORDS) {
            throw new IllegalArgumentException("'" + written
                    + "' is no rule; write a program and, if you like, its first arguments, such as 'git status'");
        }
        return new ShellRule(words);
    }

    /** Whether a command is just this one, perhaps with more arguments: all of it is written out. */
    boolean allows(ShellCommand command) {
        List<ShellWord> given = command.words();
        if (given.size() < words.size() || !command.plain()) return false;
        if (words.size() == 1 && CommandFinder.runsOthers(command)) return false;
        for (int at = 0; at < words.size(); at++) if (!given.get(at).text().equals(words.get(at))) return false;
        return given.stream().noneMatch(word -> word.kind() == ShellWord.Kind.DYNAMIC);
    }

    /** Whether a command may be this one, whatever options stand between and however its letters are put together. */
    boolean denies(ShellCommand command) {
        return command.program().equals(words.get(0))
                && words.subList(1, words.size()).stream().allMatch(word -> mayHold(command, word));
    }

    private static boolean mayHold(ShellCommand command, String wanted) {
        boolean letters = wanted.length() > 1 && wanted.startsWith("-") && !wanted.startsWith("--");
        if (command.arguments().stream()
                .anyMatch(word -> !word.isLiteral() || word.text().equals(wanted))) return true;
        return letters && wanted.chars().skip(1).allMatch(letter -> holdsLetter(command, letter));
    }

    private static boolean holdsLetter(ShellCommand command, int letter) {
        return command.arguments().stream()
                .map(ShellWord::text)
                .anyMatch(word -> word.startsWith("-") && word.indexOf(letter) > 0);
    }
}
