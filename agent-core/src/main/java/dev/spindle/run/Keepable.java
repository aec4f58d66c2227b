package dev.spindle.run;

import dev.spindle.event.CallAssessment;
import dev.spindle.event.CallAssessment.Verdict;
import dev.spindle.event.EventJson;
import dev.spindle.event.RunEvent.AskFailed;
import dev.spindle.event.RunEvent.Failure;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Replied;
import dev.spindle.event.RunEvent.ToolFinished;
import dev.spindle.event.RunEvent.ToolSuspended;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Part;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.model.ModelReply;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/*
 * A journal keeps no event that it could not read again. What a model or a tool gave that is larger would end the run by an exception,
 * and be bought again by whoever goes on with it; so it is recorded that it came, what it cost, and that it is too large. The same
 * holds in every journal. To count the characters of a small thing takes next to no time; only of a huge one is the JSON written.
 */
/** What is recorded of what came from outside, also if it is too large to be kept. */
final class Keepable {
    /** No character takes more in JSON. */
    private static final int LONGEST_ESCAPE = 6;

    /** What JSON puts around a call, an attempt or a part. */
    private static final int AROUND_ONE = 64;

    /** Values that one text of JSON may hold, a tenth less, for what stands around them in an event. */
    private static final int MOST_VALUES = 3_600_000;

    private static final int SURELY_KEPT = EventJson.MAX_GIVEN_CHARS / LONGEST_ESCAPE / 2;

    private Keepable() {}

    /** The reply, or that it is too large. */
    static Recorded of(Replied replied) {
        ModelReply reply = replied.reply();
        String json = roughSize(reply) <= SURELY_KEPT ? "" : Json.of(reply).text();
        Optional<String> flaw = flaw(json, values(json));
        if (flaw.isEmpty()) return replied;
        String why = "the reply has " + flaw.get()
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
        String json = roughSize(result) <= SURELY_KEPT ? "" : Json.of(result).text();
        Optional<String> flaw = flaw(json, values(json));
        if (flaw.isEmpty()) return result;
        Outcome outcome = result.outcome() == Outcome.OK ? Outcome.FAILED : result.outcome();
        String why = "The tool has run, but its result cannot be shown: it has " + flaw.get()
                + " can be kept. Ask it for less.";
        return ToolResult.of(outcome, why).withSpent(result.spent());
    }

    /** That calls inside a call wait, or that they are too large to be decided about one by one: then the call ends. */
    static Recorded of(ToolSuspended suspended) {
        long characters = 0;
        for (PendingCall call : suspended.waiting())
            characters += call.arguments().text().length();
        if (characters <= SURELY_KEPT) return suspended;
        String json = EventJson.write(suspended);
        if (json.length() <= EventJson.MAX_CHARS && values(json) <= MOST_VALUES) return suspended;
        String why =
                "The agent behind this tool made calls that wait for a person, and has not finished: their arguments have "
                        + characters + " characters, more than can be kept together. Give it less to do at once.";
        return new ToolFinished(suspended.at(), suspended.id(), suspended.tool(), ToolResult.of(Outcome.FAILED, why));
    }

    /**
     * What was found out about calls: of arguments that one event cannot hold, those of the later calls are refused.
     *
     * @param begun how many of the first were begun before, and are not refused any more
     */
    static List<CallAssessment> of(List<CallAssessment> found, int begun) {
        long characters = 0;
        for (CallAssessment call : found)
            characters += call.arguments().json().text().length();
        if (characters <= SURELY_KEPT) return found;
        List<CallAssessment> kept = new ArrayList<>(found.size());
        long values = 0;
        for (CallAssessment call : found) {
            long more = values(call.arguments().json().text());
            boolean fits = kept.size() < begun || values + more <= MOST_VALUES;
            kept.add(fits ? call : refused(call));
            if (fits) values += more;
        }
        return kept;
    }

    private static CallAssessment refused(CallAssessment call) {
        String why = "Not run: the arguments of this call, with those of the calls before it, hold more than "
                + MOST_VALUES + " values. Call it with fewer.";
        ToolResult answer = ToolResult.of(Outcome.INVALID_ARGUMENTS, why);
        return new CallAssessment(call.id(), call.tool(), Assessor.NO_ARGUMENTS, Verdict.ANSWERED, answer);
    }

    private static Optional<String> flaw(String json, long values) {
        if (json.length() > EventJson.MAX_GIVEN_CHARS)
            return Optional.of(json.length() + " characters of JSON, and at most " + EventJson.MAX_GIVEN_CHARS);
        return values > MOST_VALUES
                ? Optional.of("up to " + values + " values, and at most " + MOST_VALUES)
                : Optional.empty();
    }

    /** How many values and names a JSON text holds at most, brackets among them, as those count who read it. */
    private static long values(String json) {
        long values = 0;
        for (int at = 0; at < json.length(); at++) {
            switch (json.charAt(at)) {
                case '"' -> at = endOfString(json, at);
                case '{', '[' -> values += 2; // with its first value, if it has one
                case '}', ']', ',', ':' -> values++;
                default -> {}
            }
        }
        return values;
    }

    private static int endOfString(String json, int open) {
        int at = open + 1;
        while (json.charAt(at) != '"') at += json.charAt(at) == '\\' ? 2 : 1;
        return at;
    }

    private static String cut(String text) {
        if (text.length() <= SURELY_KEPT) return text;
        boolean splits = Character.isLowSurrogate(text.charAt(SURELY_KEPT));
        return text.substring(0, splits ? SURELY_KEPT - 1 : SURELY_KEPT);
    }

    private static long roughSize(ModelReply reply) {
        AssistantMessage said = reply.message();
        long size = (long) said.text().length() + said.extra().text().length();
        size += said.origin().length()
                + reply.model().length()
                + reply.finishWord().length();
        if (said.reasoning() != null) size += said.reasoning().length();
        if (said.refusal() != null) size += said.refusal().length();
        for (ToolCall call : said.toolCalls()) {
            size += call.id().length() + call.name().length() + call.arguments().length();
            size += call.extra().text().length() + AROUND_ONE;
        }
        for (ModelReply.Attempt failed : reply.failedAttempts())
            size += failed.model().length() + failed.failure().length() + AROUND_ONE;
        return size;
    }

    private static long roughSize(ToolResult result) {
        String whole = result.marks().whole();
        String stopping = result.marks().stopping();
        long size = whole == null ? 0 : whole.length();
        if (stopping != null) size += stopping.length();
        for (Part part : result.parts()) {
            boolean isText = part instanceof Part.Text;
            size += AROUND_ONE;
            size += isText
                    ? ((Part.Text) part).text().length()
                    : Json.of(part).text().length();
        }
        return size;
    }
}
