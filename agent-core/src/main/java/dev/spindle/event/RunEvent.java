package dev.spindle.event;

import dev.spindle.json.Json;
import dev.spindle.message.CallId;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelReply;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Something that happened in a run. */
public sealed interface RunEvent {
    /** A fact: kept in the journal, and folded into the state of the run. */
    sealed interface Recorded extends RunEvent {
        /** Where it stands in the journal, and when it happened. */
        At at();
    }

    /** A sound, not a fact: heard while it happens, kept nowhere, and void if no fact follows. */
    sealed interface Live extends RunEvent {
        /** Where it belongs. */
        Moment moment();
    }

    /**
     * The place and time of a recorded event.
     *
     * @param position from 0, without gaps
     */
    record At(long position, Instant time) {}

    /**
     * The place of a live event, by which a consumer that reconnects can read on from the journal.
     *
     * @param position of the recorded event that it leads up to
     * @param attempt at asking the model, from 0
     * @param sequence among all live events of this driver, from 0
     */
    record Moment(long position, int attempt, long sequence) {}

    /**
     * A run began.
     *
     * @param owner who drives it
     * @param origin the run that it is a fork of; null if it is none
     * @param about what is known of it beside what is said in it
     */
    record Started(
            At at,
            String runId,
            String owner,
            Opening opening,
            Terms terms,
            @Nullable Origin origin,
            @Nullable About about)
            implements Recorded {
        /** Null in JSON if there is nothing, as in what was written before there was anything. */
        public Started {
            about = About.NOTHING.equals(about) ? null : about;
        }

        /** A beginning of which nothing more is known. */
        public Started(At at, String runId, String owner, Opening opening, Terms terms, @Nullable Origin origin) {
            this(at, runId, owner, opening, terms, origin, null);
        }

        /** What is known of it beside what is said in it. */
        @Override
        public About about() {
            return about == null ? About.NOTHING : about;
        }

        /** This beginning, with something else said. */
        public Started withOpening(Opening other) {
            return new Started(at, runId, owner, other, terms, origin, about);
        }

        /** This beginning, on other terms. */
        public Started withTerms(Terms other) {
            return new Started(at, runId, owner, opening, other, origin, about);
        }
    }

    /**
     * What is known of a run beside what is said in it.
     *
     * @param labels by which it can be found, such as user and tenant, in order of name
     * @param tainted whether its question may hold what strangers have written
     */
    record About(Map<String, String> labels, boolean tainted) {
        /** Nothing. */
        public static final About NOTHING = new About(Map.of(), false);

        /** The label with the name of the run's agent. */
        public static final String AGENT = "agent";

        /** Copies the labels. */
        public About {
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        }
    }

    /**
     * Where a fork comes from. The events before the position are copies; what they spent was spent there.
     *
     * @param position of the first event that is its own
     */
    record Origin(String runId, long position) {}

    /**
     * What is said at the start of a run.
     *
     * @param conversation the conversation that it continues; empty for none
     * @param instructions to the model; empty for none
     * @param history what the conversation remembers
     * @param input the question
     * @param asked which of the agent's settings the request has replaced; null for none
     */
    record Opening(
            String conversation,
            String instructions,
            List<Message> history,
            UserMessage input,
            @Nullable Asked asked) {
        /** Copies the history. */
        public Opening {
            history = Transcript.listOf(history);
        }

        /** This opening, with other instructions. */
        public Opening withInstructions(String other) {
            return new Opening(conversation, other, history, input, asked);
        }

        /** This opening, with another history. */
        public Opening withHistory(List<Message> other) {
            return new Opening(conversation, instructions, other, input, asked);
        }
    }

    /** Which of the agent's settings a request has replaced, so that a change of those does not touch the run. */
    record Asked(boolean instructions, boolean options, boolean limits) {}

