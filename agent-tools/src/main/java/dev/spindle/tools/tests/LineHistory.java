package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What git knows of lines of a project. What is asked for comes from a model: a path leads to no other folder, a commit is one of the words
 * that name commits alone, and no program runs that the settings of the repository name.
 */
final class LineHistory {
    private static final int MAX_COMMITS = 50;
    private static final int MAX_BLAMED = 200;
    private static final int MAX_LINE = 10_000_000;
    private static final int MAX_PATH = 400;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{4,64}(?:~\\d{1,3})?|HEAD(?:~\\d{1,3})?");
    private static final Pattern UNFIT = Pattern.compile("\\p{Cntrl}");

    private final Path project;

    LineHistory(Path project) {
        this.project = project;
    }

    /** Lines of a file: from the first to the last, counted from 1. */
    record Range(int first, int last) {
        /**
         * The lines that a model asked for.
         *
         * @throws AgentException if there are none such
         */
        static Range of(int first, @Nullable Integer last) {
            int end = last == null ? first : last;
            if (first < 1 || end < first || end > MAX_LINE)
                throw new AgentException("The lines " + first + " to " + end
                        + " are none; count from 1, the first line before the last");
            return new Range(first, Math.min(end, first + MAX_BLAMED - 1));
        }

        @Override
        public String toString() {
            return first + "," + last;
        }
    }

    /** Which commit each line comes from, who wrote it and when. */
    String blame(String path, Range lines) throws InterruptedException {
        return git("blame", "--no-textconv", "--date=short", "-L" + lines, "--", checked(path));
    }

    /** The commits that changed a file or lines of it, or any, newest first. */
    String log(@Nullable String path, @Nullable Range lines, int most) throws InterruptedException {
        int count = Math.max(1, Math.min(MAX_COMMITS, most));
        List<String> command =
                new ArrayList<>(List.of("log", "--no-ext-diff", "--no-textconv", "--no-color", "--date=short"));
        command.addAll(List.of("--format=%h %ad %an: %s", "--max-count=" + count));
        if (path != null && lines != null) command.addAll(List.of("-L" + lines + ":" + checked(path), "--no-patch"));
        else command.addAll(List.of("--", path == null ? "." : checked(path)));
        return git(command.toArray(String[]::new));
    }

    /** What differs between a commit and the files as they are now. */
    String diff(@Nullable String path, String since) throws InterruptedException {
        if (!COMMIT.matcher(since).matches())
            throw new AgentException("'" + since + "' names no commit; use HEAD, HEAD~3 or the letters of git_log");
        return git(
                "diff",
                "--relative",
                "--no-ext-diff",
                "--no-textconv",
                "--no-color",
                "--ignore-submodules=all",
                since,
                "--",
                path == null ? "." : checked(path));
    }

    private String git(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("--literal-pathspecs", "--no-pager"));
        command.addAll(List.of(arguments));
        return Git.withoutPrograms(project).run(command.toArray(String[]::new));
    }

    private static String checked(String path) {
        String slashed = path.replace('\\', '/');
        boolean leadsAway =
                slashed.startsWith("/") || List.of(slashed.split("/", -1)).contains("..");
        if (leadsAway
                || slashed.isBlank()
                || slashed.length() > MAX_PATH
                || UNFIT.matcher(slashed).find())
            throw new AgentException("'" + path + "' is no path below the project; write it as src/main/App.java");
        return slashed;
    }
}
