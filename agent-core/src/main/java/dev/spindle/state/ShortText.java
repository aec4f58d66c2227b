package dev.spindle.state;

import dev.spindle.message.CallId;
import dev.spindle.message.Part;
import dev.spindle.message.ToolMessage;
import dev.spindle.tool.ToolResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is shown of a tool result that is cut to make room. */
final class ShortText {
    private ShortText() {}

    /**
     * Its beginning, and how to get at the rest.
     *
     * @param shown characters of the beginning; of what strangers wrote nothing is shown, since a cut would open its fence
     * @param call by which the model can read on; null if the result is of an earlier run
     * @param wholes whole texts of results that were shown in part from the start
     */
    static String of(ToolMessage answer, int shown, @Nullable CallId call, Map<CallId, ToolResult> wholes) {
        ToolResult known = call == null ? null : wholes.get(call);
        String kept = known == null ? null : known.marks().whole();
        String whole = kept == null ? answer.text() : kept;
        int end = Fence.isIn(List.of(answer)) ? 0 : Math.min(shown, whole.length());
        if (end > 0 && end < whole.length() && Character.isLowSurrogate(whole.charAt(end))) end--;
        String head = end == 0 ? "" : whole.substring(0, end) + "\n";
        return head + notice(call, end, whole.length()) + attachments(answer);
    }

    private static String notice(@Nullable CallId call, int from, int length) {
        if (from == length) return "";
        if (call != null) return ReadResult.notice(call.toString(), from, length, length);
        return "[… characters " + from + " to " + length
                + " left out to make room; if you need them, call the tool again …]";
    }

    private static String attachments(ToolMessage answer) {
        long count = answer.parts().stream()
                .filter(part -> !(part instanceof Part.Text))
                .count();
        return count == 0 ? "" : "\n[attachments left out to make room: " + count + "]";
    }
}
