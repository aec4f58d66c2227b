package dev.spindle.tools.shell;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is known of programs by their names: which run others, which read code, and which do neither. */
final class KnownPrograms {
    private static final Set<String> REWRITING = words("""
            eval source . trap alias unalias enable hash bind complete compgen mapfile readarray shopt set fc history let
            parallel at batch crontab systemd-run screen tmux dtach socat nc ncat netcat watch script flock su runuser pkexec
            newgrp sg sudoedit visudo vipw vigr ed red ex vi vim view nvim rvim gvim rview vimdiff vimtutor emacs nano rnano pico
            joe jed ne mcedit kak hx helix micro less more most man info expect gdb lldb m4 ssh sftp ftp lftp telnet mail mailx
            mutt dc jshell jrunscript osascript ghci irb pry ipython bpython micropython gnuplot octave racket sbcl clisp elixir
            iex erl ocaml swipl clojure clj bb kotlin qjs gjs raku pwsh powershell nu xonsh elvish rc es deno ansible""");

    private static final Pattern AWK = Pattern.compile("[a-z-]*awk");
    private static final Pattern SHELL = Pattern.compile(
            "(sh|bash|rbash|dash|zsh|rzsh|ksh|rksh|mksh|lksh|oksh|pdksh|ash|posh|sash|yash|osh|ysh|fish|csh|tcsh)[0-9.-]*"
                    + "|bash-static|static-sh");
    private static final Pattern INTERPRETER = Pattern.compile(
            "(python|pypy|perl|ruby|jruby|node|nodejs|bun|php|lua|luajit|tclsh|wish|julia|Rscript|R|groovy|scala|guile|sqlite|psql"
                    + "|mysql|mariadb)[0-9.]*");
    private static final Pattern WRAPPER =
            Pattern.compile("env|nohup|nice|ionice|timeout|setsid|stdbuf|sudo|doas|chroot|unshare"
                    + "|nsenter|strace|ltrace|xargs|exec|command|builtin|busybox|toybox|time|gtime|chrt|taskset|numactl|prlimit|setpriv"
                    + "|setarch|linux32|linux64|i386|x86_64|proot|fakeroot|fakechroot|bwrap|firejail|unbuffer|eatmydata|catchsegv"
                    + "|valgrind|perf|ld-.*\\.so.*|ld\\.so.*|dbus-run-session|dbus-launch|xvfb-run|start-stop-daemon|runcon|capsh"
                    + "|cgexec|torsocks|torify|proxychains.*|rlwrap|entr|poetry|pipenv|npx|bunx|uv|uvx|run-parts|jobs|ssh-agent"
                    + "|sshpass|systemd-inhibit|systemd-cat|systemd-nspawn|faketime|chpst|softlimit|setlock|envdir|envuidgid"
                    + "|setuidgid|gosu|su-exec|tini|dumb-init|cpulimit|chronic|ifne|watchexec");

    private static final Pattern RISKY_VARIABLE = Pattern.compile(
            "(?is)IFS|BASH_.*|LD_.*|DYLD_.*|PS[0-9]|GIT_.*|LESS.*|PYTHON.*|PERL.*|RUBY.*|NODE_.*|MAVEN_.*|CARGO_.*"
                    + "|NPM_.*|.*IGNORE|.*(PATH|ENV|HOME|OPTS|OPTIONS|OPT|FLAGS|RSH|SSH|EDITOR|PAGER|ASKPASS|WRAPPER|COMMAND|CMD|SHELL|PROG"
                    + "|CONF|CONFIG|RC|INIT|PROFILE|STARTUP|PRELOAD|BROWSER|CC|CXX|VISUAL|PROGRAM|RUSTC|RUSTDOC|MERGE|DIFF)");

    private static final Set<String> DATA_ONLY = words("""
            echo cat ls head tail wc uniq cut tr grep egrep fgrep zgrep diff cmp comm paste nl tac rev fold fmt column expand
            unexpand basename dirname realpath readlink stat file touch mkdir df du pwd date cal true false : sleep seq yes cd
            pushd popd dirs type which whereis id whoami uname hostname ps kill pgrep jq tree md5sum sha1sum sha256sum sha512sum
            cksum od xxd hexdump strings gunzip zcat return exit break continue shift umask ulimit""");

