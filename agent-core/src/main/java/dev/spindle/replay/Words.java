package dev.spindle.replay;

import dev.spindle.event.CallAssessment;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.AnswerAssessment;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.state.Step;
import dev.spindle.tool.ToolResult;
import java.util.Locale;

/** Steps, events and findings in words for people, each on one line and bounded. */
final class Words {
    private static final int EXCERPT = 60;
    private static final int BEFORE_CHANGE = 20;
    private static final int FINGERPRINT = 8;

    private Words() {}

    static String of(Recorded event) {
        if (event instanceof RunEvent.Replied || event instanceof RunEvent.AskFailed) return "the model was asked";
        if (event instanceof RunEvent.Assessed assessed) {
            return assessed.calls().isEmpty()
                    ? "the answer was assessed"
                    : assessed.calls().size() + " calls were assessed";
        }
        if (event instanceof RunEvent.Compacted) return "the conversation was compacted";
        if (event instanceof RunEvent.ToolStarted started) return "tool '" + started.tool() + "' was called";
        if (event instanceof RunEvent.Stopped stopped) return "a stop: " + of(stopped.reason());
        if (event instanceof RunEvent.Finished finished) return "the end: " + of(finished.reason());
        return "the event " + event.getClass().getSimpleName();
    }

    static String of(Step step) {
        if (step instanceof Step.AskModel) return "the model would be asked";
        if (step instanceof Step.Assess assess) {
            return assess.calls().isEmpty()
                    ? "the answer would be assessed"
                    : assess.calls().size() + " calls would be assessed";
        }
        if (step instanceof Step.Compact) return "the conversation would be compacted";
        if (step instanceof Step.CallTools tools) return "the calls " + tools.calls() + " would run";
        if (step instanceof Step.Stop stop) {
            return "it would stop: " + of(stop.reason()) + (stop.detail().isEmpty() ? "" : ", " + stop.detail());
        }
        return "the step " + step;
    }

    static String of(CallAssessment call) {
        ToolResult answer = call.answer();
        String arguments = " with " + excerpt(call.arguments().json().text(), 0);
        String tool = " as " + call.tool().effect() + (call.tool().sequential() ? ", in turn," : "");
        return switch (call.verdict()) {
            case READY -> "ready to run" + tool + arguments;
            case NEEDS_APPROVAL -> "waiting for approval" + tool + arguments;
            case IN_DOUBT -> "in doubt";
            case ANSWERED -> "answered " + (answer == null ? "" : excerpt(answer.text(), 0));
        };
    }

    static String of(AnswerAssessment answer) {
        return answer.value() != null ? "accepted" : "sent back: " + excerpt(String.join(" ", answer.errors()), 0);
    }

    /** A constant such as {@code TURN_LIMIT} in plain words. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String fingerprint(String hash) {
        return "fingerprint " + hash.substring(0, Math.min(FINGERPRINT, hash.length())) + "…";
    }

    /** The first place where two texts differ, as it was and as it is. */
    static String change(String then, String now) {
        int same = 0;
        int most = Math.min(then.length(), now.length());
        while (same < most && then.charAt(same) == now.charAt(same)) same++;
        int from = Math.max(0, same - BEFORE_CHANGE);
        return excerpt(then, from) + ", now " + excerpt(now, from);
    }

    private static String excerpt(String text, int from) {
        int to = Math.min(text.length(), from + EXCERPT);
        String middle = Lines.one(text.substring(Math.min(from, text.length()), to));
        return "'" + (from > 0 ? "…" : "") + middle + (to < text.length() ? "…" : "") + "'";
    }
}
