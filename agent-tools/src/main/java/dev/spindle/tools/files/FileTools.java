package dev.spindle.tools.files;

import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.text.QuotedText;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tools that list, read and search the text files below one folder.
 *
 * <p>What a model can reach with them is said at {@link ConfinedFolder}. Every result is bounded, and says so where it was cut. What
 * files say is not trustworthy: it comes from whoever can write them. Thread-safe.
 */
public final class FileTools {
    private static final String WHICH_FILES =
            "Which files: a folder such as 'src', or a pattern such as 'src/**/*.java' or '*.md'; all files if left out."
                    + " What .gitignore names is left out unless its folder is named";
    private static final String FIRST_LINE =
            "The first line to read, counted from 1; the start of the file if left out";
    private static final String LAST_LINE = "The last line to read; as many as fit if left out";
    private static final String IS_REGEX =
            "true if the query is a regular expression (RE2; '(?i)' in front ignores case); plain text if left out";

    private static final int MAX_LISTED = 500;
    private static final int MAX_LINES = 500;
    private static final int MAX_CHARACTERS = 40_000;
    private static final int MAX_LINE_CHARACTERS = 2_000;

    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

    private final ConfinedFolder folder;

    /**
     * Tools for the folder at a path.
     *
     * @throws dev.spindle.context.AgentException if there is no folder
     */
    public FileTools(Path root) {
        this(ConfinedFolder.of(root));
    }

    /** Tools for a folder. */
    public FileTools(ConfinedFolder folder) {
        this.folder = folder;
    }

    /** Lists files with their sizes, at most 500. */
    @Tool(
            name = "list_files",
            value = "Lists files with their sizes. Paths are relative to the top folder.",
            effect = Effect.READ)
    public ToolResult listFiles(@Param(WHICH_FILES) @Nullable String files) throws InterruptedException {
        try {
            return ToolResult.text(describe(folder.kept(glob(files), MAX_LISTED)));
        } catch (UnreadableFileException refused) {
            return refusal(refused);
        }
    }

    /** Reads lines of a text file, at most 500 and 40,000 characters at once, each with its number. */
    @Tool(
            name = "read_file",
            value =
                    "Reads lines of a text file, each with its number; at most 500 lines at once. Notebooks come as their cells.",
            effect = Effect.READ)
    public ToolResult readFile(
            @Param("The file's path, such as 'src/main/App.java'") String path,
            @Param(value = FIRST_LINE, name = "first_line") @Nullable Integer firstLine,
            @Param(value = LAST_LINE, name = "last_line") @Nullable Integer lastLine)
            throws InterruptedException {
        try {
            TextFile file = Notebook.readable(folder.read(path));
            int first = Objects.requireNonNullElse(firstLine, 1);
            int last = Objects.requireNonNullElse(lastLine, Integer.MAX_VALUE);
            return numbered(file, first, last);
        } catch (UnreadableFileException refused) {
            return refusal(refused);
        }
    }

    /** Searches files for lines that hold a text or match an expression, at most 100. */
    @Tool(
            name = "search_files",
            value = "Searches text files line by line and returns the lines that match, as path:line: text.",
            effect = Effect.READ)
    public ToolResult searchFiles(
            @Param("The text to search for, case-sensitive") String query,
            @Param(IS_REGEX) @Nullable Boolean regex,
            @Param(WHICH_FILES) @Nullable String files)
            throws InterruptedException {
        try {
            LinePattern pattern = LinePattern.of(query, Boolean.TRUE.equals(regex));
            return ToolResult.text(folder.search(pattern, glob(files)));
        } catch (UnreadableFileException refused) {
            return refusal(refused);
        }
    }

    /** The pattern for what a model named: a folder stands for everything below it. */
    private String glob(@Nullable String files) {
        if (files == null || files.isBlank() || files.equals(".")) return "**";
        String trimmed = files.startsWith("./") ? files.substring(2) : files;
        String bare = trimmed.endsWith("/") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
        return folder.isFolder(bare) ? WILDCARD.matcher(bare).replaceAll("[$0]") + "/**" : trimmed;
    }

    private static String describe(Listing listing) {
        if (listing.files().isEmpty() && listing.complete()) return "No file matches.";
        StringBuilder text = new StringBuilder();
        for (Listing.Item file : listing.files()) {
            text.append(QuotedText.line(file.path(), MAX_LINE_CHARACTERS))
                    .append(" (")
                    .append(file.bytes())
                    .append(" bytes)\n");
        }
        if (!listing.complete()) text.append("[there are more; name a folder or a narrower pattern]\n");
        return text.toString();
    }

    private static ToolResult numbered(TextFile file, int first, int last) {
        int count = file.lines().size();
        if (count == 0) return ToolResult.text(file.path() + " is empty.");
        if (first < 1 || last < first || first > count) {
            return ToolResult.failed(file.path() + " has the lines 1 to " + count + "; " + first + " to " + last
                    + " is no part of them.");
        }
        List<String> wanted = file.lines().subList(first - 1, Math.min(last, count));
        StringBuilder body = new StringBuilder();
        int next = first;
        for (String line : wanted) {
            if (next - first == MAX_LINES || body.length() > MAX_CHARACTERS) break;
            body.append(next++)
                    .append("| ")
                    .append(QuotedText.line(line, MAX_LINE_CHARACTERS))
                    .append('\n');
        }
        String head = QuotedText.line(file.path(), MAX_LINE_CHARACTERS) + ", lines " + first + " to " + (next - 1)
                + " of " + count + ", " + file.encoding() + "\n";
        String more = next <= Math.min(last, count) ? "[cut here; go on with first_line " + next + "]\n" : "";
        return ToolResult.text(head + body + more);
    }

    private static ToolResult refusal(UnreadableFileException refused) throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException("looking at files was stopped");
        return ToolResult.failed(refused.explanation());
    }
}
