package dev.spindle.tools.files;

import dev.spindle.tool.Effect;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tools that write the text files below one folder; each call waits for a person's approval.
 *
 * <p>Where a model can write is said at {@link ConfinedFolder#write}. Files are UTF-8, and keep their line ends and permissions; a
 * call changes a file whole or not at all, and the model reads what it changed. Thread-safe: one file is changed at a time.
 */
public final class FileEditTools {
    private static final String PATH = "The file's path, such as 'src/main/App.java'";
    private static final String OLD_TEXT =
            "The passage to replace, exactly as it stands in the file, without line numbers; long enough to occur only once";

    private static final int SHOWN_LINES = 80;
    private static final int SHOWN_PLACES = 10;
    private static final int MAX_PLACES = 1_000;

    private final ConfinedFolder folder;

    /**
     * Tools for the folder at a path.
     *
     * @throws dev.spindle.context.AgentException if there is no folder
     */
    public FileEditTools(Path root) {
        this(ConfinedFolder.of(root));
    }

    /** Tools for a folder. */
    public FileEditTools(ConfinedFolder folder) {
        this.folder = folder;
    }

    /** Creates a file, or replaces the whole of one, and shows what changed. */
    @Tool(
            name = "write_file",
            value = "Creates a text file, or replaces the whole of one. To change a part of a file, use edit_file.",
            effect = Effect.WRITE,
            approval = true,
            sequential = true)
    public synchronized ToolResult writeFile(@Param(PATH) String path, @Param("All of its text") String content)
            throws InterruptedException {
        try {
            Optional<String> before = folder.findText(path);
            String after = withLineEndsOf(before.orElse(""), content);
            folder.write(path, after);
            return ToolResult.text(before.isPresent() ? changed(path, before.get(), after) : created(path, after));
        } catch (UnreadableFileException refused) {
            return refusal(refused);
        }
    }

    /** Replaces one passage of a file, which must occur exactly once, and shows what changed. */
    @Tool(
            name = "edit_file",
            value = "Replaces one passage of a text file by another. Read the file first.",
            effect = Effect.WRITE,
            approval = true,
            sequential = true)
    public synchronized ToolResult editFile(
            @Param(PATH) String path,
            @Param(value = OLD_TEXT, name = "old_text") String oldText,
            @Param(value = "What takes its place; empty to remove it", name = "new_text") String newText)
            throws InterruptedException {
        try {
            Optional<String> before = folder.findText(path);
            if (before.isEmpty())
                return ToolResult.failed("There is no file '" + path + "'. Create it with write_file.");
            return edit(
                    path, before.get(), withLineEndsOf(before.get(), oldText), withLineEndsOf(before.get(), newText));
        } catch (UnreadableFileException refused) {
            return refusal(refused);
        }
    }

    private ToolResult edit(String path, String before, String oldText, String newText) {
        if (oldText.isEmpty()) {
            return ToolResult.failed(
                    "old_text is empty. Give the passage to replace; to write a whole file, use write_file.");
        }
        if (oldText.equals(newText))
            return ToolResult.failed("old_text and new_text are the same. Nothing was changed.");
        List<Integer> places = places(before, oldText);
        if (places.isEmpty()) return ToolResult.failed(absent(path, before, oldText));
        if (places.size() > 1) return ToolResult.failed(ambiguous(path, before, places));
        int at = places.get(0);
        String after = before.substring(0, at) + newText + before.substring(at + oldText.length());
        folder.write(path, after);
        return ToolResult.text(changed(path, before, after));
    }

    /** Models write {@code \n}; a file of another kind stays of its kind. */
    private static String withLineEndsOf(String file, String text) {
        return file.contains("\r\n") && !text.contains("\r") ? text.replace("\n", "\r\n") : text;
    }

    /** Where the passage begins, each place that may overlap with the one before. */
    private static List<Integer> places(String text, String passage) {
        List<Integer> places = new ArrayList<>();
        int at = text.indexOf(passage);
        while (at >= 0 && places.size() < MAX_PLACES) {
            places.add(at);
            at = text.indexOf(passage, at + 1);
        }
        return places;
    }

    private static String ambiguous(String path, String text, List<Integer> places) {
        String often = places.size() < MAX_PLACES ? places.size() + " times" : MAX_PLACES + " times or more";
        return "old_text occurs " + often + " in '" + path + "', on the lines "
                + listed(places.stream()
                        .limit(SHOWN_PLACES + 1L)
                        .map(at -> lineOf(text, at))
                        .toList())
                + ". Add lines around the one that is meant, so that it occurs once.";
    }

    private static int lineOf(String text, int at) {
        return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    private static String absent(String path, String text, String passage) {
        String first = passage.strip().lines().findFirst().orElse("").strip();
        List<String> lines = text.lines().toList();
        List<Integer> alike = new ArrayList<>();
        for (int at = 0; at < lines.size() && !first.isEmpty(); at++) {
            if (lines.get(at).strip().equals(first)) alike.add(at + 1);
        }
        String hint = alike.isEmpty()
                ? "Read the file and copy the passage from it."
                : "Its first line stands on the lines " + listed(alike)
                        + ", but with other spaces or followed by something else: read the file there.";
        return "old_text does not occur in '" + path + "'. " + hint;
    }

    private static String listed(List<Integer> lines) {
        String some = lines.stream().limit(SHOWN_PLACES).map(String::valueOf).collect(Collectors.joining(", "));
        return lines.size() > SHOWN_PLACES ? some + ", …" : some;
    }

    private static String created(String path, String text) {
        return "Created " + path + " with " + text.lines().count() + " lines.";
    }

    private static String changed(String path, String before, String after) {
        if (before.equals(after)) return path + " holds this text already.";
        LineDiff diff = LineDiff.of(before, after);
        return "Changed " + path + "; lines added: " + diff.added() + ", removed: " + diff.removed() + ".\n"
                + diff.unified(SHOWN_LINES);
    }

    /** A channel that an interrupt closes says so by an exception of the disk. */
    private static ToolResult refusal(UnreadableFileException refused) throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException("writing was stopped");
        return ToolResult.failed(refused.explanation());
    }
}
