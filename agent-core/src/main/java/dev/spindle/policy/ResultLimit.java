package dev.spindle.policy;

import dev.spindle.message.Part;
import dev.spindle.run.Interceptor;
import dev.spindle.state.ReadResult;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps tool results from flooding the context: of a longer text the model reads the head and the tail, and the rest, if it wants to,
 * with the built-in tool {@link ReadResult}.
 *
 * <p>The whole is kept in the run's events, at most {@value #MOST_KEPT} characters of it: it outlives a crash as they do, and is gone
 * when they are. Interceptors that change the text of results, such as a redaction, belong behind this one in the list.
 *
 * @param maxCharacters of one result's text, at least 200
 */
public record ResultLimit(int maxCharacters) implements Interceptor {
    static final int MOST_KEPT = 2_000_000;

    /** Checks the size. */
    public ResultLimit {
        if (maxCharacters < 200) {
            throw new IllegalArgumentException("maxCharacters is " + maxCharacters + "; it must be at least 200");
        }
    }

    /** 50,000 characters, some 12,000 tokens. */
    public static ResultLimit standard() {
        return new ResultLimit(50_000);
    }

    @Override
    public ToolResult aroundTool(ToolInvocation invocation, ToolInvocation.Handler next) throws Exception {
        ToolResult result = next.call(invocation);
        boolean paged = invocation.spec().name().equals(ReadResult.NAME);
        String whole = bounded(result.text());
        if (paged || whole.length() <= maxCharacters) return result;
        List<Part> share = new ArrayList<>();
        share.add(new Part.Text(share(whole, invocation.id().toString())));
        result.parts().stream().filter(part -> !(part instanceof Part.Text)).forEach(share::add);
        return result.withShare(share, whole);
    }

    private static String bounded(String text) {
        return text.length() <= MOST_KEPT ? text : text.substring(0, MOST_KEPT) + "\n[the rest was not kept]";
    }

    private String share(String whole, String result) {
        int head = maxCharacters * 3 / 4;
        int from = whole.length() - (maxCharacters - head);
        if (Character.isLowSurrogate(whole.charAt(head))) head--;
        if (Character.isLowSurrogate(whole.charAt(from))) from++;
        String notice = ReadResult.notice(result, head, from, whole.length());
        return whole.substring(0, head) + "\n" + notice + "\n" + whole.substring(from);
    }
}
