package dev.spindle.state;

import dev.spindle.context.Tag;
import dev.spindle.json.Json;
import dev.spindle.message.CallId;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolException.ToolFailed;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The built-in tool by which a model reads on in a result that was too long to show: {@code read_result}.
 *
 * <p>Whole results are facts of the run, kept with its events and as long as they are. A call is named by its place in the run, so a
 * model can reach results of its own run only, whatever it writes.
 */
public final class ReadResult {
    /** The tool's name. */
    public static final String NAME = "read_result";

    private static final int PAGE = 10_000;
    private static final int LONGEST_PAGE = 20_000;

    /** The results that can be read on in, by the call that they answer. */
    public static final Tag<Map<CallId, ToolResult>> SHORTENED = Tag.named("shortened results");

    private ReadResult() {}

    public static ToolFunction function() {
        return Lazy.FUNCTION;
    }

    /** Apart, since few runs need it and its schema takes a while to check. */
    private static final class Lazy {
        static final ToolFunction FUNCTION = ToolFunction.of(
                ToolSpec.of(
                        NAME,
                        "Reads on in the result of an earlier tool call that was shown in part only.",
                        Json.parse("""
                                {"type":"object","properties":{\
                                "result":{"type":"string","description":"The result's name, as its notice gives it"},\
                                "from":{"type":"integer","minimum":0,"description":"The first character, counted from 0"},\
                                "characters":{"type":"integer","minimum":1,"maximum":%d,"description":"How many; %d if left out"}},\
                                "required":["result","from"],"additionalProperties":false}""".formatted(LONGEST_PAGE, PAGE)),
                        Effect.READ),
                ReadResult::page);
    }

    /** What the model is told of the characters that are left out of a result, from one place to before another. */
    public static String notice(String result, int from, int to, int length) {
        return "[… characters " + from + " to " + to + " of " + length + " left out; read on with " + NAME
                + " {\"result\":\"" + result + "\",\"from\":" + from + "} …]";
    }

    private static ToolResult page(ToolInvocation invocation) {
        Json arguments = invocation.arguments();
        String name = arguments.get("result").string();
        ToolResult result = find(invocation, name);
        String whole = Objects.requireNonNull(result.marks().whole(), "a shortened result has its whole");
        long wanted = arguments.get("from").integer();
        if (wanted >= whole.length()) {
            throw new ToolFailed("Result '" + name + "' has " + whole.length() + " characters; give a smaller 'from'.");
        }
        int from = (int) wanted;
        long count = arguments.find("characters").map(Json::integer).orElse((long) PAGE);
        int to = (int) Math.min(whole.length(), from + count);
        String rest = to == whole.length() ? "[end of the result]" : notice(name, to, whole.length(), whole.length());
        ToolResult page = ToolResult.text(whole.substring(from, to) + "\n" + rest);
        return result.marks().untrusted() ? page.asUntrusted() : page;
    }

    private static ToolResult find(ToolInvocation invocation, String name) {
        Map<CallId, ToolResult> shortened = invocation.context().tag(SHORTENED);
        return shortened.entrySet().stream()
                .filter(each -> each.getKey().toString().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new ToolFailed("This run keeps no result '" + name + "'; it keeps "
                        + new TreeSet<>(shortened.keySet()) + "."));
    }
}
