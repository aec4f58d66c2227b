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

    /**
     * Whether a command may be this one, whatever options stand between, however its letters are put together, and by the long names of
     * options too: {@code -R} may be {@code --recursive}. Case does not count for the program: some file systems do not know it.
     */
    boolean denies(ShellCommand command) {
        return command.program().equalsIgnoreCase(words.get(0))
                && words.subList(1, words.size()).stream().allMatch(word -> mayHold(command, word));
    }

    private static boolean mayHold(ShellCommand command, String wanted) {
        if (command.arguments().stream()
                .anyMatch(word -> !word.isLiteral() || word.text().equals(wanted))) return true;
        if (wanted.length() < 2 || !wanted.startsWith("-")) return false;
        if (wanted.startsWith("--")) return wanted.length() > 2 && holdsLongOption(command, wanted);
        return wanted.chars().skip(1).allMatch(letter -> holdsLetter(command, letter));
    }

    private static boolean holdsLetter(ShellCommand command, int letter) {
        return command.arguments().stream().map(ShellWord::text).anyMatch(word -> {
            if (word.startsWith("--")) return word.length() > 2 && sameLetter(word.charAt(2), letter);
            return word.startsWith("-") && word.indexOf(letter) > 0;
        });
    }

    /** The option itself, cut short, with a value, or the letter that it may have. */
    private static boolean holdsLongOption(ShellCommand command, String wanted) {
        return command.arguments().stream().map(ShellWord::text).anyMatch(word -> {
            if (word.startsWith("--")) return word.length() > 2 && wanted.startsWith(word.replaceFirst("(?s)=.*", ""));
            return word.startsWith("-") && word.chars().skip(1).anyMatch(each -> sameLetter(each, wanted.charAt(2)));
        });
    }

    private static boolean sameLetter(int one, int other) {
        return Character.toLowerCase(one) == Character.toLowerCase(other);
    }
}
