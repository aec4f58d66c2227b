package dev.spindle.examples.guide;

import static dev.spindle.tool.Tool.Effect.READ;

import dev.spindle.Agent;
import dev.spindle.context.RunContext;
import dev.spindle.context.Tag;
import dev.spindle.event.RunEvent;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.memory.InMemoryMemory;
import dev.spindle.memory.Memory;
import dev.spindle.model.Budget;
import dev.spindle.model.Model;
import dev.spindle.model.ModelOptions;
import dev.spindle.run.RunHandle;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

/** A chat for many users of many tenants: each sees its own, and each tenant pays for its own. */
public final class ChatService {
    private ChatService() {}

    // region chat-service
    record User(String tenant, String name) {}

    static final Tag<User> USER = Tag.named("user");

    /** The model cannot say whose notes it reads: the tag does. */
    record Notes(Map<User, List<String>> all) {
        @Tool(value = "The user's own notes.", effect = READ)
        List<String> readNotes(RunContext context) {
            return all.getOrDefault(context.tag(USER), List.of());
        }
    }

    static final class Chats {
        private final Agent agent;
        private final Map<String, Budget> budgets = new ConcurrentHashMap<>();
        private final Map<String, RunHandle> running = new ConcurrentHashMap<>();

        Chats(Model model, Object notes, Journal journal, Memory memory) {
            agent = Agent.builder(model)
                    .instructions("You help people with their notes.")
                    .options(ModelOptions.DEFAULT.withMaxTokens(1_000))
                    .tools(notes)
                    .journal(journal)
                    .memory(memory)
                    .build();
        }

        /** Begins a turn, and returns at once. */
        RunHandle say(User user, String words) {
            RunRequest request = RunRequest.of(words)
                    .inConversation(user.tenant() + "/" + user.name())
                    .withLabels(Map.of("tenant", user.tenant(), "user", user.name()))
                    .withTag(USER, user)
                    .withBudget(budget(user.tenant()));
            RunHandle handle = agent.start(request);
            running.put(handle.runId(), handle);
            handle.result().whenComplete((result, failure) -> running.remove(handle.runId()));
            return handle;
        }

        Budget budget(String tenant) {
            return budgets.computeIfAbsent(
                    tenant, name -> Budget.ofTokens(1_000_000).named(name));
        }
    }
    // endregion

    // region chat-watcher
    /** Gathers what is written, and knows where to go on. Whoever waits for its end may read it. */
    static final class Watcher implements Flow.Subscriber<RunEvent> {
        final StringBuilder seen = new StringBuilder();
        final CountDownLatch ended = new CountDownLatch(1);
        volatile RunHandle.Cursor last = RunHandle.Cursor.START;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(RunEvent event) {
            last = RunHandle.Cursor.behind(event);
            if (event instanceof RunEvent.TextWritten written) seen.append(written.text());
        }

        @Override
        public void onError(Throwable failure) {
            ended.countDown();
        }

        @Override
        public void onComplete() {
            ended.countDown();
        }
    }
    // endregion

    /** Runs the example. */
    public static void main(String... arguments) throws InterruptedException {
        ScriptedModel understudy = ScriptedModel.calls("readNotes", "{}").then("Buy milk.");
        User bo = new User("north", "bo");
        Notes notes = new Notes(Map.of(bo, List.of("milk"), new User("south", "bo"), List.of("wine")));
        Chats chats = new Chats(Models.realOr(understudy), notes, new InMemoryJournal(), new InMemoryMemory());
        // region chat-use
        RunHandle turn = chats.say(bo, "What do I have to buy?");
        Watcher watcher = new Watcher();
        turn.events(RunHandle.Cursor.START).subscribe(watcher);

        RunResult result = turn.await();
        watcher.ended.await();
        System.out.println(watcher.seen + " " + result.stopReason());
        // endregion
    }
}
