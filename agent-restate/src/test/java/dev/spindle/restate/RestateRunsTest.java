package dev.spindle.restate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Journal;
import dev.spindle.message.UserMessage;
import dev.spindle.run.Approval;
import dev.spindle.run.RunListener;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsRestate
@SuppressWarnings("UnusedMethod") // the model calls them
class RestateRunsTest {
    private final Site site = new Site();
    private final Desk desk = new Desk();

    @AfterEach
    void stopWorker() {
        site.close();
    }

    private Agent.Builder agent(ScriptedModel model) {
        return Agent.builder(model).name(site.name()).tools(desk);
    }

    private RestateRuns serve(Agent agent) {
        return site.serve(RestateAgents.of(agent));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRunWithToolsRecordsWhatItRecordsOnAJournal(boolean listened) {
        List<RunEvent> heard = new CopyOnWriteArrayList<>();
        RunListener listener = heard::add;
        RestateAgents agents = RestateAgents.of(agent(sums()).build());
        RestateRuns runs = site.serve(listened ? agents.heardBy(listener) : agents);
        RunRequest request = RunRequest.of("What is 2 + 3?").withRunId("sums/" + listened);

        RunResult result = runs.run(request);

        KeepingJournal journal = new KeepingJournal();
        RunResult expected = agent(sums()).journal(journal).build().run(request);
        assertEquals(expected.text(), result.text());
        assertEquals(expected.usage(), result.usage());
        assertEquals(expected.transcript().messages(), result.transcript().messages());
        assertEquals(shape(journal.read(request.runId(), 0)), shape(runs.events(request.runId())));
        assertEquals(listened, heard.containsAll(runs.events(request.runId())));
        assertEquals(listened, heard.stream().anyMatch(RunEvent.TextWritten.class::isInstance));
    }

    private static ScriptedModel sums() {
        return ScriptedModel.calls("add", "{\"a\":2,\"b\":3}").then("It is 5.");
    }

    /** Events without what is never the same: times, owners, ids. */
    private static List<String> shape(List<Recorded> events) {
        return events.stream()
                .map(event -> event.at().position() + " "
                        + EventJson.write(event)
                                .replaceAll("\"time\":\"[^\"]*\"", "")
                                .replaceAll("\"owner\":\"[^\"]*\"", ""))
                .toList();
    }

    @Test
    void aToolThatFailsIsAnAnswerTheModelReads() {
        ScriptedModel model = ScriptedModel.calls("fail", "{}").then("No printer.");
        RestateRuns runs = serve(agent(model).build());

        RunResult result = runs.run(RunRequest.of("Print."));

        assertEquals("No printer.", result.text());
        assertTrue(
                model.lastCall().toolMessages().get(0).text().contains("failed"),
                model.lastCall().toString());
    }

    @Test
    void callsOfOneReplyRunAtOnceAndAreAnsweredInTheirOrder() {
        CountDownLatch both = new CountDownLatch(2);
        Object meeting = new Object() {
            @Tool(value = "Waits for the other.", effect = Effect.READ)
            String meet(@Param("who") String who) throws InterruptedException {
                both.countDown();
                both.await();
                return who;
            }
        };
        ScriptedModel model = ScriptedModel.empty()
                .thenReplies(ScriptedReply.call("meet", "{\"who\":\"one\"}").andCall("meet", "{\"who\":\"two\"}"))
                .then("Met.");
        RestateRuns runs = serve(agent(model).tools(meeting).build());

        RunResult result = runs.run(RunRequest.of("Meet."));

        assertEquals("Met.", result.text());
        assertEquals(
                List.of("one", "two"),
                model.lastCall().toolMessages().stream()
                        .map(message -> message.text())
                        .toList());
    }

    @Test
    void aRunIsCancelledInTheMiddleOfATool() throws InterruptedException {
        RestateRuns runs =
                serve(agent(ScriptedModel.calls("hang", "{}").then("never")).build());
        runs.start(RunRequest.of("Hang.").withRunId("hang"));
        desk.begun.await();

        runs.cancel("hang", "enough");
        RunResult result = runs.attach("hang");

        assertEquals(StopReason.CANCELLED, result.stopReason());
        assertEquals("enough", result.detail());
        desk.interrupted.await();
    }

    @Test
    void wordsPostedInTheMiddleAreReadAtTheNextTurn() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Object slow = new Object() {
            @Tool(value = "Looks.", effect = Effect.READ)
            String look() throws InterruptedException {
                asked.countDown();
                told.await();
                return "rain";
            }
        };
        ScriptedModel model = ScriptedModel.calls("look", "{}").then("Take an umbrella.");
        RestateRuns runs = serve(agent(model).tools(slow).build());
        runs.start(RunRequest.of("What should I wear?").withRunId("wear"));
        asked.await();

        runs.post("wear", new Input.Said(UserMessage.of("I hate hats.")));
        told.countDown();
        RunResult result = runs.attach("wear");

        assertEquals("Take an umbrella.", result.text());
        assertEquals("I hate hats.", model.lastCall().userMessage().text());
    }