    private static final Set<String> GIT_COMMANDS = words("""
            add am annotate apply archive blame branch bundle cat-file check-attr check-ignore checkout checkout-index cherry
            cherry-pick clean clone commit commit-tree config count-objects describe diff diff-files diff-index diff-tree fetch
            format-patch fsck gc grep hash-object help init lfs log ls-files ls-remote ls-tree merge merge-base mktree mv name-rev
            notes pack-refs prune pull push range-diff read-tree rebase reflog remote repack replace rerere reset restore rev-list
            rev-parse revert rm shortlog show show-branch show-ref sparse-checkout stash status submodule switch symbolic-ref tag
            update-index update-ref var verify-commit verify-tag version whatchanged worktree write-tree""");

    private static final Pattern GIT_RUNS = Pattern.compile(
            "-c.*|-x.*|-O.*|--exec.*|--config.*|--upload-pack.*|--receive-pack.*|--open-files.*|--extcmd.*|--tem.*"
                    + "|foreach");

    /** Git knows its options by their beginnings, too. */
    private static final List<String> GIT_RUNNING_OPTIONS = List.of(
            "--exec", "--config", "--upload-pack", "--receive-pack", "--open-files-in-pager", "--extcmd", "--template");

    private static final Set<String> MOVING = Set.of("cd", "pushd", "popd");
    private static final Set<String> GIT_REMOTES = words("clone fetch pull push remote ls-remote submodule archive");
    private static final Set<String> GIT_VALUES =
            Set.of("-C", "--git-dir", "--work-tree", "--namespace", "--super-prefix");
    private static final Set<String> PYTHON_MODULES = words("""
            pytest unittest pip venv json.tool http.server compileall py_compile build mypy ruff black isort flake8 pylint coverage""");

    private KnownPrograms() {}

    /** Whether it does what only running it shows, whatever it is given. */
    static boolean isUnreadable(String program) {
        return REWRITING.contains(program) || AWK.matcher(program).matches();
    }

    static boolean isShell(String program) {
        return SHELL.matcher(program).matches();
    }

    static boolean isInterpreter(String program) {
        return INTERPRETER.matcher(program).matches();
    }

    /** Whether it runs the program that its arguments name. */
    static boolean isWrapper(String program) {
        return WRAPPER.matcher(program).matches();
    }

    /** Whether its arguments are data for it: names of files, texts. */
    static boolean isDataOnly(String program) {
        return DATA_ONLY.contains(program);
    }

    /** Whether a variable of that name changes what programs do. */
    static boolean isRisky(String variable) {
        return RISKY_VARIABLE.matcher(variable).matches();
    }

    /** Whether a module of Python runs no code that it is given. */
    static boolean isPlainModule(String module) {
        return PYTHON_MODULES.contains(module);
    }

    /** Whether a word lets git run what is not written out. */
    static boolean letsGitRun(String word) {
        if (GIT_RUNS.matcher(word).matches()) return true;
        return GIT_RUNNING_OPTIONS.stream().anyMatch(option -> begins(word, option));
    }

    /** Whether a command of git that only shows something is told to write it to a file, as {@code >} would. */
    static boolean letsGitWrite(ShellCommand command) {
        return command.program().startsWith("git")
                && command.arguments().stream().anyMatch(word -> begins(word.text(), "--output"));
    }

    /** Whether a word is an option or the beginning of its name, which git takes, too. */
    private static boolean begins(String word, String option) {
        String name = word.replaceFirst("(?s)=.*", "");
        return name.length() > 2 && option.startsWith(name);
    }

    /** Whether a command of git takes addresses of other repositories. */
    static boolean isOfRemotes(String gitCommand) {
        return GIT_REMOTES.contains(gitCommand);
    }

    /** The command of git; empty if it is none of its own, so that it may be an alias for anything. */
    static String gitCommand(List<ShellWord> arguments) {
        int at = 0;
        while (at < arguments.size() && arguments.get(at).isOption()) {
            at += GIT_VALUES.contains(arguments.get(at).text()) ? 2 : 1;
        }
        if (at >= arguments.size()) return "help";
        String name = arguments.get(at).text();
        return arguments.get(at).isLiteral() && GIT_COMMANDS.contains(name) ? name : "";
    }

    /** Whether it goes to another folder, whose settings a program may then find. */
    static boolean isMoving(String program) {
        return MOVING.contains(program);
    }

    private static Set<String> words(String all) {
        return Set.of(all.strip().split("\\s+"));
    }
}