    /**
     * On what terms a run runs.
     *
     * @param model asked, as it calls itself
     * @param tools that the model is shown at the first turn
     * @param output the form of the answer; null for free text
     * @param room how full the model's context may become; null if the conversation is never compacted
     */
    record Terms(
            String model,
            ModelOptions options,
            Limits limits,
            List<ToolSpec> tools,
            @Nullable OutputSchema output,
            @Nullable Room room) {
        /** Copies the tools. */
        public Terms {
            tools = List.copyOf(tools);
        }

        /** These terms, with other tools. */
        public Terms withTools(List<ToolSpec> others) {
            return new Terms(model, options, limits, others, output, room);
        }

        /** These terms, with another form of the answer. */
        public Terms withOutput(@Nullable OutputSchema other) {
            return new Terms(model, options, limits, tools, other, room);
        }
    }

    /**
     * How full a model's context may become before the conversation is compacted.
     *
     * @param most input tokens that are well; {@link Long#MAX_VALUE} if only the server says when it is too much
     * @param opening tokens of what is said at the start, as far as they matter before the first reply
     */
    record Room(long most, long opening) {}

    /**
     * Somebody goes on with the run; a driver's first act, so that the loser of a race stops before any call.
     *
     * @param fence grows with each driver
     */
    record Resumed(At at, String owner, long fence) implements Recorded {}

    /**
     * Something came from outside.
     *
     * @param posted whether it came through the journal's inbox
     * @param refusal why it was refused, and so changes nothing; null if it was taken
     */
    record Received(
            At at, Input input, boolean posted, @Nullable String refusal) implements Recorded {
        /** Something that was taken. */
        public Received(At at, Input input, boolean posted) {
            this(at, input, posted, null);
        }
    }

    /**
     * The model replied.
     *
     * @param asked the model that was asked, as it calls itself
     * @param fingerprint SHA-256 of what it was asked, in hexadecimal
     */
    record Replied(At at, ModelReply reply, String asked, String fingerprint) implements Recorded {}

    /** The model gave no reply. */
    record AskFailed(At at, Failure failure) implements Recorded {}

    /**
     * Why the model gave no reply.
     *
     * @param kind the name of the {@link dev.spindle.model.ModelException}, "Cancelled", "Expired", "OverCost",
     *     "OverTokens", "TooLarge", or the class that a model threw
     * @param message for people
     * @param partialText what had arrived of the answer
     * @param spent as far as known
     */
    record Failure(String kind, String message, String partialText, Spent spent) {
        /** The kind of a call that was stopped because the run's time was up. */
        public static final String EXPIRED = "Expired";

        /** The kind of a call that was stopped because the run was cancelled. */
        public static final String CANCELLED = "Cancelled";

        /** The kind of a call whose reply is too large to be kept. */
        public static final String TOO_LARGE = "TooLarge";

        /** The kind of a call that the server refused because the conversation is too long for the model. */
        public static final String CONTEXT_TOO_LONG = ModelException.ContextTooLong.class.getSimpleName();
    }

    /**
     * What the model wrote was looked at.
     *
     * @param calls what is to be done with each call; empty if the answer was assessed
     * @param answer what was found of the final answer; null if calls were assessed
     */
    record Assessed(
            At at, List<CallAssessment> calls, @Nullable AnswerAssessment answer) implements Recorded {
        /** Copies the calls. */
        public Assessed {
            calls = List.copyOf(calls);
        }
    }

    /**
     * What was known of a call's tool.
     *
     * @param effect what running it does; WRITE if there is no such tool
     * @param sequential whether it waits for the calls before it
     */
    record AssessedTool(String name, Effect effect, boolean sequential) {}

    /**
     * Arguments that were read and checked.
     *
     * @param json after repair and coercion; an empty object if they were rejected
     * @param hash SHA-256 of its canonical text, in hexadecimal
     * @param notes what was repaired or coerced
     */
    record CheckedArguments(Json json, String hash, List<String> notes) {
        /** Copies the notes. */
        public CheckedArguments {
            notes = List.copyOf(notes);
        }

