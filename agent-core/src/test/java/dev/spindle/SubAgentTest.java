package dev.spindle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.Decision;
import dev.spindle.event.Limits;
import dev.spindle.event.StopReason;
import dev.spindle.journal.FileJournal;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Cost;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Usage;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.Param;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubAgentTest {
    private static final String ASK = "{\"request\":\"Pay Bo 5 cents.\"}";

    static final class Bank {
        final AtomicInteger paid = new AtomicInteger();

        @Tool(value = "Pays.", effect = Effect.WRITE, approval = true)
        public String pay(@Param("How much, in cents") int cents) {
            paid.addAndGet(cents);
            return "paid";
        }
    }

    @Test
    void aChildAnswersAndItsUsageCountsInTheParent() {
        Agent child = Agent.builder(ScriptedModel.empty()
                        .thenReplies(ScriptedReply.text("42")
                                .withUsage(Usage.of(10, 5))
                                .withCost(Cost.usd(BigDecimal.ONE))))
                .build();
        ScriptedModel model = ScriptedModel.empty()
                .thenReplies(ScriptedReply.call("expert", "{\"request\":\"What is it?\"}")
                        .withUsage(Usage.of(1, 1)))
                .thenReplies(ScriptedReply.text("It is 42.").withUsage(Usage.of(2, 2)));
        Agent parent =
                Agent.builder(model).tools(child.asTool("expert", "Knows.")).build();

        RunResult result = parent.run("What is it?");

        assertEquals("It is 42.", result.text());
        assertEquals("42", model.lastCall().toolMessage("c0").text());
        assertEquals(Usage.of(13, 8), result.usage());
        assertEquals(0, BigDecimal.ONE.compareTo(result.cost().usd()));
    }

    @Test
    void aChildThatWaitsPausesItsParentAndADecisionReachesIt() {
        Bank bank = new Bank();
        ScriptedModel inner = ScriptedModel.calls("pay", "{\"cents\":5}").then("Done.");
        Agent child = Agent.builder(inner).tools(bank).build();
        ScriptedModel outer = ScriptedModel.calls("clerk", ASK).then("The clerk has paid.");
        Agent parent =
                Agent.builder(outer).tools(child.asTool("clerk", "Pays.")).build();

        RunResult paused = parent.run("Pay Bo.");
        PendingCall call = paused.awaitingApproval().get(0);
        RunResult done = parent.resume(paused.runId(), Decision.approve(call));

        assertEquals("0.0/0.0", call.path());
        assertEquals(paused.runId(), call.runId());
        assertEquals("The clerk has paid.", done.text());
        assertEquals(5, bank.paid.get());
        inner.assertComplete();
        outer.assertComplete();
    }

    @Test
    void aRefusalReachesTheChildsModel() {
        ScriptedModel inner = ScriptedModel.calls("pay", "{\"cents\":5}").then("I could not.");
        Agent child = Agent.builder(inner).tools(new Bank()).build();
        Agent parent = Agent.builder(ScriptedModel.calls("clerk", ASK).then("It did not work."))
                .tools(child.asTool("clerk", "Pays."))
                .build();

        RunResult paused = parent.run("Pay Bo.");
        parent.resume(paused.runId(), Decision.refuse(paused.awaitingApproval().get(0), "no money"));

        assertEquals("Refused: no money", inner.lastCall().toolMessage("c0").text());
    }

    @Test
    void twoChildrenMayWaitAndBeDecidedOneByOne() {
        Bank bank = new Bank();
        Agent child = Agent.builder(ScriptedModel.empty()
                        .thenAnswers(SubAgentTest::payOrDone)
                        .thenAnswers(SubAgentTest::payOrDone)
                        .thenAnswers(SubAgentTest::payOrDone)
                        .thenAnswers(SubAgentTest::payOrDone))
                .tools(bank)
                .build();
        ScriptedModel outer = ScriptedModel.empty()
                .thenReplies(ScriptedReply.call("clerk", ASK).andCall("clerk", ASK))
                .then("Both.");
        Agent parent =
                Agent.builder(outer).tools(child.asTool("clerk", "Pays.")).build();

        RunResult both = parent.run("Pay.");
        RunResult one = parent.resume(
                both.runId(), Decision.approve(both.awaitingApproval().get(0)));
        RunResult none = parent.resume(
                both.runId(), Decision.approve(one.awaitingApproval().get(0)));

        assertEquals(List.of("0.0/0.0", "0.1/0.0"), paths(both));
        assertEquals(List.of("0.1/0.0"), paths(one));
        assertEquals("Both.", none.text());
        assertEquals(10, bank.paid.get());
    }

    private static ModelReply payOrDone(ModelCall call) {
        boolean answered = call.messages().messages().stream().anyMatch(ToolMessage.class::isInstance);
        return ModelReply.of(
                answered
                        ? AssistantMessage.of("Done.")
                        : AssistantMessage.calling(List.of(ToolCall.of("c", "pay", "{\"cents\":5}"))),
                Usage.NONE);
    }

    private static List<String> paths(RunResult result) {
        return result.awaitingApproval().stream().map(PendingCall::path).toList();
    }

    @Test
    void aChildCannotSpendMoreThanItsParentHasLeft() {
        Agent child = Agent.builder(ScriptedModel.empty()
                        .thenReplies(ScriptedReply.call("pay", "{}").withUsage(Usage.of(50, 50))))
                .tools(new Bank())
                .build();
        ScriptedModel outer = ScriptedModel.empty()
                .thenReplies(ScriptedReply.call("clerk", ASK).withUsage(Usage.of(30, 10)));
        Agent parent = Agent.builder(outer)
                .tools(child.asTool("clerk", "Pays."))
                .limits(Limits.DEFAULT.withMaxTokens(120))
                .build();

        RunResult result = parent.run("Pay.");

        assertEquals(StopReason.TOKEN_LIMIT, result.stopReason());
        assertEquals(140, result.usage().totalTokens());
        String told =
                result.transcript().message(result.transcript().size() - 1).text();
        assertTrue(told.contains("TOKEN_LIMIT"), told);
    }

    @Test
    void parentAndChildGoOnFromOneJournalInAnotherProcess(@TempDir Path directory) {
        Bank bank = new Bank();
        String runId;
        try (FileJournal journal = FileJournal.in(directory)) {
            Agent child = Agent.builder(ScriptedModel.calls("pay", "{\"cents\":5}"))
                    .tools(bank)
                    .journal(journal)
                    .build();
            Agent parent = Agent.builder(ScriptedModel.calls("clerk", ASK))
                    .tools(child.asTool("clerk", "Pays."))
                    .journal(journal)
                    .build();
            runId = parent.run(RunRequest.of("Pay Bo.").withRunId("march")).runId();
        }

        try (FileJournal journal = FileJournal.in(directory)) {
            Agent child = Agent.builder(ScriptedModel.says("Done."))
                    .tools(bank)
                    .journal(journal)
                    .build();
            Agent parent = Agent.builder(ScriptedModel.says("Paid."))
                    .tools(child.asTool("clerk", "Pays."))
                    .journal(journal)
                    .build();
            RunResult paused = parent.resume(runId);
            RunResult done = parent.resume(
                    runId, Decision.approve(paused.awaitingApproval().get(0)));

            assertEquals("Paid.", done.text());
            assertEquals(5, bank.paid.get());
            assertEquals(List.of(), journal.unfinished());
        }
    }
}
