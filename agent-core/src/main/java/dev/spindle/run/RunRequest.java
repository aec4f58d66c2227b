package dev.spindle.run;

import dev.spindle.context.Cancellation;
import dev.spindle.context.RunContext;
import dev.spindle.context.Tag;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent.About;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Budget;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.model.ModelOptions;
import dev.spindle.state.RunState;
import dev.spindle.tool.AnswerForm;
import dev.spindle.tool.ToolException;
import dev.spindle.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a run is asked to do: begin with a question, or go on where one stopped.
 *
 * <p>Immutable; {@code with…} returns a changed copy.
 *
 * @param runId the run; a known one goes on, or its result is given again
 * @param input the question; null to go on
 * @param conversation whose memory it continues; empty for none
 * @param overrides what differs from the agent's own settings
 * @param inputs what comes from outside at its start: decisions, further words, other limits
 * @param caller what travels with the run and is not recorded
 * @param about what is recorded of a new run beside what is said in it
 */
public record RunRequest(
        String runId,
        @Nullable UserMessage input,
        String conversation,
        Overrides overrides,
        List<Input> inputs,
        Caller caller,
        About about) {
    private static final int MOST_LABELS = 32;
    private static final int LONGEST_LABEL = 256;

    /**
     * What differs from the agent's own settings; null for what does not.
     *
     * @param instructions to the model
     * @param history what was said before, as far as no memory knows it
     * @param output the form of the answer; null for free text
     */
    public record Overrides(
            @Nullable String instructions,
            List<Message> history,
            @Nullable ModelOptions options,
            @Nullable Limits limits,
            @Nullable OutputSchema output) {
        /** Copies the history. */
        public Overrides {
            history = List.copyOf(history);
        }
    }

    /** What travels with the run and is not recorded. */
    public record Caller(Cancellation cancellation, Tag.Values tags) {}

    private static final String NO_QUESTION =
            "the question is null; give a text, or go on with a run by resume(runId) or RunRequest.resuming(runId)";

    /** Copies the inputs. */
    public RunRequest {
        inputs = List.copyOf(inputs);
    }

    /** A question of text, under a new run id. */
    public static RunRequest of(String text) {
        return of(UserMessage.of(Objects.requireNonNull(text, NO_QUESTION)));
    }

    /** A question, under a new run id. */
    public static RunRequest of(UserMessage input) {
        Objects.requireNonNull(input, NO_QUESTION);
        return new RunRequest(
                UUID.randomUUID().toString(), input, "", NOTHING_ELSE, List.of(), nobody(), About.NOTHING);
    }

    /** Goes on with a run that stopped. */
    public static RunRequest resuming(String runId) {
        Objects.requireNonNull(runId, "the run id is null; give the id of a run, RunResult.runId()");
        return new RunRequest(runId, null, "", NOTHING_ELSE, List.of(), nobody(), About.NOTHING);
    }

    private static final Overrides NOTHING_ELSE = new Overrides(null, List.of(), null, null, null);

    private static Caller nobody() {
        return new Caller(Cancellation.create(), Tag.Values.NONE);
    }

    /**
     * Under an id of your own: asking again with the same id and question goes on, or gives the result again, if the journal still keeps
     * the run. {@link dev.spindle.journal.InMemoryJournal} drops what has finished, so that the question is asked anew.
     */
    public RunRequest withRunId(String id) {
        Objects.requireNonNull(id, "the run id is null; give one, or leave withRunId(…) out");
        return new RunRequest(id, input, conversation, overrides, inputs, caller, about);
    }

    /** As the next turn of a conversation. */
    public RunRequest inConversation(String id) {
        Objects.requireNonNull(id, "the conversation is null; give one, or leave inConversation(…) out");
        return new RunRequest(runId, input, id, overrides, inputs, caller, about);
    }

    /**
     * With an answer of this type, in place of what the agent returns: the model is told its schema, and whatever keeps an answer from
     * being a value of the type is told to it, at most {@link Limits#maxCorrections} times; then the run stops with {@code
     * INVALID_OUTPUT}. Of the type its name and schema are recorded. A run that goes on elsewhere is told the type again, if its agent does
     * not return it; else only the schema is known.
     */
    public RunRequest returning(Class<?> type) {
        return returning(type, any -> List.of());
    }

    /**
     * With an answer of this type that somebody else looks at, too.
     *
     * @param validator says what is wrong with a value, in words for the model, nothing if it is right; what it throws counts as such
     *     words
     */
    public <T> RunRequest returning(Class<T> type, Function<? super T, List<String>> validator) {
        RunSetup.Answer answer = RunSetup.Answer.of(type, validator);
        return returning(answer.output()).withTag(AnswerForm.TAG, answer.form());
    }

    /** With an answer of this form. */
    public RunRequest returning(OutputSchema output) {
        return with(
                new Overrides(overrides.instructions, overrides.history, overrides.options, overrides.limits, output));
    }

    /** With instructions of its own, made for this user or this moment, in place of the agent's. */
    public RunRequest withInstructions(String instructions) {
        return with(
                new Overrides(instructions, overrides.history, overrides.options, overrides.limits, overrides.output));
    }

    /**
     * With messages before the question: examples of good answers, or a conversation that is kept elsewhere.
     *
     * <p>They come before what a memory knows, and are mended by {@link dev.spindle.message.Transcript#repaired} if they are not whole.
     */
    public RunRequest withHistory(List<? extends Message> history) {
        return with(new Overrides(
                overrides.instructions, List.copyOf(history), overrides.options, overrides.limits, overrides.output));
    }

    /** With other options of the model. */
    public RunRequest withOptions(ModelOptions options) {
        return with(
                new Overrides(overrides.instructions, overrides.history, options, overrides.limits, overrides.output));
    }

    /** With other limits; for a run that goes on, from now on. */
    public RunRequest withLimits(Limits limits) {
        return with(
                new Overrides(overrides.instructions, overrides.history, overrides.options, limits, overrides.output));
    }

    private RunRequest with(Overrides changed) {
        return new RunRequest(runId, input, conversation, changed, inputs, caller, about);
    }

    /** With decisions about calls that wait. */
    public RunRequest deciding(List<Decision> decisions) {
        List<Input> all = new ArrayList<>(inputs);
        decisions.forEach(decision -> all.add(new Input.Decided(decision)));
        return new RunRequest(runId, input, conversation, overrides, all, caller, about);
    }

    /** With something more to say to a run that goes on. */
    public RunRequest saying(String text) {
        List<Input> all = new ArrayList<>(inputs);
        all.add(new Input.Said(UserMessage.of(text)));
        return new RunRequest(runId, input, conversation, overrides, all, caller, about);
    }

    /** Cancelled when this is. */
    public RunRequest withCancellation(Cancellation cancellation) {
        return new RunRequest(
                runId, input, conversation, overrides, inputs, new Caller(cancellation, caller.tags), about);
    }

    /** With all that travels with another run: how it is cancelled, and its values for the tools. */
    public RunRequest withCaller(Cancellation cancellation, Tag.Values tags) {
        Tag.Values all = Budget.carriedOver(caller.tags, tags.without(AnswerForm.TAG));
        Optional<AnswerForm> form = caller.tags.find(AnswerForm.TAG);
        if (form.isPresent()) all = all.with(AnswerForm.TAG, form.get());
        return new RunRequest(runId, input, conversation, overrides, inputs, new Caller(cancellation, all), about);
    }

    /**
     * As a step of another run, asked by code that one of its tools is made of: cancelled with that run, with its values for tools, its
     * budgets and its labels beside those of this, tainted if it is, and within the limits of what it has left.
     */
    public RunRequest within(RunContext context) {
        RunRequest step = withCaller(context.cancellation(), context.tags());
        return context.tags()
                .find(ChildTerms.TAG)
                .map(terms -> step.about(under(terms.about())))
                .orElse(step);
    }

    private About under(About other) {
        Map<String, String> labels = new TreeMap<>(other.labels());
        labels.putAll(about.labels());
        return new About(labels, about.tainted() || other.tainted());
    }

    /** With a budget of which it spends, and the agents that it calls, beside others that it has. Not recorded. */
    public RunRequest withBudget(Budget budget) {
        return withTags(budget.addedTo(caller.tags));
    }

    /** With values for the tools, in place of those it has; its budgets stay. */
    public RunRequest withTags(Tag.Values tags) {
        return withCaller(caller.cancellation, tags);
    }

    /**
     * With labels in place of those it has, such as user and tenant: recorded with a new run, to find it by, and no secret. Runs of agents
     * that it calls as tools have them, too.
     *
     * @throws IllegalArgumentException if there are more than 32, one has more than 256 characters or no name, or one is
     *     {@value About#AGENT}, which is the name of the agent
     */
    public RunRequest withLabels(Map<String, String> labels) {
        if (labels.size() > MOST_LABELS)
            throw new IllegalArgumentException(labels.size() + " labels; a run has at most " + MOST_LABELS);
        labels.forEach(RunRequest::checkLabel);
        return about(new About(labels, about.tainted()));
    }

    private static void checkLabel(String name, String value) {
        if (name.isBlank()) throw new IllegalArgumentException("A label has no name; its value is '" + value + "'");
        if (name.equals(About.AGENT))
            throw new IllegalArgumentException("The label '" + name + "' is the agent's name; set Agent.Builder.name");
        int length = Math.max(name.length(), value.length());
        if (length > LONGEST_LABEL)
            throw new IllegalArgumentException("The label '" + name.substring(0, Math.min(40, name.length())) + "' has "
                    + length + " characters; name and value have at most " + LONGEST_LABEL);
    }

    /** With all that is recorded of another run beside what is said in it. */
    public RunRequest about(About other) {
        return new RunRequest(runId, input, conversation, overrides, inputs, caller, other);
    }

    /** With a value for the tools, by its tag. */
    public <T> RunRequest withTag(Tag<T> tag, T value) {
        Caller tagged = new Caller(caller.cancellation, caller.tags.with(tag, value));
        return new RunRequest(runId, input, conversation, overrides, inputs, tagged, about);
    }

    /**
     * Runs agents that are called as tools by something else than the thread of the call: what drives the parent puts it under its tag.
     *
     * <p>Called on the thread of the call, in the middle of all that stands around it.
     */
    public interface ChildRuns {
        /** Under this tag it stands in the context of every tool call, if it is there. */
        Tag<ChildRuns> TAG = Tag.named("child runs");

        /** Whether runs of this agent are its own; others run on the thread of the call, on the journal of their agent. */
        boolean drives(RunSetup agent);

        /**
         * Begins a run or goes on with it.
         *
         * @param request under the id of the parent's call, with the terms of the parent in its tags
         * @return what the parent reads
         * @throws ToolException.Suspended if the child waits, or has not ended yet; then the call is made again once it has
         */
        ToolResult call(RunSetup agent, RunRequest request) throws ToolException.Suspended;
    }

    /**
     * What a run hands to an agent that it calls as a tool.
     *
     * @param decisions made about the child's waiting calls, by the paths known in the child
     * @param tokensLeft of the parent's limit
     * @param costLeft of the parent's limit; null if it has none
     * @param timeLeft of the parent's limit; null if it has none
     * @param about what is recorded of the child: the parent's labels, and whether the parent holds what strangers may have written
     * @param listener hears what the child does; null if nobody listens to the parent
     */
    public record ChildTerms(
            List<Decision> decisions,
            long tokensLeft,
            @Nullable BigDecimal costLeft,
            @Nullable Duration timeLeft,
            About about,
            @Nullable RunListener listener) {
        /** Under this tag they stand in the context of every tool call. */
        public static final Tag<ChildTerms> TAG = Tag.named("terms of child runs");

        /** Copies the decisions. */
        public ChildTerms {
            decisions = List.copyOf(decisions);
        }

        static ChildTerms of(
                RunState state, List<Decision> decisions, @Nullable Duration timeLeft, @Nullable RunListener listener) {
            Limits limits = state.limits();
            Spent spent = state.spent();
            About about = state.started().about();
            BigDecimal maxCost = limits.maxCost();
            return new ChildTerms(
                    decisions,
                    Math.max(1, limits.maxTokens() - spent.usage().totalTokens()),
                    maxCost == null
                            ? null
                            : maxCost.subtract(spent.cost().usd()).max(BigDecimal.ZERO),
                    timeLeft,
                    about.tainted() == state.isTainted() ? about : new About(about.labels(), state.isTainted()),
                    listener);
        }

        /** A child's limits, none of them looser than what its parent has left. */
        public Limits within(Limits own) {
            Limits shared = own.withMaxTokens(Math.min(own.maxTokens(), tokensLeft));
            if (costLeft != null)
                shared = shared.withMaxCost(
                        own.maxCost() == null ? costLeft : own.maxCost().min(costLeft));
            if (timeLeft != null) shared = shared.withMaxTime(shorter(own.maxTime(), timeLeft));
            return shared;
        }

        private static Duration shorter(@Nullable Duration own, Duration left) {
            Duration least = left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
            return own != null && own.compareTo(least) < 0 ? own : least;
        }
    }
}
