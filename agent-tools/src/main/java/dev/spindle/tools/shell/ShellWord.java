package dev.spindle.tools.shell;

import java.util.regex.Pattern;

/**
 * A word of a command line.
 *
 * @param text what is written, without quotes; of what the shell fills in, only some of it
 * @param kind whether the shell passes it on as it is
 */
record ShellWord(String text, Kind kind) {
    private static final Pattern ASSIGNMENT = Pattern.compile("(?s)[A-Za-z_][A-Za-z0-9_]*(\\[[^]]*])?\\+?=.*");

    /** What the shell does to a word. */
    enum Kind {
        /** Nothing. */
        LITERAL,
        /** It puts names of files in its place. */
        GLOB,
        /** It puts in its place what only running it shows. */
        DYNAMIC
    }

    static ShellWord literal(String text) {
        return new ShellWord(text, Kind.LITERAL);
    }

    boolean isLiteral() {
        return kind == Kind.LITERAL;
    }

    boolean isOption() {
        return text.startsWith("-") && text.length() > 1;
    }

    boolean isAssignment() {
        return ASSIGNMENT.matcher(text).matches();
    }

    /** The last name of a path: the program that it runs. */
    String program() {
        return text.substring(text.lastIndexOf('/') + 1);
    }
}
