package dev.spindle.examples;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares two texts, line by line, in the unified form. */
final class Comparison {
    private static final int AROUND = 3;

    /** More lines than these are not compared, since that could take minutes. */
    private static final int MOST_LINES = 3_000;

    private Comparison() {}

    /** Whether the texts are short enough to be compared. */
    static boolean isPossible(String before, String after) {
        return !isLong(before) && !isLong(after);
    }

    /** Without the two lines that name the files; the path is an argument, and shown as one. */
    static List<String> of(String before, String after) {
        List<String> lines = lines(before);
        Patch<String> found = DiffUtils.diff(lines, lines(after), new MyersDiffWithLinearSpace<>());
        List<String> unified = UnifiedDiffUtils.generateUnifiedDiff("", "", lines, joined(found), AROUND);
        return unified.stream().skip(2).map(Comparison::numbered).toList();
    }

    /** As others write it, a text without lines begins at line 0. */
    private static String numbered(String line) {
        return line.startsWith("@@ ") ? line.replace("-1,0 ", "-0,0 ").replace("+1,0 ", "+0,0 ") : line;
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
    static List<String> lines(String text) {
        if (text.isEmpty()) return List.of();
        if (text.endsWith("\n"))
            return List.of(text.substring(0, text.length() - 1).split("\n", -1));
        return List.of((text + " (no line end)").split("\n", -1));
    }

    private static boolean isLong(String text) {
        return text.chars().filter(character -> character == '\n').count() > MOST_LINES;
    }
}
