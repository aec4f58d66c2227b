package dev.spindle.tools.tests;

import dev.spindle.tools.tests.Triage.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells from what a test said alone what kind of trouble it is in, where that can be told. */
final class FailureSigns {
    private static final int READ = 6_000;

    /** What it looks like, and what it is. */
    private record Sign(Pattern pattern, String why) {
        static Sign of(String why, String pattern) {
            return new Sign(Pattern.compile(pattern), why);
        }
    }

    /** The words of test programs themselves; a timeout of the code under test is a failure like others. */
    private static final Pattern TIMED_OUT =
            Pattern.compile("timed out after \\d|Test timed out in \\d|Exceeded timeout of \\d"
                    + "|TestTimedOutException|ThreadTimeoutException|execution timed out|Failed: Timeout >");

    private static final List<Sign> SIGNS = List.of(
            Sign.of(
                    "a host cannot be reached",
                    "[Cc]onnection refused|ECONNREFUSED|UnknownHostException|ENOTFOUND|EAI_AGAIN|Name or service not known"
                            + "|Temporary failure in name resolution|NoRouteToHostException|[Nn]etwork is unreachable|ENETUNREACH"
                            + "|failed to lookup address|no such host"),
            Sign.of("the disk is full", "[Nn]o space left on device|ENOSPC|Disk quota exceeded"),
            Sign.of("a port is taken", "[Aa]ddress already in use|EADDRINUSE"),
            Sign.of("too many files are open", "[Tt]oo many open files|EMFILE"),
            Sign.of(
                    "a program is not installed",
                    "Cannot run program \"|command not found|spawn(?:Sync)? \\S{1,100} ENOENT|executable file not found in"),
            Sign.of(
                    "there is no Docker",
                    "Could not find a valid Docker environment|Cannot connect to the Docker daemon"),
            Sign.of("memory cannot be had", "[Cc]annot allocate memory|unable to create native thread"),
            Sign.of("the JDK is too old", "UnsupportedClassVersionError"),
            Sign.of(
                    "a variable of the environment is not set",
                    "\\b[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,60}\\b[^\\n]{0,40}(?:not set|missing|undefined|unset|required|not defined)"
                            + "|KeyError: '[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,60}'"
                            + "|[Ee]nvironment variable [^\\n]{0,80}(?:not set|missing|not found|required)"));

    private static final Pattern MISSING_FILE = Pattern.compile(
            "(?:NoSuchFileException|FileNotFoundException|FileNotFoundError|ENOENT|No such file or directory|AccessDeniedException"
                    + "|EACCES|Permission denied)[^/\\n]{0,80}(?<![\\w.])(/[\\w./-]{1,300})");
    private static final Pattern NO_MODULE = Pattern.compile(
            "No module named '([\\w.]{1,200})'|Cannot find (?:module|package) '((?:@[\\w-]{1,100}/)?[A-Za-z][\\w-]{0,100})'");

    private FailureSigns() {}

    /** What kind of trouble, and how it is known. */
    record Judged(Kind kind, String why) {}

    /** The kind, if the words tell; null if only more runs can. */
    static @Nullable Judged of(TestFailure failure, Path project) {
        if (failure.type().equals(Found.CRASH)) return new Judged(Kind.CRASH, failure.message());
        if (failure.type().equals(Found.TIMEOUT)) return new Judged(Kind.TIMEOUT, failure.message());
        String said = head(failure.type() + ": " + failure.message());
        if (TIMED_OUT.matcher(said).find()) return new Judged(Kind.TIMEOUT, "its test program says so");
        for (Sign sign : SIGNS) if (sign.pattern.matcher(said).find()) return new Judged(Kind.ENVIRONMENT, sign.why);
        Matcher file = MISSING_FILE.matcher(said);
        if (file.find() && !Path.of(file.group(1)).startsWith(project))
            return new Judged(Kind.ENVIRONMENT, "a file outside of the project is not there, or may not be read");
        Matcher module = NO_MODULE.matcher(said);
        if (module.find() && isForeign(module, project))
            return new Judged(Kind.ENVIRONMENT, "a library is not installed");
        return null;
    }

    /** Whether a module is none of the project's own. */
    private static boolean isForeign(Matcher module, Path project) {
        if (module.group(1) == null) return true;
        String top = module.group(1).replaceFirst("\\..*", "");
        return !project.resolve(top).toFile().exists()
                && !project.resolve(top + ".py").toFile().exists()
                && !project.resolve("src").resolve(top).toFile().exists();
    }

    private static String head(String text) {
        return text.length() > READ ? text.substring(0, READ) : text;
    }
}
