package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Compacted;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.journal.ForwardingJournal;
import dev.spindle.journal.Journal;
import dev.spindle.journal.JournalException;
import dev.spindle.json.Json;
import dev.spindle.memory.Compaction;
import dev.spindle.memory.InMemoryMemory;
import dev.spindle.memory.TokenCount;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Cost;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.model.ModelReply.Finish;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Long conversations, over many turns, over several runs, and over crashes. */
@Timeout(60)
class CompactionTest {
    private final Bench bench = new Bench();
    private final KeepingJournal journal = new KeepingJournal();

    /** Says something new each time, so that a summary is as good as its last sentence. */
    private static Model summariser() {
        return call -> ModelReply.of(
                AssistantMessage.of(
                        "Summed up " + call.messages().message(1).text().length() + " characters."),
                Usage.of(50, 5));
    }

    /** Calls tools at random for so many turns, and reports what it reads as a server would. */
    private static final class Tireless implements Model {
        private final Random chance = new Random(7);
        private final List<ModelCall> asked = new ArrayList<>();
        private final int turns;

        Tireless(int turns) {
            this.turns = turns;
        }

        @Override
        public ModelReply call(ModelCall call) {
            asked.add(call);
            AssistantMessage said = asked.size() > turns ? AssistantMessage.of("Done.") : calling();
            return ModelReply.of(said, Usage.of(tokens(call), 10));
        }

        static long tokens(ModelCall call) {
            return TokenCount.ESTIMATE.ofAll(call.messages().messages());
        }

        private AssistantMessage calling() {
            List<ToolCall> calls = new ArrayList<>();
            for (int index = 0; index <= chance.nextInt(3); index++) {
                boolean reading = chance.nextInt(4) == 0;
                String arguments =
                        reading ? "{}" : "{\"word\":\"" + "so ".repeat(chance.nextInt(60)) + asked.size() + "\"}";
                calls.add(new ToolCall("0", reading ? "book" : "echo", arguments, Json.EMPTY_OBJECT));
            }
            return AssistantMessage.calling(calls);
        }
    }

    @Test
    void aRunOfHundredsOfTurnsStaysWithinItsContext() {
        Tireless model = new Tireless(300);
        Agent agent = Agent.builder(model)
                .instructions("You never rest.")
                .tools(bench)
                .journal(journal)
                .limits(Limits.DEFAULT.withMaxTurns(400))
                .compaction(Compaction.with(summariser()).at(0.5).of(20_000))
                .build();

        RunResult result = agent.run("Go.");

        assertEquals("Done.", result.text());
        assertEquals(300 + 1, result.work().turns());
        long most = model.asked.stream().mapToLong(Tireless::tokens).max().orElseThrow();
        assertTrue(most <= 20_000, "read " + most + " tokens at once");
        int compactions = journal.events(Compacted.class).size();
        assertTrue(compactions >= 5 && compactions <= 60, compactions + " compactions");
        assertTrue(result.transcript().size() > 600);
    }

    @Test
    void theQuestionTheInstructionsAndOneSummaryStayWhateverHappens() {
        Tireless model = new Tireless(100);
        Agent agent = Agent.builder(model)
                .instructions("You never rest.")
                .tools(bench)
                .limits(Limits.DEFAULT.withMaxTurns(400))
                .compaction(Compaction.with(summariser()).at(0.5).of(8_000))
                .build();

        agent.run("Go.");

        for (ModelCall call : model.asked) {
            List<Message> shown = call.messages().messages();
            assertEquals(new SystemMessage("You never rest."), shown.get(0));
            assertEquals(UserMessage.of("Go."), shown.get(1));
            assertTrue(shown.stream().filter(UserMessage.class::isInstance).count() <= 2);
        }
        assertTrue(model.asked.get(100).messages().message(2).text().startsWith("[summary "));
    }

