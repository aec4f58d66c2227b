package dev.spindle.examples;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import dev.spindle.json.Json;
import dev.spindle.tool.PendingCall;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.UnreadableFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells what the tools that change files would change. */
final class FileForesight implements Foresight {
    private static final int AROUND = 3;

    /** More lines than these are not compared, since that could take minutes. */
    private static final int MOST_LINES = 3_000;

    private final ConfinedFolder folder;
    private final Foresight others;

    /**
     * Foresight for the files of a folder.
     *
     * @param others tells of all other tools
     */
    FileForesight(ConfinedFolder folder, Foresight others) {
        this.folder = folder;
        this.others = others;
    }

    @Override
    public Foreseen of(PendingCall call) {
        String path = text(call, "path");
        return switch (call.tool()) {
            case "write_file" -> ofWriting(path, text(call, "content"));
            case "edit_file" -> ofEditing(path, text(call, "old_text"), text(call, "new_text"));
            default -> others.of(call);
        };
    }

    private Foreseen ofWriting(String path, String content) {
        return comparing(path, before -> {
            if (before.isEmpty()) return Foreseen.of("It CREATES this file: there is none yet.");
            String text = before.get();
            String after = withLineEndsOf(text, content);
            if (text.equals(after)) return Foreseen.of("The file holds just this already.");
            String overwrites =
                    "It OVERWRITES a file of " + Closing.counted(lines(text).size(), "line") + ".";
            return compared(overwrites, text, after, "content");
        });
    }

    private Foreseen ofEditing(String path, String passage, String replacement) {
        return comparing(path, before -> {
            if (before.isEmpty()) return Foreseen.of("There is no such file: nothing will be changed.");
            String text = before.get();
            String old = withLineEndsOf(text, passage);
            int at = old.isEmpty() ? -1 : text.indexOf(old);
            if (at < 0 || text.indexOf(old, at + 1) >= 0) {
                return Foreseen.of("The passage does not stand there just once: nothing will be changed.");
            }
            String after =
                    text.substring(0, at) + withLineEndsOf(text, replacement) + text.substring(at + old.length());
            return compared("It CHANGES a passage of this file.", text, after, "old_text", "new_text");
        });
    }

    private Foreseen comparing(String path, Function<Optional<String>, Foreseen> change) {
        try {
            return change.apply(folder.findText(path));
        } catch (UnreadableFileException refused) {
            return Foreseen.of("What is there now cannot be read, so that nothing can be compared.");
        }
    }

    private static Foreseen compared(String remark, String before, String after, String... told) {
        if (isLong(before) || isLong(after)) return Foreseen.of(remark);
        return new Foreseen(List.of(remark), changes(before, after), Set.of(told));
    }

    /** As the tools do it: models write {@code \n}, and a file of another kind stays of its kind. */
    private static String withLineEndsOf(String file, String text) {
        return file.contains("\r\n") && !text.contains("\r") ? text.replace("\n", "\r\n") : text;
    }

    /** Without the two lines that name the files; the path is an argument, and shown as one. */
    private static List<String> changes(String before, String after) {
        List<String> lines = lines(before);
        Patch<String> found = DiffUtils.diff(lines, lines(after), new MyersDiffWithLinearSpace<>());
        List<String> unified = UnifiedDiffUtils.generateUnifiedDiff("", "", lines, joined(found), AROUND);
        return unified.subList(Math.min(2, unified.size()), unified.size());
    }

    /** What goes at a place before what comes there, as people know it, in whatever order it was found. */
    private static Patch<String> joined(Patch<String> found) {
        Patch<String> joined = new Patch<>();
        @Nullable AbstractDelta<String> last = null;
        for (AbstractDelta<String> next : found.getDeltas()) {
            boolean touches = last != null
                    && end(last.getSource()) == next.getSource().getPosition()
                    && end(last.getTarget()) == next.getTarget().getPosition();
            if (last != null && !touches) joined.addDelta(last);
            last = last != null && touches ? join(last, next) : next;
        }
        if (last != null) joined.addDelta(last);
        return joined;
    }

    private static AbstractDelta<String> join(AbstractDelta<String> one, AbstractDelta<String> two) {
        return new ChangeDelta<>(join(one.getSource(), two.getSource()), join(one.getTarget(), two.getTarget()));
    }

    private static Chunk<String> join(Chunk<String> one, Chunk<String> two) {
        List<String> lines = new ArrayList<>(one.getLines());
        lines.addAll(two.getLines());
        return new Chunk<>(one.getPosition(), lines);
    }

    private static int end(Chunk<String> chunk) {
        return chunk.getPosition() + chunk.size();
    }

    /** Only {@code \n} ends a line, so that other line ends are part of what is compared; so is a last line that is left open. */
    private static List<String> lines(String text) {
        if (text.isEmpty()) return List.of();
        if (text.endsWith("\n"))
            return List.of(text.substring(0, text.length() - 1).split("\n", -1));
        return List.of((text + " (no line end)").split("\n", -1));
    }

    private static boolean isLong(String text) {
        return text.chars().filter(character -> character == '\n').count() > MOST_LINES;
    }

    private static String text(PendingCall call, String argument) {
        return call.arguments()
                .find(argument)
                .filter(Json::isString)
                .map(Json::string)
                .orElse("");
    }
}
