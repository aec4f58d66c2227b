package dev.spindle.run;

import dev.spindle.event.EventJson;
import dev.spindle.event.RunEvent.AskFailed;
import dev.spindle.event.RunEvent.Failure;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Replied;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Part;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.model.ModelReply;
import dev.spindle.tool.ToolResult;

/*
 * A journal keeps no event that it could not read again. What a model or a tool gave that is larger would end the run by an exception,
 * and be bought again by whoever goes on with it; so it is recorded that it came, what it cost, and that it is too large. The same
 * holds in every journal. To count the characters of a small thing takes next to no time; only of a huge one is the JSON written.
 */
/** What is recorded of what came from outside, also if it is too large to be kept. */
final class Keepable {
    /** No character takes more in JSON. */
    private static final int LONGEST_ESCAPE = 6;

    private static final int SURELY_KEPT = EventJson.MAX_GIVEN_CHARS / LONGEST_ESCAPE / 2;

    private Keepable() {}

    /** The reply, or that it is too large. */
    static Recorded of(Replied replied) {
        ModelReply reply = replied.reply();
        long size = roughSize(reply) <= SURELY_KEPT ? 0 : Json.of(reply).text().length();
        if (size <= EventJson.MAX_GIVEN_CHARS) return replied;
        String why = "the reply has " + size + " characters of JSON, and at most " + EventJson.MAX_GIVEN_CHARS
                + " can be kept; let the model write less, for example by ModelOptions.withMaxTokens";
        return new AskFailed(
                replied.at(),
                of(new Failure(Failure.TOO_LARGE, why, reply.message().text(), reply.spentInAll())));
    }

    /** The failure, its texts cut where they could not be kept. */
    static Failure of(Failure failure) {
        return new Failure(failure.kind(), cut(failure.message()), cut(failure.partialText()), failure.spent());
    }

    /** The result, or that it is too large; the tool has run either way. */
    static ToolResult of(ToolResult result) {
        long size =
                roughSize(result) <= SURELY_KEPT ? 0 : Json.of(result).text().length();
        if (size <= EventJson.MAX_GIVEN_CHARS) return result;
        Outcome outcome = result.outcome() == Outcome.OK ? Outcome.FAILED : result.outcome();
        String why = "The tool has run, but its result cannot be shown: it has " + size
                + " characters of JSON, and at most " + EventJson.MAX_GIVEN_CHARS + " can be kept. Ask it for less.";
        return ToolResult.of(outcome, why).withSpent(result.spent());
    }

    private static String cut(String text) {
        if (text.length() <= SURELY_KEPT) return text;
        boolean splits = Character.isLowSurrogate(text.charAt(SURELY_KEPT));
        return text.substring(0, splits ? SURELY_KEPT - 1 : SURELY_KEPT);
    }

    private static long roughSize(ModelReply reply) {
        AssistantMessage said = reply.message();
        long size = (long) said.text().length() + said.extra().text().length();
        if (said.reasoning() != null) size += said.reasoning().length();
        if (said.refusal() != null) size += said.refusal().length();
        for (ToolCall call : said.toolCalls()) {
            size += call.id().length() + call.name().length() + call.arguments().length();
            size += call.extra().text().length();
        }
        for (ModelReply.Attempt failed : reply.failedAttempts())
            size += failed.failure().length();
        return size;
    }

    private static long roughSize(ToolResult result) {
        String whole = result.marks().whole();
        long size = whole == null ? 0 : whole.length();
        for (Part part : result.parts()) {
            boolean isText = part instanceof Part.Text;
            size += isText
                    ? ((Part.Text) part).text().length()
                    : Json.of(part).text().length();
        }
        return size;
    }
}
