package dev.spindle.tools.files;

import dev.spindle.json.Json;
import dev.spindle.tool.Param;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

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

    private static final int SHOWN_LINES = 80;

    private final ConfinedFolder folder;
    private final FilePlanning planning;
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
        this.planning = new FilePlanning(folder);
    }

    /**
     * What a call would do to files as they are now, without doing it: for those who are to decide about it.
     *
     * @return a change for each file, in order; empty if the call is of none of these tools
     * @throws UnreadableFileException if the call would be refused; its words tell why, and may hold words of the model
     */
    public Optional<List<PlannedChange>> findPlan(PendingCall call) {
        return switch (call.tool()) {
            case "write_file" -> Optional.of(List.of(planning.write(text(call, "path"), text(call, "content"))));
            case "edit_file" ->
                Optional.of(List.of(planning.edit(text(call, "path"), text(call, "old_text"), text(call, "new_text"))));
            case "apply_patch" -> Optional.of(planning.patch(text(call, "patch")));
            case "move_file" -> Optional.of(List.of(planning.move(text(call, "from"), text(call, "to"))));
            case "delete_file" -> Optional.of(List.of(planning.delete(text(call, "path"))));
            default -> Optional.empty();
        };
    }

    private static String text(PendingCall call, String argument) {
        return call.arguments()
                .find(argument)
                .filter(Json::isString)
                .map(Json::string)
                .orElse("");
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
        return changing(() -> written(planning.write(path, content)));
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
        return changing(() -> written(planning.edit(path, oldText, newText)));
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

    private String written(PlannedChange.Written change) {
        folder.write(change.path(), change.after());
        String before = change.before();
        return before == null ? created(change.path(), change.after()) : changed(change.path(), before, change.after());
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
