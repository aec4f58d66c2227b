package dev.spindle.testing;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.json.Json;
import dev.spindle.message.Cost;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import dev.spindle.model.Pricing;
import dev.spindle.tool.ToolSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A model that says what it is told, in order, and remembers what it was asked.
 *
 * <pre>{@code
 * ScriptedModel model = ScriptedModel.calls("weather", "{\"city\":\"Oslo\"}").then("Take a coat.");
 * Agent agent = Agent.builder(model).tools(new Weather()).build();
 *
 * agent.run("What should I wear?");
 *
 * model.assertComplete();
 * }</pre>
 *
 * <p>Tool calls get the ids {@code c0}, {@code c1}, … through the whole script unless a reply sets its own. When somebody
 * listens, each reply is also streamed in pieces, always the same ones. Thread-safe: replies are handed out in the order of
 * asking.
 */
public final class ScriptedModel implements Model {
    private static final Pricing NO_PRICES = Pricing.parse(Json.EMPTY_OBJECT);

    private final String id;
    private final Pricing prices;
    private final List<Step> script = new ArrayList<>();
    private final List<RecordedCall> calls = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private int played;
    private int toolCallsScripted;

    private ScriptedModel(String id, Pricing prices) {
        this.id = id;
        this.prices = prices;
    }

    /** A model with an empty script: it expects not to be asked until something is added. */
    public static ScriptedModel empty() {
        return named("scripted");
    }

    /** A model with an empty script that gives itself a name, for journals and prices. */
    public static ScriptedModel named(String id) {
        return new ScriptedModel(id, NO_PRICES);
    }

    /** A model with an empty script whose replies cost what the tokens of their usage do, for tests of limits and budgets. */
    public static ScriptedModel priced(Pricing.Price price) {
        return new ScriptedModel("scripted", NO_PRICES.with("scripted", price));
    }

    /** A model that first answers with a text. */
    public static ScriptedModel says(String text) {
        return empty().then(text);
    }

    /** A model that first calls a tool, with arguments exactly as written, valid or not. */
    public static ScriptedModel calls(String tool, String arguments) {
        return empty().thenCalls(tool, arguments);
    }

    /** Then it answers with a text. */
    public ScriptedModel then(String text) {
        return thenReplies(ScriptedReply.text(text));
    }

    /** Then it calls a tool, with arguments exactly as written, valid or not. */
    public ScriptedModel thenCalls(String tool, String arguments) {
        return thenReplies(ScriptedReply.call(tool, arguments));
    }

    /** Then it gives this reply: several calls, a refusal, an answer cut off, a usage. */
    public ScriptedModel thenReplies(ScriptedReply reply) {
        synchronized (script) {
            ModelReply whole = reply.reply(toolCallsScripted);
            toolCallsScripted += reply.callCount();
            return add(reply.toString(), call -> whole.withSpent(priced(whole.spent())));
        }
    }

    /** Then it fails; the partial reply that the failure carries is streamed before. */
    public ScriptedModel thenFails(ModelException failure) {
        return add("fails with " + failure.getClass().getSimpleName(), call -> {
            ModelReply partial = failure.details().partial();
            if (partial != null) Pieces.of(partial.message(), call);
            throw failure;
        });
    }

    /** Then it says nothing until the call is cancelled, and throws {@link CancelledException} with the reason. */
    public ScriptedModel thenHangs() {
        return add("hangs until cancelled", ScriptedModel::hang);
    }

    /**
     * Then it replies as the function says, which may look at the question, wait, or throw.
     *
     * @param answer need not stream: its reply is streamed as all are
     */
    public ScriptedModel thenAnswers(Function<ModelCall, ModelReply> answer) {
        return add("answers by a function", answer);
    }

    /**
     * Plays a part: questions for which a rule holds, and no rule given before, are answered by a script of their own. So one model can
     * stand for those of several agents, whoever asks first.
     *
     * <pre>{@code
     * ScriptedModel model = ScriptedModel.empty();
     * model.when("the planner", asked -> asked.instructions().contains("plan")).then("1) how old, 2) where");
     * }</pre>
     *
     * @param who asks, or what is asked about, for messages
     * @return the script of this part, empty; {@link #assertComplete()} of the whole looks at it, too
     */
    public ScriptedModel when(String who, Predicate<RecordedCall> rule) {
        synchronized (script) {
            ScriptedModel part = new ScriptedModel(id + ", " + who, prices);
            parts.add(new Part(rule, part));
            return part;
        }
    }

    private ScriptedModel add(String description, Function<ModelCall, ModelReply> answer) {
        synchronized (script) {
            script.add(new Step(description, answer));
        }
        return this;
    }

    private static ModelReply hang(ModelCall call) {
        Cancellation cancellation = call.context().cancellation();
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Cancellation.Registration waiting = cancellation.onCancel(cancelled::countDown)) {
            cancelled.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new CancelledException(cancellation.reason().orElse("interrupted"));
    }

    private Spent priced(Spent spent) {
        boolean free = spent.cost().equals(Cost.ZERO) && cost(spent.usage()).complete();
        return free ? new Spent(spent.usage(), cost(spent.usage())) : spent;
    }

    @Override
    public Cost cost(Usage usage) {
        return prices.cost("scripted", usage);
    }

