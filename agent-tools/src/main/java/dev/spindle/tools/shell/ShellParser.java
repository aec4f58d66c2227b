package dev.spindle.tools.shell;

import dev.spindle.tools.shell.ShellWord.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the commands in a line of a shell, wherever they hide: behind {@code ;}, {@code &&}, pipes and line ends, in {@code $( )},
 * backquotes, {@code <( )}, quotes and here-documents.
 *
 * <p>It understands what {@code bash} and {@code dash} have in common and most of what only one of them has. What it does not understand it
 * names, so that nobody takes the line for understood. Takes time linear in the line, and is used once.
 */
final class ShellParser {
    private static final int MAX_DEPTH = 40;
    private static final Pattern HARMLESS_BRACES =
            Pattern.compile("(?s)#?[A-Za-z0-9_]++}|[A-Za-z0-9_]++(:?[-=+?]|[#%])[^\\[@}]*+}");
    private static final Pattern DESCRIPTOR = Pattern.compile("[0-9]+|\\{[A-Za-z_][A-Za-z0-9_]*}");
    private static final String WORD_ENDS = " \t\n;&|<>()";

    /** What is told of each command and of each thing that is not understood. */
    interface Findings {
        void command(List<ShellWord> words, boolean writes);

        void unclear(String what);
    }

    private record Here(String end, boolean quoted, boolean indented) {}

    private final String line;
    private final Findings findings;
    private final int depth;
    private final Deque<Here> pending = new ArrayDeque<>();
    private int nesting;
    private int at;

    ShellParser(String line, Findings findings, int depth) {
        this.line = line;
        this.findings = findings;
        this.depth = depth;
    }

    /** Reads the whole line. */
    void parse() {
        if (depth > MAX_DEPTH) {
            findings.unclear("commands in commands, too deep");
            return;
        }
        while (at < line.length()) {
            list();
            if (at < line.length()) {
                findings.unclear("a parenthesis that closes nothing");
                at++;
            }
        }
    }

    /** Commands up to the end, or to a parenthesis that closes, on which it stops. */
    private void list() {
        if (++nesting > MAX_DEPTH) {
            findings.unclear("commands in commands, too deep");
            at = line.length();
        }
        Current command = new Current();
        while (at < line.length() && line.charAt(at) != ')') element(command);
        command.end();
        nesting--;
    }

    private void element(Current command) {
        char c = line.charAt(at);
        if (c == ' ' || c == '\t') at++;
        else if (line.startsWith("\\\n", at)) at += 2;
        else if (c == '#') while (at < line.length() && line.charAt(at) != '\n') at++;
        else if (line.startsWith("&>", at)) redirection(command);
        else if (c == '\n' || c == ';' || c == '&' || c == '|') separator(command, c);
        else if (c == '(') group(command);
        else if (isSubstitution()) command.words.add(substitution());
        else if (c == '<' || c == '>') redirection(command);
        else word(command);
    }

    private void separator(Current command, char c) {
        command.end();
        at++;
        if (c == '\n') while (!pending.isEmpty()) hereDocument(pending.remove());
    }

    private void group(Current command) {
        if (line.startsWith("((", at)) findings.unclear("arithmetic");
        if (!command.words.isEmpty()) findings.unclear("a function or a list in parentheses");
        closed();
    }

    /** What stands between the parenthesis here and the one that closes it. */
    private void closed() {
        int documents = pending.size();
        at++;
        list();
        if (at == line.length()) findings.unclear("a parenthesis that is not closed");
        // Shells do not agree on where it is read from.
        if (pending.size() > documents) findings.unclear("a here-document that begins in parentheses");
        at++;
    }

    private boolean isSubstitution() {
        return line.startsWith("<(", at) || line.startsWith(">(", at);
    }

    private ShellWord substitution() {
        at++;
        closed();
        return new ShellWord("<()", Kind.DYNAMIC);
    }

