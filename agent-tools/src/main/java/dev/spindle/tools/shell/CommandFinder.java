package dev.spindle.tools.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds what a line runs: the commands that it says, and those that they may run in turn ({@code env}, {@code xargs}, {@code find -exec},
 * {@code sh -c}). What only running would show is named as unclear. Used once.
 */
final class CommandFinder implements ShellParser.Findings {
    private static final int MAX_WORDS = 400;
    private static final int MAX_COMMANDS = 2_000;
    private static final int MAX_UNCLEAR = 5;

    private static final Set<String> KEYWORDS =
            Set.of("if", "then", "elif", "else", "fi", "while", "until", "do", "done", "!", "{", "}");
    private static final Set<String> UNREAD_KEYWORDS =
            Set.of("for", "case", "esac", "select", "function", "coproc", "[[", "]]", "in");
    private static final Set<String> DECLARING =
            Set.of("declare", "typeset", "local", "export", "readonly", "read", "unset", "getopts");
    private static final Set<String> VARIABLE_BUILTINS = Set.of("test", "[", "printf", "wait");
    private static final Pattern PLAIN_SED =
            Pattern.compile("[0-9$,]*[pdq=]|s([/|#,])[^/|#,;\\n]*\\1[^/|#,;\\n]*\\1[gIp0-9]*");
    private static final int MAX_VALUES = 4;

    private final List<ShellCommand> said = new ArrayList<>();
    private final List<ShellCommand> possible = new ArrayList<>();
    private final Set<String> unclear = new TreeSet<>();
    private int depth;
    private boolean moved;

    private CommandFinder(boolean moved) {
        this.moved = moved;
    }

    /**
     * What was found in a line of a shell.
     *
     * @param elsewhere whether it begins in another than the top folder
     */
    static CommandFinder inLine(String line, boolean elsewhere) {
        CommandFinder finder = new CommandFinder(elsewhere);
        new ShellParser(line, finder, 0).parse();
        return finder;
    }

    /** What was found in a program with arguments that no shell reads. */
    static CommandFinder inArguments(List<String> arguments, boolean elsewhere) {
        CommandFinder finder = new CommandFinder(elsewhere);
        finder.command(arguments.stream().map(ShellWord::literal).toList(), false);
        return finder;
    }

    /** The commands that are written out. */
    List<ShellCommand> said() {
        return moved ? said.stream().map(CommandFinder::elsewhere).toList() : said;
    }

    /** What git does in a folder is for the settings there to say, which may run anything. Loops come by again, so order does not count. */
    private static ShellCommand elsewhere(ShellCommand command) {
        return command.program().startsWith("git") ? notPlain(command) : command;
    }

    private static ShellCommand notPlain(ShellCommand command) {
        return new ShellCommand(command.words(), false);
    }

    /** These, and what they may run in turn. */
    List<ShellCommand> possible() {
        return possible;
    }

    /** What could not be told. */
    Set<String> unclear() {
        return unclear;
    }

    /** Whether a program runs what it is given, so that it is no use to name it alone. */
    static boolean runsOthers(ShellCommand command) {
        String program = command.program();
        return KnownPrograms.isShell(program)
                || KnownPrograms.isWrapper(program)
                || KnownPrograms.isInterpreter(program);
    }

    @Override
    public void unclear(String what) {
        if (unclear.size() < MAX_UNCLEAR) unclear.add(what);
    }

    @Override
    public void command(List<ShellWord> words, boolean writes) {
        int start = 0;
        while (start < words.size() && isKeyword(words.get(start))) start++;
        boolean assigns = false;
        while (start < words.size() && words.get(start).isAssignment()) {
            assignment(words.get(start++));
            assigns = true;
        }
        if (words.size() > MAX_WORDS) {
            unclear("too many words");
        } else if (start < words.size() && !isTooMuch()) {
            ShellCommand command = new ShellCommand(words.subList(start, words.size()), !writes && !assigns);
            moved |= KnownPrograms.isMoving(command.program());
            said.add(KnownPrograms.letsGitWrite(command) ? notPlain(command) : command);
            look(command);
        } else if (writes) {
            said.add(new ShellCommand(List.of(ShellWord.literal(">")), false));
        }
    }

