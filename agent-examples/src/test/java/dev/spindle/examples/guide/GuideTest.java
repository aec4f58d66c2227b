package dev.spindle.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.Agent;
import dev.spindle.event.Limits;
import dev.spindle.event.StopReason;
import dev.spindle.run.RunResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Each example runs, without a key, and prints what it promises. */
class GuideTest {
    @FunctionalInterface
    private interface Example {
        void run(String... arguments) throws Exception;
    }

    @Test
    void helloToolAnswersWithTheHelpOfATool() throws Exception {
        assertThat(printedBy(HelloTool::main)).isEqualTo("It rains: take a raincoat.\n");
    }

    @Test
    void streamingPrintsTheAnswerInPieces() throws Exception {
        assertThat(printedBy(Streaming::main)).isEqualTo("Walk the harbour, see the fjord, eat waffles.\n");
    }

    @Test
    void eventStreamEndsWithTheEndOfTheRun() throws Exception {
        assertThat(printedBy(EventStream::main)).startsWith("Walk the harbour.\nid: ");
    }

    @Test
    void serversSaysWhomItWouldAsk() throws Exception {
        assertThat(printedBy(Servers::main)).isEqualTo("qwen3:8b at http://127.0.0.1:11434/v1/chat/completions\n");
    }

    @Test
    void typedOutputGivesAJavaValue() throws Exception {
        assertThat(printedBy(TypedOutput::main)).isEqualTo("To OSL on 2026-11-27\n");
    }

    @Test
    void approvalFlowWaitsForADecision() throws Exception {
        assertThat(printedBy(ApprovalFlow::main)).isEqualTo("""
                Approving pay {"to":"Bo","euros":120}
                Bo has his 120 euros.
                """);
    }

    @Test
    void databaseKeepsTheConversation() throws Exception {
        assertThat(printedBy(SharedDatabase::main)).isEqualTo("Hello Bo.\nYou are Bo.\n");
    }

    @Test
    void erasingLeavesWhatIsOfOthers() throws Exception {
        assertThat(printedBy(Erasing::main)).isEqualTo("hello-bo\n[hello-al] [al]\n");
    }

    @Test
    void durableRunPaysOnce() throws Exception {
        assertThat(printedBy(DurableRun::main)).isEqualTo("Paying invoice 31\nInvoice 31 is paid.\n");
    }

    @Test
    void lookingBackFindsWhatHasChangedAndComparesAFork() throws Exception {
        assertThat(printedBy(LookingBack::main))
                .contains("At event 1, the request of turn 0", "the instructions ('You help people pack")
                .containsPattern("≠ turn 1 text +Take a raincoat and good shoes\\. +A raincoat\\.");
    }

    @Test
    void reconcilingAsksTheBankAndNobodyElse() throws Exception {
        assertThat(printedBy(Reconciling::main)).isEqualTo("Invoice 31 is paid.\n");
    }

    @Test
    void multiStepCallsAgentsAsTools() throws Exception {
        assertThat(printedBy(MultiStep::main)).isEqualTo("Oslo is a city of 700,000, a thousand years old.\n");
    }

    @Test
    void subAgentsAreToolsOfAnother() throws Exception {
        assertThat(printedBy(SubAgents::main)).isEqualTo("Oslo, founded about 1040, has 700,000 people.\n");
    }

    @Test
    void ownMemoryRemembers() throws Exception {
        assertThat(printedBy(OwnMemory::main)).isEqualTo("You are Bo.\n");
    }

    @Test
    void longConversationsAreShownShorter() throws Exception {
        assertThat(printedBy(LongConversations::main)).isEqualTo("1 result is shown shorter\nNot much.\n");
    }

    @Test
    void ownToolRegistryOffersTools() throws Exception {
        assertThat(printedBy(OwnToolRegistry::main)).isEqualTo("A marathon of 26.2 miles is about 42.2 km.\n");
    }

    @Test
    void ownInterceptorStandsAroundEveryCall() throws Exception {
        assertThat(printedBy(OwnInterceptor::main)).isEqualTo("""
                asking with 1 messages
                asking with 3 messages
                Bo has been a customer since 2019.
                """);
    }

    @Test
    void ownModelAnswers() throws Exception {
        assertThat(printedBy(OwnModel::main)).isEqualTo("IS ANYBODY THERE?\n");
    }

    @Test
    void teamSumsUpWhatAllOfItSpent() throws Exception {
        assertThat(printedBy(Team::main)).isEqualTo("""
                Oslo is a thousand years old, and lies at a fjord.
                960 tokens, of all five
                """);
    }

    @Test
    void teamSharesItsLimits() {
        Agent team = Team.ofUnderstudies(Limits.DEFAULT.withMaxTokens(500));

        RunResult result = team.run("Introduce Oslo in a sentence.");

        assertThat(result.stopReason()).isEqualTo(StopReason.TOKEN_LIMIT);
        assertThat(result.usage().totalTokens()).isEqualTo(600);
    }

    @Test
    void orderSupportRefundsInAnotherProcessAndForgets() throws Exception {
        assertThat(printedBy(OrderSupport::main)).isEqualTo("""
                refund {"number":4711,"euros":40}
                You have your 40 euros back.
                []
                """);
    }

    @Test
    void chatServiceStreamsATurn() throws Exception {
        assertThat(printedBy(ChatService::main)).isEqualTo("Buy milk. ANSWERED\n");
    }

    @Test
    void documentAssistantNamesSourcesAndDoubts() throws Exception {
        assertThat(printedBy(DocumentAssistant::main)).contains("[1] house.md:", "doubtful: Dogs are forbidden");
    }

    @Test
    void newsroomAnswersWithAnArticle() throws Exception {
        assertThat(printedBy(Newsroom::main)).isEqualTo("Oslo turns 1000: Oslo is a thousand years old.\n");
    }

    @Test
    void smallThingsTellsWhatWaits() throws Exception {
        assertThat(printedBy(SmallThings::main)).isEqualTo("pay {\"to\":\"Bo\",\"euros\":120}\n");
    }

    private static String printedBy(Example example) throws Exception {
        assertThat(Models.areReal()).as("examples are tested without a key").isFalse();
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            example.run();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