        /** Whether these are the other arguments, however they are written. */
        public boolean isSameAs(CheckedArguments other) {
            return hash.equals(other.hash) || json.canonical().equals(other.json.canonical());
        }
    }

    /**
     * What was found of a final answer that must have a form.
     *
     * @param value the answer as JSON; null if it does not fit
     * @param errors what does not fit, for the model
     */
    record AnswerAssessment(@Nullable Json value, List<String> errors) {
        /** Copies the errors. */
        public AnswerAssessment {
            errors = List.copyOf(errors);
        }
    }

    /** A tool is about to run; until it finishes, it may or may not have taken effect. */
    record ToolStarted(At at, CallId id, String tool) implements Recorded {}

    /**
     * A tool ended without an answer: calls inside it, made by an agent of its own, wait for a person.
     *
     * @param waiting by the paths known inside
     */
    record ToolSuspended(At at, CallId id, String tool, List<PendingCall> waiting) implements Recorded {
        /** Copies the calls. */
        public ToolSuspended {
            waiting = List.copyOf(waiting);
        }
    }

    /** A tool call ended. */
    record ToolFinished(At at, CallId id, String tool, ToolResult result) implements Recorded {}

    /**
     * From now on the model is shown less of the conversation, which itself stays as it is.
     *
     * @param summary stands for its older part; null if that is shown as it was before
     * @param results shown shorter, besides those that were before
     * @param spent on the summary
     * @param detail for people: why there is no summary though one was wanted; else empty
     */
    record Compacted(At at, @Nullable Summary summary, List<ShortResult> results, Spent spent, String detail)
            implements Recorded {
        /** Copies the results. */
        public Compacted {
            results = List.copyOf(results);
        }

        /** Whether the model is shown what it was shown before. */
        public boolean changesNothing() {
            return summary == null && results.isEmpty();
        }
    }

    /**
     * What stands for the older part of a conversation.
     *
     * @param upTo the first message that it does not stand for, counted from 0 behind the run's instructions
     * @param kept messages before that one, counted likewise, which are shown all the same, ahead of the summary; the instructions go without saying
     * @param text as the model reads it, as words of a user
     * @param asked the model that wrote it, as it calls itself
     * @param fingerprint SHA-256 of what it was asked, in hexadecimal
     */
    record Summary(int upTo, List<Integer> kept, String text, String asked, String fingerprint) {
        /** Copies the places of what is kept. */
        public Summary {
            kept = List.copyOf(kept);
        }
    }

    /**
     * A tool result that is shown shorter.
     *
     * @param message its place in the conversation, counted from 0 behind the run's instructions
     * @param text what is shown in place of all its parts
     * @param call the call of this run that it answers; null if it is of an earlier run
     */
    record ShortResult(int message, String text, @Nullable CallId call) {}

    /** The run stopped and can be resumed. */
    record Stopped(At at, StopReason reason, String detail) implements Recorded {}

    /** The run is over. */
    record Finished(At at, StopReason reason, String text) implements Recorded {}

    /** The model wrote some of its answer. */
    record TextWritten(Moment moment, String text) implements Live {}

    /** The model wrote some of its thinking. */
    record ReasoningWritten(Moment moment, String text) implements Live {}

    /** The model wrote some of a tool call. */
    record ArgumentsWritten(Moment moment, int index, String tool, String piece) implements Live {}

    /** The reply that was being written failed; what was heard of it is void. */
    record ReplyDropped(Moment moment, String why) implements Live {}

    /** The model is asked again after a pause. */
    record AttemptDelayed(Moment moment, Duration pause, String why) implements Live {}

    /** A tool tells how far it is. */
    record ToolProgressed(Moment moment, CallId id, String text) implements Live {}

    /** An agent that answers the call at this path recorded something, or was heard; the path of its own children goes on: 2.0/0.1. */
    record ChildHeard(Moment moment, String path, RunEvent event) implements Live {}

    /** A tool did not heed its interruption; it was left behind, and whatever it returns is dropped. */
    record ToolAbandoned(Moment moment, CallId id, String tool) implements Live {}
}