    /** Whether commands in commands are so many that no more are looked at, and a person must; they may double with each word. */
    private boolean isTooMuch() {
        boolean tooMuch = possible.size() > MAX_COMMANDS;
        if (tooMuch) unclear("too many commands in one");
        return tooMuch;
    }

    private boolean isKeyword(ShellWord word) {
        if (UNREAD_KEYWORDS.contains(word.text())) unclear("'" + word.text() + "'");
        return word.isLiteral() && KEYWORDS.contains(word.text());
    }

    private void assignment(ShellWord word) {
        String name = word.text().substring(0, word.text().indexOf('=')).replaceFirst("[\\[+].*", "");
        if (KnownPrograms.isRisky(name)) unclear("the variable " + name);
        if (runsWhenWorkedOut(word)) unclear("a value that holds a command");
        // Many a program runs what a variable names: an editor, a compiler.
        text(word.text().substring(word.text().indexOf('=') + 1));
    }

    private static boolean runsWhenWorkedOut(ShellWord word) {
        return word.text().contains("$(")
                || word.text().contains("`")
                || word.text().contains("${");
    }

    /** Takes a command and finds what it may run in turn. */
    private void look(ShellCommand command) {
        possible.add(command);
        ShellWord name = command.words().get(0);
        String program = command.program();
        if (!name.isLiteral()) unclear("which program '" + name.text() + "' is");
        else if (KnownPrograms.isUnreadable(program)) unclear("what '" + program + "' does");
        else if (KnownPrograms.isShell(program)) shell(command);
        else if (KnownPrograms.isInterpreter(program)) interpreter(command);
        else if (KnownPrograms.isWrapper(program)) wrapper(command);
        else if (VARIABLE_BUILTINS.contains(program) || DECLARING.contains(program)) builtin(command);
        else if (program.equals("find")) find(command);
        else if (program.equals("sed")) sed(command);
        else if (program.equals("git")) git(command);
        else if (program.startsWith("git-")) gitProgram(command);
        else if (!KnownPrograms.isDataOnly(program)) suspect(command);
        else if (!command.plain()) copied(command);
    }

    /** Any program may run what it is given: a word of it, a value of an option, or a text. What is denied is not let pass so. */
    private void suspect(ShellCommand command) {
        Pattern running = RunningOptions.of(command.program());
        List<ShellWord> words = command.words();
        for (int at = 1; at < words.size() && !isTooMuch(); at++) {
            ShellWord word = words.get(at);
            boolean oldStyle =
                    at == 1 && command.program().endsWith("tar") && word.text().matches("[A-Za-z]*[IF][A-Za-z]*");
            boolean runs =
                    running != null && (oldStyle || running.matcher(word.text()).matches());
            if (runs || (running != null && mayBeOption(word))) {
                unclear("what '" + command.program() + " " + word.text() + "' runs");
            }
            if (word.isAssignment() && running != null) assignment(word);
            if (!word.isOption()) suspectFrom(new ShellCommand(words.subList(at, words.size()), true));
            texts(word.text());
        }
    }

    /** A word behind a program may be one that it runs; a shell or an interpreter with an option is hardly anything else. */
    private void suspectFrom(ShellCommand inner) {
        boolean given = !inner.arguments().isEmpty() && inner.arguments().get(0).isOption();
        boolean code = KnownPrograms.isShell(inner.program()) || KnownPrograms.isInterpreter(inner.program());
        if (given && code) look(inner);
        else possible.add(inner);
    }

    /** What a text would run, if anybody took it for a line; what of it is unclear does not matter, since most texts are none. */
    private void texts(String text) {
        int from = 0;
        for (int values = 0; values < MAX_VALUES && from >= 0 && !isTooMuch(); values++) {
            String line = text.substring(from);
            if (values > 0 || line.matches("(?s).*[\\s;&|$`].*")) text(line);
            int next = text.indexOf('=', from);
            from = next < 0 ? -1 : next + 1;
        }
    }

