package dev.spindle.examples.guide;

import static dev.spindle.testing.run.RunAssertions.assertThatRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.event.StopReason;
import dev.spindle.examples.guide.ChatService.Chats;
import dev.spindle.examples.guide.ChatService.Notes;
import dev.spindle.examples.guide.ChatService.User;
import dev.spindle.examples.guide.OrderSupport.Orders;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.json.Json;
import dev.spindle.memory.InMemoryMemory;
import dev.spindle.model.Budget;
import dev.spindle.retrieval.DocumentIndex;
import dev.spindle.retrieval.citation.Claim;
import dev.spindle.retrieval.citation.Verdict;
import dev.spindle.run.RunHandle;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.state.RunState;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.PendingCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/programs do what their pages say. */
class ProgramsTest {
    // region test-orders
    @Test
    void refundWaitsForAPersonAndIsPaidOnceElsewhere(@TempDir Path directory) {
        Orders orders = new Orders(new ConcurrentHashMap<>());
        String mailed = OrderSupport.ask(directory, OrderSupport.firstUnderstudy(), orders)
                .get(0);
        assertThat(orders.refunds()).isEmpty();

        RunResult result = OrderSupport.decide(directory, ScriptedModel.says("Done."), orders, mailed);

        assertThatRun(result).called("findOrder", "refund").inOrder().answeredWith("Done.");
        assertThat(orders.refunds()).containsValue("4711: 40");
    }
    // endregion

    @Test
    void decisionThatComesTwiceRefundsOnce(@TempDir Path directory) {
        Orders orders = new Orders(new ConcurrentHashMap<>());
        String mailed = OrderSupport.ask(directory, OrderSupport.firstUnderstudy(), orders)
                .get(0);
        OrderSupport.decide(directory, ScriptedModel.says("Done."), orders, mailed);

        RunResult again = OrderSupport.decide(directory, ScriptedModel.empty(), orders, mailed);

        assertThatRun(again).called("refund", 1).answeredWith("Done.");
        assertThat(orders.refunds()).hasSize(1);
    }

    @Test
    void editThatDoesNotFitIsToldToThePersonAndTheCallStillWaits(@TempDir Path directory) {
        Orders orders = new Orders(new ConcurrentHashMap<>());
        String mailed = OrderSupport.ask(directory, OrderSupport.firstUnderstudy(), orders)
                .get(0);
        PendingCall call = Json.parse(mailed).to(PendingCall.class);
        try (FileJournal journal = FileJournal.in(directory)) {
            Agent support = OrderSupport.support(ScriptedModel.empty(), journal, orders);

            assertThatThrownBy(() -> support.resume(
                            call.runId(), Decision.edit(call, Json.parse("{\"number\":4711,\"euros\":\"many\"}"))))
                    .hasMessageContaining("euros");

            assertThat(RunState.of(journal.read(call.runId(), 0)).awaiting())
                    .extracting(PendingCall::tool)
                    .containsExactly("refund");
        }
        assertThat(orders.refunds()).isEmpty();
    }

    @Test
    void erasedCustomerLeavesNothing(@TempDir Path directory) {
        OrderSupport.ask(directory, OrderSupport.firstUnderstudy(), new Orders(new ConcurrentHashMap<>()));

        OrderSupport.erase(directory);

        try (FileJournal journal = FileJournal.in(directory)) {
            assertThat(journal.runs()).isEmpty();
        }
    }

    // region test-chat
    @Test
    void eachUserReadsTheNotesOfItsOwnTenant(@TempDir Path directory) {
        User north = new User("north", "bo");
        User south = new User("south", "bo");
        Notes notes = new Notes(Map.of(north, List.of("milk"), south, List.of("wine")));
        ScriptedModel model = ScriptedModel.calls("readNotes", "{}").then("Buy it.");
        try (FileJournal journal = FileJournal.in(directory)) {
            Chats chats = new Chats(model, notes, journal, new InMemoryMemory());

            RunResult result = chats.say(south, "What do I need?").await();

            assertThatRun(result).called("readNotes").answered();
            assertThat(result.transcript().toString()).contains("wine").doesNotContain("milk");
            assertThat(journal.runs(Journal.Query.ALL.labelled("tenant", "south")))
                    .hasSize(1);
        }
    }
    // endregion