    private void word(Current command) {
        ShellWord word = word();
        boolean beforeArrow = at < line.length() && (line.charAt(at) == '<' || line.charAt(at) == '>');
        boolean isDescriptor = beforeArrow
                && !isSubstitution()
                && DESCRIPTOR.matcher(word.text()).matches();
        if (!isDescriptor) command.words.add(word);
    }

    private void redirection(Current command) {
        int start = at;
        while (at < line.length() && "<>&|".indexOf(line.charAt(at)) >= 0 && !(at > start && isSubstitution())) at++;
        String arrow = line.substring(start, at);
        boolean indented = arrow.equals("<<") && at < line.length() && line.charAt(at) == '-';
        if (indented) at++;
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) at++;
        int from = at;
        ShellWord target = at < line.length() && isSubstitution() ? substitution() : word();
        if (arrow.equals("<<")) {
            boolean quoted = line.substring(from, at).chars().anyMatch(c -> "'\"\\".indexOf(c) >= 0);
            boolean odd =
                    target.text().contains("\n") || line.substring(from, at).contains("\\\n");
            if (!target.isLiteral() || odd) findings.unclear("where a here-document ends");
            pending.add(new Here(target.text(), quoted, indented));
        } else if (arrow.contains(">")) {
            boolean harmless = target.isLiteral()
                    && (target.text().equals("/dev/null")
                            || (arrow.endsWith("&") && target.text().matches("[0-9]|-")));
            command.writes |= !harmless;
        }
    }

    private void hereDocument(Here here) {
        StringBuilder body = new StringBuilder();
        while (at < line.length()) {
            int end = line.indexOf('\n', at) < 0 ? line.length() : line.indexOf('\n', at);
            String next = line.substring(at, end);
            at = Math.min(line.length(), end + 1);
            if ((here.indented() ? next.replaceFirst("^\t+", "") : next).equals(here.end())) break;
            body.append(next).append('\n');
        }
        if (here.quoted()) return;
        if (body.indexOf("\\\n") >= 0) findings.unclear("joined lines in a here-document");
        new ShellParser(body.toString(), findings, depth + 1).expansions();
    }

    /** Reads a text of which the shell only fills in what begins with a dollar or a backquote. */
    private void expansions() {
        if (depth > MAX_DEPTH) findings.unclear("commands in commands, too deep");
        else while (at < line.length()) inQuotes(new StringBuilder());
    }

    private ShellWord word() {
        StringBuilder text = new StringBuilder();
        Kind kind = Kind.LITERAL;
        int start = at;
        while (at < line.length() && WORD_ENDS.indexOf(line.charAt(at)) < 0) {
            Kind piece = piece(text, at == start);
            if (piece.compareTo(kind) > 0) kind = piece;
        }
        // Braces make several words of one, except where they are empty or alone.
        return new ShellWord(text.toString(), isBraced(text.toString()) ? Kind.DYNAMIC : kind);
    }

    private static boolean isBraced(String text) {
        int open = text.indexOf('{');
        int comma = open < 0 ? -1 : Math.max(text.lastIndexOf(','), text.lastIndexOf(".."));
        return comma > open && text.lastIndexOf('}') > open;
    }

    private Kind piece(StringBuilder text, boolean first) {
        char c = line.charAt(at);
        if (c == '\\') return escaped(text);
        if (c == '\'') return singleQuoted(text);
        if (c == '"') return doubleQuoted(text);
        if (line.startsWith("$\"", at)) {
            at++;
            return doubleQuoted(text);
        }
        if (c == '$' || c == '`') return dollar(text);
        if (isUnseen(c)) findings.unclear("a character that is not seen, or a blank that is none");
        at++;
        text.append(c);
        return "*?[".indexOf(c) >= 0 || (first && c == '~') ? Kind.GLOB : Kind.LITERAL;
    }

    private static boolean isUnseen(char c) {
        return c > '~' && (Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT);
    }

    private Kind escaped(StringBuilder text) {
        boolean joins = line.startsWith("\\\n", at);
        if (!joins && at + 1 < line.length()) text.append(line.charAt(at + 1));
        at = Math.min(line.length(), at + 2);
        return Kind.LITERAL;
    }

    private Kind singleQuoted(StringBuilder text) {
        int end = line.indexOf('\'', at + 1);
        if (end < 0) findings.unclear("a quote that is not closed");
        text.append(line, at + 1, end < 0 ? line.length() : end);
        at = end < 0 ? line.length() : end + 1;
        return Kind.LITERAL;
    }

    private Kind doubleQuoted(StringBuilder text) {
        Kind kind = Kind.LITERAL;
        at++;
        while (at < line.length() && line.charAt(at) != '"') {
            Kind piece = inQuotes(text);
            if (piece.compareTo(kind) > 0) kind = piece;
        }
        if (at == line.length()) findings.unclear("a quote that is not closed");
        at = Math.min(line.length(), at + 1);
        return kind;
    }

    private Kind inQuotes(StringBuilder text) {
        char c = line.charAt(at);
        if (c == '$' || c == '`') return dollar(text);
        if (c == '\\' && at + 1 < line.length() && "$`\"\\\n".indexOf(line.charAt(at + 1)) >= 0) return escaped(text);
        text.append(c);
        at++;
        return Kind.LITERAL;
    }

    /** What begins with a dollar or a backquote. */
    private Kind dollar(StringBuilder text) {
        if (line.charAt(at) == '`') return backquoted();
        at++;
        // Shells join lines before they read what a dollar means.
        while (line.startsWith("\\\n", at)) at += 2;
        char next = at < line.length() ? line.charAt(at) : ' ';
        if (line.startsWith("((", at)) findings.unclear("arithmetic");
        if (next == '(') closed();
        else if (next == '{') braces();
        else if (next == '\'' || next == '[') findings.unclear("$" + next);
        else if (Character.isLetterOrDigit(next) || "_@*#?-$!".indexOf(next) >= 0) at++;
        else {
            text.append('$');
            return Kind.LITERAL;
        }
        return Kind.DYNAMIC;
    }

    /** A place in a list, a part of a text and a name in a variable are worked out, and working out can run commands. */
    private void braces() {
        at++;
        if (++nesting > MAX_DEPTH) at = line.length();
        int start = at;
        int open = 1;
        StringBuilder ignored = new StringBuilder();
        while (at < line.length() && open > 0) {
            char c = line.charAt(at);
            if (c == '{') open++;
            if (c == '}') open--;
            if (c == '\\' || c == '\'' || c == '"' || c == '$' || c == '`') piece(ignored, false);
            else at++;
        }
        if (open > 0) findings.unclear("a brace that is not closed");
        nesting--;
        String inside = line.substring(start, at);
        if (!HARMLESS_BRACES.matcher(inside).matches()) findings.unclear("${" + inside);
    }

    private Kind backquoted() {
        StringBuilder inside = new StringBuilder();
        at++;
        while (at < line.length() && line.charAt(at) != '`') {
            boolean escapes =
                    line.charAt(at) == '\\' && at + 1 < line.length() && "$`\\".indexOf(line.charAt(at + 1)) >= 0;
            if (escapes) at++;
            inside.append(line.charAt(at++));
        }
        if (at == line.length()) findings.unclear("a backquote that is not closed");
        at = Math.min(line.length(), at + 1);
        new ShellParser(inside.toString(), findings, depth + 1).parse();
        return Kind.DYNAMIC;
    }

    /** The command that is being read. */
    private final class Current {
        private final List<ShellWord> words = new ArrayList<>();
        private boolean writes;

        void end() {
            if (!words.isEmpty() || writes) findings.command(List.copyOf(words), writes);
            words.clear();
            writes = false;
        }
    }
}