    private void text(String line) {
        if (depth >= 4) return;
        CommandFinder inner = new CommandFinder(false);
        inner.depth = depth + 1;
        new ShellParser(line.startsWith("!") ? line.substring(1) : line, inner, inner.depth).parse();
        possible.addAll(inner.possible);
    }

    /** A program that is copied is run by another name later. */
    private void copied(ShellCommand command) {
        for (ShellWord word : command.arguments()) {
            if (word.text().contains("/")) possible.add(new ShellCommand(List.of(word), true));
        }
    }

    /** Whether what comes out may be an option: a variable, or names of files that anybody has chosen. */
    private static boolean mayBeOption(ShellWord word) {
        boolean anyName = word.kind() == ShellWord.Kind.GLOB && word.text().matches("(?s)[-*?\\[].*");
        return anyName || word.kind() == ShellWord.Kind.DYNAMIC;
    }

    private void gitProgram(ShellCommand command) {
        List<ShellWord> words = new ArrayList<>(List.of(ShellWord.literal("git")));
        words.add(ShellWord.literal(command.program().substring("git-".length())));
        words.addAll(command.arguments());
        look(new ShellCommand(words, command.plain()));
    }

    private void git(ShellCommand command) {
        String name = KnownPrograms.gitCommand(command.arguments());
        if (name.isEmpty()) unclear("which command of git that is");
        if (name.equals("config") && !readsConfig(command.arguments())) unclear("what 'git config' sets");
        for (ShellWord word : command.arguments()) {
            boolean uploads = name.equals("clone") && word.text().startsWith("-u");
            // Such an address names a program that speaks for it.
            boolean helped = KnownPrograms.isOfRemotes(name) && word.text().contains("::");
            if (uploads || helped || word.kind() == ShellWord.Kind.DYNAMIC || KnownPrograms.letsGitRun(word.text())) {
                unclear("what 'git " + word.text() + "' runs");
            }
        }
    }

    /** What stands behind the name of a setting is its value, and reads nothing. */
    private static boolean readsConfig(List<ShellWord> arguments) {
        boolean named = false;
        for (ShellWord word : arguments) {
            if (!named) named = word.text().equals("config");
            else if (word.text().matches("--get.*|--list|-l|get|list|--show-.*")) return true;
            else if (!word.isOption()) return false;
        }
        return false;
    }

    private void shell(ShellCommand command) {
        List<ShellWord> arguments = command.arguments();
        if (!arguments.stream().allMatch(ShellWord::isLiteral)) unclear("what '" + command.program() + "' is given");
        boolean code = false;
        for (int at = 0; at < arguments.size(); at++) {
            String word = arguments.get(at).text();
            if (!word.startsWith("-") && !word.startsWith("+")) {
                script(command.program(), word, code);
                return;
            }
            if (word.startsWith("--") || word.equals("-") || word.contains("s") || word.contains("i")) {
                unclear("'" + command.program() + " " + word + "'");
            }
            code |= word.startsWith("-") && word.contains("c");
            // The name of an option follows.
            if (word.contains("o") || word.contains("O")) at++;
        }
        unclear("what is put into '" + command.program() + "'");
    }

    private void script(String program, String word, boolean code) {
        if (code) nested(word);
        else if (word.startsWith("/dev/") || word.startsWith("/proc/")) unclear("what is put into '" + program + "'");
    }

    private void nested(String line) {
        if (++depth > 10) unclear("shells in shells");
        else new ShellParser(line, this, depth).parse();
        depth--;
    }

    /** A program that is given in place of a file is not looked into; nor is one that comes through a pipe. */
    private void interpreter(ShellCommand command) {
        List<ShellWord> arguments = command.arguments();
        boolean file = !arguments.isEmpty()
                && arguments.get(0).isLiteral()
                && !arguments.get(0).isOption();
        boolean fed = file && arguments.get(0).text().matches("(/dev|/proc)/.*");
        boolean started = command.program().equals("bun")
                && file
                && arguments.get(0).text().matches("x|exec|repl");
        boolean module = arguments.size() > 1
                && arguments.get(0).text().equals("-m")
                && arguments.get(1).isLiteral()
                && KnownPrograms.isPlainModule(arguments.get(1).text());
        boolean asks = arguments.size() == 1 && arguments.get(0).text().matches("--?[vV](ersion)?");
        boolean isSession = command.program().matches("(sqlite|psql|mysql|mariadb).*");
        if (isSession
                || fed
                || started
                || arguments.stream().anyMatch(word -> word.text().equals("-"))
                || !(file || module || asks)) {
            unclear("the code that '" + command.program() + "' runs");
        }
    }