    @Override
    public String id() {
        return id;
    }

    /**
     * Gives the next reply of the script.
     *
     * @throws ModelException the scripted one, or {@link ModelException.Rejected} if the script is used up, which
     *     {@link #assertComplete()} then reports, too
     * @throws CancelledException if the call was cancelled
     */
    @Override
    public ModelReply call(ModelCall call) {
        call.context().cancellation().check();
        return turn(call).apply(call);
    }

    private Function<ModelCall, ModelReply> turn(ModelCall call) {
        RecordedCall asked = new RecordedCall(call);
        synchronized (script) {
            calls.add(asked);
            script.notifyAll();
            for (Part part : parts) {
                if (part.rule().test(asked)) return part.script()::call;
            }
            return nextStep()::play;
        }
    }

    private Step nextStep() {
        played++;
        if (played > script.size()) {
            String words = surplus() + "; add a reply to the script, or find out why the run went on";
            throw new ModelException.Rejected(words, ModelException.Details.of(words));
        }
        return script.get(played - 1);
    }

    private String surplus() {
        return "Model '" + id + "' was asked " + played + " times, but " + script.size() + " replies are scripted";
    }

    /** Every question so far, oldest first, those beyond the script included. */
    public List<RecordedCall> calls() {
        synchronized (script) {
            return List.copyOf(calls);
        }
    }

    /**
     * The question at an index from 0.
     *
     * @throws AssertionError if the model was not asked so often
     */
    public RecordedCall call(int index) {
        List<RecordedCall> asked = calls();
        if (index < 0 || index >= asked.size()) {
            throw new AssertionError(
                    "There is no call " + index + ": model '" + id + "' was asked " + asked.size() + " times");
        }
        return asked.get(index);
    }

    /**
     * The last question so far.
     *
     * @throws AssertionError if the model was never asked
     */
    public RecordedCall lastCall() {
        return call(calls().size() - 1);
    }

    /**
     * Waits until the model was asked so often, so that a test can act while it hangs.
     *
     * @throws AssertionError if that has not happened after the time, or the thread was interrupted
     */
    public void awaitCalls(int times, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (script) {
            while (calls.size() < times) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || !waited(left)) {
                    throw new AssertionError("Model '" + id + "' was asked " + calls.size() + " times, not " + times);
                }
            }
        }
    }

    private boolean waited(long millis) {
        try {
            script.wait(millis);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Checks that the script was used up, no less and no more.
     *
     * @throws AssertionError naming the replies that nobody asked for, or how often too often the model was asked
     */
    public void assertComplete() {
        synchronized (script) {
            if (played > script.size()) throw new AssertionError(surplus());
            if (played < script.size()) throw new AssertionError(shortfall());
            parts.forEach(part -> part.script().assertComplete());
        }
    }

    private String shortfall() {
        List<Step> unused = script.subList(played, script.size());
        String replies = unused.stream().map(Step::description).collect(Collectors.joining("\n- ", "\n- ", ""));
        return "Model '" + id + "' was asked " + played + " times, but " + script.size()
                + " replies are scripted; nobody asked for:" + replies;
    }

    private record Part(Predicate<RecordedCall> rule, ScriptedModel script) {}

    private record Step(String description, Function<ModelCall, ModelReply> answer) {
        private ModelReply play(ModelCall call) {
            ModelReply reply = answer.apply(call);
            Pieces.of(reply.message(), call);
            return reply;
        }
    }

    /**
     * A question that a {@link ScriptedModel} was asked, with shortcuts to what tests look at.
     *
     * @param question the whole of it
     */
    public record RecordedCall(ModelCall question) {
        /** The conversation so far. */
        public List<Message> messages() {
            return question.messages().messages();
        }

        /** Names of the tools that were offered, in their order. */
        public List<String> toolNames() {
            return question.tools().stream().map(ToolSpec::name).toList();
        }

        /** The instructions; empty if there were none. */
        public String instructions() {
            return messages().stream()
                    .filter(SystemMessage.class::isInstance)
                    .map(Message::text)
                    .collect(Collectors.joining("\n"));
        }

        /**
         * The newest message of a person.
         *
         * @throws AssertionError if there is none
         */
        public UserMessage userMessage() {
            List<Message> all = messages();
            for (int at = all.size() - 1; at >= 0; at--) {
                if (all.get(at) instanceof UserMessage asked) return asked;
            }
            throw new AssertionError("None of the " + all.size() + " messages is of a person");
        }

        /** All answers to tool calls, oldest first. */
        public List<ToolMessage> toolMessages() {
            return messages().stream()
                    .filter(ToolMessage.class::isInstance)
                    .map(ToolMessage.class::cast)
                    .toList();
        }

        /**
         * The answer to the call with this provider's id; the newest if several have it.
         *
         * @throws AssertionError if no answer has the id
         */
        public ToolMessage toolMessage(String callId) {
            List<ToolMessage> answers = toolMessages();
            for (int at = answers.size() - 1; at >= 0; at--) {
                if (answers.get(at).callId().equals(callId)) return answers.get(at);
            }
            List<String> ids = answers.stream().map(ToolMessage::callId).toList();
            throw new AssertionError("No tool message answers call '" + callId + "'; answered are " + ids);
        }
    }
}