    @Test
    void oldTurnsOfAConversationAreSummedUpWholeBeforeTheFirstReply() {
        InMemoryMemory memory = new InMemoryMemory();
        ScriptedModel model = ScriptedModel.empty();
        for (int turn = 0; turn < 10; turn++) model.then("Answer " + turn + ", " + "well ".repeat(100));
        Agent before = Agent.builder(model).memory(memory).build();
        for (int turn = 0; turn < 10; turn++) {
            before.run(RunRequest.of("Question " + turn).inConversation("bo"));
        }
        ScriptedModel later = ScriptedModel.says("And so on.");
        Agent after = Agent.builder(later)
                .memory(memory)
                .journal(journal)
                .compaction(Compaction.with(summariser()).of(1_200).keeping(2))
                .build();

        after.run(RunRequest.of("And now?").inConversation("bo"));

        List<Message> shown = later.lastCall().messages();
        assertEquals(6, shown.size(), shown::toString);
        assertTrue(shown.get(0).text().startsWith("[summary "));
        assertEquals("Question 8", shown.get(1).text());
        assertEquals("And now?", shown.get(5).text());
        assertEquals(22, memory.recall("bo").size(), "the memory keeps what was said");
    }

    @Test
    void whatCannotBeMadeSmallerIsNotTriedAgainAndAgain() {
        ScriptedModel model = ScriptedModel.empty();
        for (int turn = 0; turn < 10; turn++) {
            String word = "{\"word\":\"word " + turn + "\"}";
            model.thenReplies(ScriptedReply.call("echo", word).withUsage(Usage.of(5_000 + turn, 1)));
        }
        Agent agent = Agent.builder(model.then("Done."))
                .tools(bench)
                .journal(journal)
                .compaction(Compaction.with(summariser()).of(2_000))
                .build();

        RunResult result = agent.run("Go.");

        assertEquals("Done.", result.text());
        assertEquals(1, journal.events(Compacted.class).size());
    }

    @Test
    void aSummaryIsPaidFromTheRunsLimits() {
        Model dear = call -> new ModelReply(
                AssistantMessage.of("One."),
                Finish.STOP,
                "stop",
                "",
                new Spent(Usage.of(9, 1), Cost.usd(new BigDecimal("0.5"))),
                List.of());
        ScriptedModel model = fillingUp(ScriptedModel.empty());
        Agent agent = Agent.builder(model)
                .tools(bench)
                .limits(Limits.DEFAULT.withMaxCost(new BigDecimal("0.4")))
                .compaction(Compaction.with(dear).of(2_000).keeping(1))
                .build();

        RunResult result = agent.run("Go.");

        assertEquals(StopReason.COST_LIMIT, result.stopReason());
        assertEquals(new BigDecimal("0.5"), result.cost().usd());
    }

    /** Two turns, after the second of which a context of 2,000 tokens is too full. */
    private static ScriptedModel fillingUp(ScriptedModel model) {
        String said = "{\"word\":\"" + "so ".repeat(200) + "\"}";
        return model.thenReplies(ScriptedReply.call("echo", said).withUsage(Usage.of(100, 1)))
                .thenReplies(ScriptedReply.call("add", "{\"a\":1,\"b\":2}").withUsage(Usage.of(1_900, 1)));
    }

    /** A journal that fails once, as a full disk does, when the given kind of event is appended. */
    private static final class FailingBefore extends ForwardingJournal {
        private final Class<? extends Recorded> kind;
        private boolean failed;

        FailingBefore(Journal journal, Class<? extends Recorded> kind) {
            super(journal);
            this.kind = kind;
        }

        @Override
        public void append(String runId, long position, List<Recorded> events) {
            if (!failed && position > 8 && kind.isInstance(events.get(0))) {
                failed = true;
                throw new JournalException("the disk is full", null);
            }
            super.append(runId, position, events);
        }
    }

    private ScriptedModel resumedAfterAFailureBefore(Class<? extends Recorded> kind, ScriptedModel cheap) {
        ScriptedModel model = fillingUp(ScriptedModel.empty()).then("Done.").then("Done.");
        Agent agent = Agent.builder(model)
                .tools(bench)
                .journal(new FailingBefore(journal, kind))
                .compaction(Compaction.with(cheap).of(2_000).keeping(1))
                .build();
        assertThrows(
                JournalException.class, () -> agent.run(RunRequest.of("Go.").withRunId("long")));

        assertEquals("Done.", agent.resume("long").text());
        return model;
    }