    /** Where the inner command begins depends on options; any word may be its first. */
    private void wrapper(ShellCommand command) {
        List<ShellWord> words = command.words();
        boolean fed = command.program().equals("xargs");
        for (int at = 1; at < words.size() && !isTooMuch(); at++) {
            ShellWord word = words.get(at);
            if (!word.isLiteral()) unclear("what '" + command.program() + "' runs");
            boolean names = command.program().equals("env")
                    && !word.isOption()
                    && word.text().contains("=");
            if (word.isAssignment()) assignment(word);
            else if (names) unclear("a variable of another kind");
            else if (splits(command.program(), word.text())) unclear("'env -S'");
            else if (fed && word.text().matches("-[iI].*|--replace.*|\\{}"))
                unclear("what 'xargs' puts in the place of a word");
            else if (!word.isOption()) inner(words.subList(at, words.size()), fed);
            if (!word.isAssignment()) texts(word.text());
        }
    }

    private static boolean splits(String program, String word) {
        return program.equals("env") && word.matches("-[A-Za-z0]*S.*|--s.*");
    }

    /** One of the commands that a wrapper may mean; wrappers in it are looked into by the same walk. */
    private void inner(List<ShellWord> words, boolean fed) {
        ShellCommand inner = new ShellCommand(words, true);
        boolean wraps = KnownPrograms.isWrapper(inner.program());
        boolean runs = runsOthers(inner);
        if (fed && (runs || runsByOptions(inner.program()))) unclear("what 'xargs " + inner.program() + "' runs");
        if (wraps) {
            possible.add(inner);
            if (inner.program().equals("xargs") || inner.program().equals("env")) {
                for (ShellWord word : inner.arguments()) {
                    boolean places = word.text().matches("-[iI].*|--replace.*|\\{}");
                    if (places || splits("env", word.text())) unclear("what '" + inner.program() + "' runs");
                }
            }
        } else {
            look(inner);
        }
    }

    private static boolean runsByOptions(String program) {
        return RunningOptions.of(program) != null
                || Set.of("find", "sed", "git").contains(program);
    }

    private void builtin(ShellCommand command) {
        for (ShellWord word : command.arguments()) {
            if (word.isAssignment()) assignment(word);
            boolean named = !DECLARING.contains(command.program()) || word.isLiteral() || word.isAssignment();
            if (!named || runsWhenWorkedOut(word) || KnownPrograms.isRisky(word.text())) {
                unclear("what '" + command.program() + "' does with '" + word.text() + "'");
            }
        }
    }

    private void find(ShellCommand command) {
        List<ShellWord> words = command.words();
        for (int at = 1; at < words.size() && !isTooMuch(); at++) {
            ShellWord word = words.get(at);
            if (mayBeOption(word)) unclear("what 'find' does");
            boolean runs = word.text().matches("-(exec|execdir|ok|okdir)");
            moved |= runs && word.text().endsWith("dir");
            if (runs && at + 1 < words.size()) {
                if (words.get(at + 1).text().contains("{}")) unclear("what 'find " + word.text() + "' runs");
                command(words.subList(at + 1, words.size()), false);
            }
        }
    }

    private void sed(ShellCommand command) {
        boolean seen = false;
        for (ShellWord word : command.arguments()) {
            boolean given =
                    word.text().startsWith("-") && word.text().matches("-[nEri]+|--quiet|--silent|--posix|--in-place");
            if (given) continue;
            boolean script = word.isLiteral() && PLAIN_SED.matcher(word.text()).matches();
            // Behind the files, too, sed takes options.
            if (seen ? word.isOption() || mayBeOption(word) : !script) unclear("what 'sed' does");
            seen = true;
        }
    }
}
