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
    private static final Set<String> REWRITING = Set.of(
            "eval",
            "source",
            ".",
            "trap",
            "alias",
            "unalias",
            "enable",
            "hash",
            "bind",
            "complete",
            "compgen",
            "mapfile",
            "readarray",
            "shopt",
            "set",
            "fc",
            "history",
            "let",
            "parallel",
            "at",
            "batch",
            "crontab",
            "systemd-run",
            "screen",
            "tmux",
            "dtach",
            "socat",
            "nc",
            "ncat",
            "netcat",
            "watch",
            "script",
            "flock",
            "su",
            "runuser",
            "pkexec",
            "ed",
            "ex",
            "vi",
            "vim",
            "view",
            "nvim",
            "emacs",
            "nano",
            "less",
            "more",
            "most",
            "man",
            "expect",
            "gdb",
            "lldb",
            "m4",
            "awk",
            "gawk",
            "mawk",
            "nawk",
            "ssh",
            "sftp",
            "dc",
            "jshell",
            "osascript",
            "ghci",
            "irb",
            "pry");
    private static final Set<String> SHELLS =
            Set.of("sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "fish", "rbash", "csh", "tcsh", "yash");
    private static final Pattern INTERPRETER = Pattern.compile(
            "(python|pypy|perl|ruby|jruby|node|nodejs|bun|php|lua|luajit|tclsh|wish|julia|Rscript|R|groovy|scala|guile|sqlite|psql"
                    + "|mysql|mariadb)[0-9.]*");
    private static final Pattern WRAPPER =
            Pattern.compile("env|nohup|nice|ionice|timeout|setsid|stdbuf|sudo|doas|chroot|unshare"
                    + "|nsenter|strace|ltrace|xargs|exec|command|builtin|busybox|toybox|time|chrt|taskset|numactl|prlimit|setpriv|setarch"
                    + "|linux32|linux64|i386|x86_64|proot|fakeroot|bwrap|firejail|unbuffer|eatmydata|catchsegv|valgrind|perf|ld-.*\\.so.*"
                    + "|ld\\.so.*|dbus-run-session|xvfb-run|start-stop-daemon|runcon|capsh|cgexec|torsocks|proxychains.*|rlwrap|entr|poetry"
                    + "|pipenv|npx|uv|run-parts|doas");
    private static final Set<String> VARIABLE_BUILTINS = Set.of(
            "test",
            "[",
            "printf",
            "read",
            "unset",
            "declare",
            "typeset",
            "local",
            "export",
            "readonly",
            "wait",
            "getopts");
    private static final Pattern RISKY_VARIABLE =
            Pattern.compile("(?s)(PATH|IFS|ENV|BASH_.*|LD_.*|DYLD_.*|PS[0-9]|PROMPT_COMMAND"
                    + "|SHELLOPTS|BASHOPTS|SHELL|GIT_.*|EDITOR|VISUAL|PAGER|LESS.*|MANPAGER|BROWSER|CDPATH|HOME|PYTHON.*|PERL.*|RUBY.*|NODE_.*"
                    + "|JAVA_TOOL_OPTIONS|MAVEN_.*|GLOBIGNORE|FIGNORE|EXECIGNORE)");
    private static final Pattern PLAIN_SED =
            Pattern.compile("[0-9$,]*[pdq=]|s([/|#,])[^/|#,;\\n]*\\1[^/|#,;\\n]*\\1[gIp0-9]*");
    private static final Set<String> GIT_RUNS = Set.of(
            "-c",
            "foreach",
            "filter-branch",
            "difftool",
            "mergetool",
            "-x",
            "-O",
            "bisect",
            "--exec",
            "--exec-path",
            "--config-env",
            "--upload-pack",
            "--receive-pack",
            "--open-files-in-pager",
            "--extcmd");
    private static final Pattern RUNS_BY_OPTION = Pattern.compile(
            "--to-command.*|--checkpoint-action.*|--use-compress-program.*"
                    + "|--info-script.*|--rsh.*|--rmt-command.*|-I|-F|-e|-TT?|--unzip-command.*|--filter.*|--compress-program.*|-S");
    private static final Set<String> RUN_BY_OPTION =
            Set.of("tar", "bsdtar", "rsync", "scp", "zip", "split", "sort", "cpio");

    private final List<ShellCommand> said = new ArrayList<>();
    private final List<ShellCommand> possible = new ArrayList<>();
    private final Set<String> unclear = new TreeSet<>();
    private int depth;

    /** What was found in a line of a shell. */
    static CommandFinder inLine(String line) {
        CommandFinder finder = new CommandFinder();
        new ShellParser(line, finder, 0).parse();
        return finder;
    }

    /** What was found in a program with arguments that no shell reads. */
    static CommandFinder inArguments(List<String> arguments) {
        CommandFinder finder = new CommandFinder();
        finder.command(arguments.stream().map(ShellWord::literal).toList(), false);
        return finder;
    }

    /** The commands that are written out. */
    List<ShellCommand> said() {
        return said;
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
        return SHELLS.contains(program)
                || WRAPPER.matcher(program).matches()
                || INTERPRETER.matcher(program).matches();
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
            said.add(command);
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
        if (RISKY_VARIABLE.matcher(name).matches()) unclear("the variable " + name);
        if (runsWhenWorkedOut(word)) unclear("a value that holds a command");
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
        else if (REWRITING.contains(program)) unclear("what '" + program + "' does");
        else if (SHELLS.contains(program)) shell(command);
        else if (INTERPRETER.matcher(program).matches()) interpreter(command);
        else if (WRAPPER.matcher(program).matches()) wrapper(command);
        else if (VARIABLE_BUILTINS.contains(program)) builtin(command);
        else if (program.equals("find")) find(command);
        else if (program.equals("sed")) sed(command);
        else if (program.equals("git"))
            options(command, word -> GIT_RUNS.stream().anyMatch(runs -> isOption(word, runs)));
        else if (RUN_BY_OPTION.contains(program))
            options(command, word -> RUNS_BY_OPTION.matcher(word).matches());
    }

    private static boolean isOption(String word, String runs) {
        return word.equals(runs)
                || (runs.startsWith("--") ? word.startsWith(runs + "=") : runs.length() == 2 && word.startsWith(runs));
    }

    private void options(ShellCommand command, java.util.function.Predicate<String> runs) {
        for (ShellWord word : command.arguments()) {
            if (runs.test(word.text()) || word.kind() == ShellWord.Kind.DYNAMIC) {
                unclear("what '" + command.program() + " " + word.text() + "' runs");
            }
        }
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
        boolean module = arguments.size() > 1
                && arguments.get(0).text().equals("-m")
                && arguments.get(1).isLiteral();
        boolean asks = arguments.size() == 1 && arguments.get(0).text().matches("--?[vV](ersion)?");
        boolean isSession = command.program().matches("(sqlite|psql|mysql|mariadb).*");
        if (isSession || arguments.stream().anyMatch(word -> word.text().equals("-")) || !(file || module || asks)) {
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
            if (word.isAssignment()) assignment(word);
            else if (splits(command.program(), word.text())) unclear("'env -S'");
            else if (fed && word.text().matches("-[iI].*|--replace.*|\\{}"))
                unclear("what 'xargs' puts in the place of a word");
            else if (!word.isOption()) inner(words.subList(at, words.size()), fed);
        }
    }

    private static boolean splits(String program, String word) {
        return program.equals("env") && word.matches("-[A-Za-z0]*S.*|--s.*");
    }

    /** One of the commands that a wrapper may mean; wrappers in it are looked into by the same walk. */
    private void inner(List<ShellWord> words, boolean fed) {
        ShellCommand inner = new ShellCommand(words, true);
        boolean wraps = WRAPPER.matcher(inner.program()).matches();
        boolean runs = wraps
                || SHELLS.contains(inner.program())
                || INTERPRETER.matcher(inner.program()).matches();
        if (fed && runs) unclear("what 'xargs " + inner.program() + "' runs");
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

    private void builtin(ShellCommand command) {
        for (ShellWord word : command.arguments()) {
            if (word.isAssignment()) assignment(word);
            if (runsWhenWorkedOut(word) || RISKY_VARIABLE.matcher(word.text()).matches()) {
                unclear("what '" + command.program() + "' does with '" + word.text() + "'");
            }
        }
    }

    private void find(ShellCommand command) {
        List<ShellWord> words = command.words();
        for (int at = 1; at < words.size() && !isTooMuch(); at++) {
            ShellWord word = words.get(at);
            if (word.kind() == ShellWord.Kind.DYNAMIC) unclear("what 'find' does");
            boolean runs = word.text().matches("-(exec|execdir|ok|okdir)");
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
            if (!seen && !(word.isLiteral() && PLAIN_SED.matcher(word.text()).matches())) unclear("what 'sed' does");
            seen = true;
        }
    }
}