    @Test
    void runsOfAConversationQueueAndRememberEachOther() throws InterruptedException {
        CountDownLatch looks = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        Object slow = new Object() {
            @Tool(value = "Looks.", effect = Effect.READ)
            String look() throws InterruptedException {
                looks.countDown();
                seen.await();
                return "rain";
            }
        };
        ScriptedModel model = ScriptedModel.calls("look", "{}")
                .thenCalls("pay", "{\"to\":\"Bo\"}")
                .then("It rains.")
                .then("You asked about rain.");
        RestateRuns runs = serve(agent(model).tools(slow).build());
        runs.start(RunRequest.of("Rain?").withRunId("first").inConversation("bo"));
        looks.await();
        runs.start(RunRequest.of("What did I ask?").withRunId("second").inConversation("bo"));

        seen.countDown();
        RunResult paused = runs.attach("first");
        assertTrue(runs.events("second").isEmpty(), "a run that waits for a person is not over");
        runs.decide("first", Decision.approve(paused.awaitingApproval().get(0)));
        RunResult second = runs.attach("second");

        assertEquals("It rains.", runs.attach("first").text());
        assertEquals("You asked about rain.", second.text());
        assertEquals("Rain?", second.transcript().messages().get(0).text());
    }

    @Test
    void aCallThatTakesTooLongIsCut() {
        ScriptedModel model = ScriptedModel.calls("hang", "{}").then("It hangs.");
        Limits limits = Limits.DEFAULT.withToolTimeout(Duration.ofMillis(200));
        RestateRuns runs = serve(agent(model).limits(limits).build());

        RunResult result = runs.run(RunRequest.of("Hang."));

        assertEquals("It hangs.", result.text());
        assertTrue(
                model.lastCall().toolMessages().get(0).text().startsWith("Timed out"),
                result.transcript().toString());
    }

    @Test
    void anApprovalExpiresByItself() {
        ScriptedModel model = ScriptedModel.calls("pay", "{\"to\":\"Bo\"}").then("Nobody wanted it.");
        Agent agent = agent(model)
                .approval(Approval.AS_DECLARED.expiringAfter(Duration.ofMillis(700)))
                .build();
        RestateRuns runs = serve(agent);
        RunResult paused = runs.run(RunRequest.of("Pay Bo.").withRunId("expiring"));
        assertEquals(StopReason.WAITING, paused.stopReason());

        model.awaitCalls(2, Duration.ofSeconds(20));
        RunResult result = runs.attach("expiring");

        assertEquals("Nobody wanted it.", result.text());
        assertEquals(0, desk.paid.get());
    }

    @Test
    void aRunThatStoppedAtALimitGoesOnWithAnother() {
        ScriptedModel model = ScriptedModel.calls("add", "{\"a\":1,\"b\":1}").then("Two.");
        RestateRuns runs =
                serve(agent(model).limits(Limits.DEFAULT.withMaxTurns(1)).build());
        RunResult stopped = runs.run(RunRequest.of("1 + 1?").withRunId("limited"));
        assertEquals(StopReason.TURN_LIMIT, stopped.stopReason());

        runs.post("limited", new Input.Relimited(Limits.DEFAULT));
        RunResult result = runs.attach("limited");

        assertEquals("Two.", result.text());
    }

    @Test
    void aRunIsBegunOnceAndItsIdBelongsToItsQuestion() {
        ScriptedModel model = ScriptedModel.says("Hello.");
        RestateRuns runs = serve(agent(model).build());
        RunRequest request = RunRequest.of("Hi.").withRunId("once");

        assertEquals("Hello.", runs.run(request).text());
        assertEquals("Hello.", runs.run(request).text());

        assertEquals(1, model.calls().size());
        assertThrows(
                Journal.ConflictException.class,
                () -> runs.start(RunRequest.of("Ho.").withRunId("once")));
    }
}
