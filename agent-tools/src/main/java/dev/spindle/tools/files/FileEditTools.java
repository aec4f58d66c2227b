package dev.spindle.tools.files;

import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Tools that write the text files below one folder; each call waits for a person's approval.
 *
 * <p>Where a model can write is said at {@link ConfinedFolder#write}. Files keep their encoding, line ends and permissions, new ones are UTF-8; a
 * call changes a file whole or not at all, and the model reads what it changed. Thread-safe: one file is changed at a time.
 */
public final class FileEditTools {
    private static final String PATH = "The file's path, such as 'src/main/App.java'";
    private static final String OLD_TEXT =
            "The passage to replace, exactly as it stands in the file, without line numbers; long enough to occur only once";

    private static final String PATCH =
            "Either a unified diff ('--- a/x', '+++ b/x', '@@ -1,3 +1,4 @@'; /dev/null for files that come or go), or, below a line with the"
                    + " file's path, blocks of '<<<<<<< SEARCH', the lines to replace, '=======', the new lines, '>>>>>>> REPLACE'";

    private static final String MARK = "\uFEFF";
    private static final int SHOWN_LINES = 80;
    private static final int SHOWN_PLACES = 10;
    private static final int MAX_PLACES = 1_000;
    private static final Duration MAX_TIME = Duration.ofSeconds(10);

    private final ConfinedFolder folder;
    private final ReentrantLock changing = new ReentrantLock();

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
    public ToolResult writeFile(@Param(PATH) String path, @Param("All of its text") String content)
            throws InterruptedException {
        changing.lockInterruptibly();
        try {
            Optional<String> before = folder.findText(path);
            String after = likeBefore(before.orElse(""), content);
            folder.write(path, after);
            return ToolResult.text(before.isPresent() ? changed(path, before.get(), after) : created(path, after));
        } catch (UnreadableFileException refused) {
            return refusal(refused);
        } finally {
            changing.unlock();
        }
    }

    /** Replaces one passage of a file, which must occur exactly once, and shows what changed. */
    @Tool(
            name = "edit_file",
            value = "Replaces one passage of a text file by another. Read the file first.",
            effect = Effect.WRITE,
            approval = true,
            sequential = true)
    public ToolResult editFile(
            @Param(PATH) String path,
            @Param(value = OLD_TEXT, name = "old_text") String oldText,
            @Param(value = "What takes its place; empty to remove it", name = "new_text") String newText)
            throws InterruptedException {
        changing.lockInterruptibly();
        try {
            Optional<String> before = folder.findText(path);
            if (before.isEmpty())
                return ToolResult.failed("There is no file '" + path + "'. Create it with write_file.");
            return edit(path, before.get(), oldText, newText);
        } catch (UnreadableFileException refused) {
            return refusal(refused);
        } finally {
            changing.unlock();
        }
    }

    /** Applies a patch to one file or several, all of it or nothing, and shows what changed. */
    @Tool(
            name = "apply_patch",
            value =
                    "Changes, creates and deletes text files by a patch: all of it, or nothing if any part does not fit.",
            effect = Effect.WRITE,
            approval = true,
            sequential = true)
    public ToolResult applyPatch(@Param(PATCH) String patch) throws InterruptedException {
        return changing(() -> new Patching(folder).apply(patch));
    }

    /** Gives a file another path. */
    @Tool(
            name = "move_file",
            value = "Gives a file another name, or moves it to another folder. Nothing may be there yet.",
            effect = Effect.WRITE,
            approval = true,
            sequential = true)
    public ToolResult moveFile(
            @Param(value = PATH, name = "from") String from, @Param(value = "Its new path", name = "to") String to)
            throws InterruptedException {
        return changing(() -> {
            folder.move(from, to);
            return "Moved " + from + " to " + to + ".";
        });
    }

    /** Removes a file. */
    @Tool(
            name = "delete_file",
            value = "Deletes one file. It cannot be brought back.",
            effect = Effect.WRITE,
            approval = true,
            sequential = true)
    public ToolResult deleteFile(@Param(PATH) String path) throws InterruptedException {
        return changing(() -> {
            folder.delete(path);
            return "Deleted " + path + ".";
        });
    }

    private ToolResult changing(Supplier<String> change) throws InterruptedException {
        changing.lockInterruptibly();
        try {
            return ToolResult.text(change.get());
        } catch (UnreadableFileException refused) {
            return refusal(refused);
        } finally {
            changing.unlock();
        }
    }

    private ToolResult edit(String path, String before, String oldText, String newText) {
        if (oldText.isEmpty()) {
            return ToolResult.failed(
                    "old_text is empty. Give the passage to replace; to write a whole file, use write_file.");
        }
        if (oldText.equals(newText))
            return ToolResult.failed("old_text and new_text are the same. Nothing was changed.");
        LineEnds lines = LineEnds.asWritten(before, oldText);
        List<Integer> places = PassageSearch.places(lines.text(), oldText, MAX_PLACES, new Patience(MAX_TIME));
        if (places.isEmpty()) return ToolResult.failed(absent(path, before, oldText));
        if (places.size() > 1) return ToolResult.failed(ambiguous(path, lines.text(), places));
        int at = places.get(0);
        String after = lines.withReplaced(at, at + oldText.length(), newText);
        if (after.equals(before)) return ToolResult.failed("old_text and new_text are the same. Nothing was changed.");
        folder.write(path, after);
        return ToolResult.text(changed(path, before, after));
    }

    /** Models write {@code \n} and no mark at the beginning; a file of another kind stays of its kind. */
    private static String likeBefore(String file, String text) {
        boolean otherEnds = file.contains("\r\n") && !text.contains("\r");
        String ended = otherEnds ? text.replace("\n", "\r\n") : text;
        return file.startsWith(MARK) && !text.startsWith(MARK) ? MARK + ended : ended;
    }

    private static String ambiguous(String path, String text, List<Integer> places) {
        String often = places.size() < MAX_PLACES ? places.size() + " times" : MAX_PLACES + " times or more";
        return "old_text occurs " + often + " in '" + path + "', on the lines "
                + listed(linesOf(text, places.subList(0, Math.min(SHOWN_PLACES + 1, places.size()))))
                + ". Add lines around the one that is meant, so that it occurs once.";
    }

    /** The lines of places that are in order. */
    private static List<Integer> linesOf(String text, List<Integer> places) {
        List<Integer> lines = new ArrayList<>();
        int line = 1;
        int from = 0;
        for (int place : places) {
            while (from < place) if (text.charAt(from++) == '\n') line++;
            lines.add(line);
        }
        return lines;
    }

    private static String absent(String path, String text, String passage) {
        String first = passage.strip().lines().findFirst().orElse("").strip();
        List<Integer> alike = new ArrayList<>();
        Iterator<String> lines = text.lines().iterator();
        for (int line = 1; lines.hasNext() && !first.isEmpty() && alike.size() <= SHOWN_PLACES; line++) {
            if (lines.next().strip().equals(first)) alike.add(line);
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
        if (LineDiff.isTooLong(before) || LineDiff.isTooLong(after)) {
            return "Changed " + path + ", which has too many lines to show what changed; characters before: "
                    + before.length() + ", now: " + after.length() + ".";
        }
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