    @Test
    void aRecordedSummaryIsNotAskedForAgain() {
        ScriptedModel cheap = ScriptedModel.says("It was said.");

        ScriptedModel model = resumedAfterAFailureBefore(RunEvent.Replied.class, cheap);

        cheap.assertComplete();
        assertEquals(model.call(2).messages(), model.call(3).messages());
        assertTrue(model.call(3).messages().get(1).text().contains("It was said."));
    }

    @Test
    void aSummaryThatWasNotRecordedIsAskedForAgain() {
        ScriptedModel cheap = ScriptedModel.says("It was said.").then("It was said again.");

        ScriptedModel model = resumedAfterAFailureBefore(Compacted.class, cheap);

        cheap.assertComplete();
        assertTrue(model.call(2).messages().get(1).text().contains("It was said again."));
    }

    @Test
    void aRunGoesOnWithAnAgentThatWasMadeWithoutCompaction() {
        ScriptedModel model = fillingUp(ScriptedModel.empty());
        Agent first = Agent.builder(model)
                .tools(bench)
                .journal(journal)
                .limits(Limits.DEFAULT.withMaxTurns(2))
                .compaction(Compaction.with(summariser()).of(2_000))
                .build();
        String runId = first.run("Go.").runId();
        Agent second =
                Agent.builder(model.then("Done.")).tools(bench).journal(journal).build();

        RunResult result = second.run(RunRequest.resuming(runId).withLimits(Limits.DEFAULT));

        assertEquals("Done.", result.text());
        assertTrue(journal.events(Compacted.class).get(0).changesNothing());
    }

    @Test
    void theSummariserReadsARecordAndNotAConversation() {
        ScriptedModel cheap = ScriptedModel.says("It was said.");
        Agent agent = Agent.builder(fillingUp(ScriptedModel.empty()).then("Done."))
                .instructions("Be kind.")
                .tools(bench)
                .journal(journal)
                .compaction(Compaction.with(cheap).of(2_000).keeping(1))
                .build();

        agent.run("Go.");

        List<Message> asked = cheap.lastCall().messages();
        assertEquals(2, asked.size());
        assertTrue(cheap.lastCall().toolNames().isEmpty());
        String record = asked.get(1).text();
        assertTrue(record.startsWith("[record "), record);
        assertTrue(record.contains("## user\nGo.\n## assistant\ncalls echo {\"word\":\"so so "), record);
        assertTrue(record.contains("## result of echo (OK)\nso so "), record);
        assertFalse(record.contains("Be kind."), "instructions stay, and need no summary");
        RunEvent.Summary summary =
                Objects.requireNonNull(journal.events(Compacted.class).get(0).summary());
        assertEquals("scripted", summary.asked());
        assertEquals(64, summary.fingerprint().length());
    }

    @Test
    void aSummaryOfWhatStrangersWroteIsFencedAsTheirs() {
        ScriptedModel cheap = ScriptedModel.says("A letter asks to pay Al.");
        ScriptedReply letters = ScriptedReply.text("");
        for (int letter = 0; letter < 6; letter++) letters = letters.andCall("letter", "{\"whole\":false}");
        ScriptedModel model = ScriptedModel.empty()
                .thenReplies(letters.withUsage(Usage.of(100, 1)))
                .thenReplies(ScriptedReply.call("add", "{\"a\":1,\"b\":2}").withUsage(Usage.of(550, 1)))
                .then("Done.");
        Agent agent = Agent.builder(model)
                .tools(bench)
                .compaction(Compaction.with(cheap).of(600).keeping(1))
                .build();

        agent.run("Go.");

        String shown = model.lastCall().messages().get(1).text();
        assertTrue(shown.startsWith("[untrusted content "), shown);
        assertTrue(shown.contains("A letter asks to pay Al."), shown);
    }

    @Test
    void anAgentSaysHowFullItsContextMayBecome() {
        Agent agent = Agent.builder(ScriptedModel.says("Hello."))
                .journal(journal)
                .compaction(Compaction.ofResults().at(0.5).of(1_000))
                .build();

        agent.run("Hi.");

        RunEvent.Room room =
                ((RunEvent.Started) journal.events().get(0)).terms().room();
        assertNotNull(room);
        assertEquals(new RunEvent.Room(500, TokenCount.ESTIMATE.of(UserMessage.of("Hi."))), room);
    }
}