    @Test
    void toolThatMissesItsTagStopsTheRun() {
        Agent agent = Agent.builder(ScriptedModel.calls("readNotes", "{}"))
                .tools(new Notes(Map.of()))
                .build();

        RunResult result = agent.run("What do I need?");

        assertThatRun(result).stopped(StopReason.SETUP_FAILED);
        assertThat(result.detail()).contains("user");
    }

    @Test
    void turnThatTheTenantCannotPayIsNotAsked() {
        ScriptedModel model = ScriptedModel.empty();
        Agent agent = Agent.builder(model).build();

        RunResult result =
                agent.run(RunRequest.of("Hello?").withBudget(Budget.ofTokens(10).named("north")));

        assertThatRun(result).stopped(StopReason.TOKEN_LIMIT);
        assertThat(result.detail()).contains("north");
        assertThat(model.calls()).isEmpty();
    }

    @Test
    void watcherThatComesBackGoesOnWhereItWas() throws InterruptedException {
        User bo = new User("north", "bo");
        Chats chats = new Chats(
                ScriptedModel.says("Good morning."), new Notes(Map.of()), new InMemoryJournal(), new InMemoryMemory());
        RunHandle turn = chats.say(bo, "Hello?");
        ChatService.Watcher first = new ChatService.Watcher();
        turn.events(RunHandle.Cursor.START).subscribe(first);
        first.ended.await();

        ChatService.Watcher second = new ChatService.Watcher();
        turn.events(RunHandle.Cursor.parse(first.last.toString())).subscribe(second);
        second.ended.await();

        assertThat(first.seen.toString()).isEqualTo("Good morning.");
        assertThat(second.seen.toString()).isEmpty();
    }

    // region test-documents
    @Test
    void sentenceThatNoPassageSaysIsDoubtful() throws IOException {
        ScriptedModel model = ScriptedModel.calls("search_passages", "{\"query\":\"quiet\"}")
                .then("The house is quiet from 22 to 7 every night [1]. Dogs are forbidden [1].");
        try (DocumentIndex index = DocumentIndex.of(DocumentAssistant.folder())) {
            RunResult result = DocumentAssistant.assistant(model, index).run("When must it be quiet?");

            List<Claim> claims = DocumentAssistant.check(result).claims();

            assertThat(claims).extracting(Claim::verdict).containsExactly(Verdict.SUPPORTED, Verdict.UNSUPPORTED);
        }
    }
    // endregion

    // region test-newsroom
    @Test
    void newsroomAnswersWithAnArticle() {
        ScriptedModel model = Newsroom.understudies("Oslo turns 1000");
        Agent editor = Newsroom.editor(model);

        RunResult result = editor.run("Write about Oslo.");

        assertThatRun(result)
                .called("report", "look_back", "write", "check")
                .inOrder()
                .withoutCorrections();
        assertThat(result.output(Newsroom.Article.class).headline()).isEqualTo("Oslo turns 1000");
        model.assertComplete();
    }
    // endregion

    @Test
    void headlineThatIsTooLongGoesBackToTheModel() {
        ScriptedModel model = Newsroom.understudies("O".repeat(61));

        RunResult result = Newsroom.editor(model).run("Write about Oslo.");

        assertThatRun(result).stopped(StopReason.MODEL_FAILED);
        assertThat(model.calls().toString()).contains("the headline has more than 60 characters");
    }

    @Test
    void newsroomStopsWhereItsBudgetEnds() {
        Agent editor = Newsroom.editor(Newsroom.understudies("Oslo turns 1000"));

        RunResult result = editor.run(RunRequest.of("Write about Oslo.")
                .withBudget(Budget.ofTokens(1_000).named("evening")));

        assertThatRun(result).stopped(StopReason.TOKEN_LIMIT);
        assertThat(result.detail()).contains("evening");
    }
}
