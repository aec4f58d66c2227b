package dev.spindle.restate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Journal;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Delta;
import dev.spindle.model.ModelReply;
import dev.spindle.run.Approval;
import dev.spindle.run.KeepingJournal;
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
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsRestate
@SuppressWarnings("UnusedMethod") // the model calls them
class RestateRunsTest {
    @RegisterExtension
    final Site site = new Site();

    private final Desk desk = site.desk;

    private Agent.Builder agent(ScriptedModel model) {
        return site.agent(model);
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
        assertEquals(Site.comparable(journal.events()), Site.comparable(runs.events(request.runId())));
        assertEquals(listened, heard.containsAll(runs.events(request.runId())));
        assertEquals(listened, heard.stream().anyMatch(RunEvent.TextWritten.class::isInstance));
    }

    private static ScriptedModel sums() {
        return ScriptedModel.calls("add", "{\"a\":2,\"b\":3}").then("It is 5.");
    }

    @Test
    void aToolThatFailsIsAnAnswerTheModelReads() {
        ScriptedModel model = ScriptedModel.calls("fail", "{}").then("No printer.");
        RestateRuns runs = site.serve(agent(model).build());

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
        RestateRuns runs = site.serve(agent(model).tools(meeting).build());

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
        RestateRuns runs = site.serve(
                agent(ScriptedModel.calls("hang", "{}").then("never")).build());
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
        RestateRuns runs = site.serve(agent(model).tools(slow).build());
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
        RestateRuns runs = site.serve(agent(model).tools(slow).build());
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
        RestateRuns runs = site.serve(agent(model).limits(limits).build());

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
        RestateRuns runs = site.serve(agent);
        runs.start(RunRequest.of("Pay Bo.").withRunId("expiring"));

        model.awaitCalls(2, Duration.ofSeconds(20));
        RunResult result = runs.attach("expiring");

        // Whoever attaches late finds that it has gone on; that it waited is in its events.
        assertTrue(runs.events("expiring").stream()
                .anyMatch(
                        event -> event instanceof RunEvent.Stopped stopped && stopped.reason() == StopReason.WAITING));
        assertEquals("Nobody wanted it.", result.text());
        assertEquals(0, desk.paid.get());
    }

    @Test
    void aRunThatStoppedAtALimitGoesOnWithAnother() {
        ScriptedModel model = ScriptedModel.calls("add", "{\"a\":1,\"b\":1}").then("Two.");
        RestateRuns runs =
                site.serve(agent(model).limits(Limits.DEFAULT.withMaxTurns(1)).build());
        RunResult stopped = runs.run(RunRequest.of("1 + 1?").withRunId("limited"));
        assertEquals(StopReason.TURN_LIMIT, stopped.stopReason());

        runs.post("limited", new Input.Relimited(Limits.DEFAULT));
        RunResult result = runs.attach("limited");

        assertEquals("Two.", result.text());
    }

    @Test
    void aRunIsAwaitedNoLongerThanItsCallerLikes() {
        RestateRuns runs =
                site.serve(agent(ScriptedModel.calls("pay", "{\"to\":\"Bo\"}").then("Paid."))
                        .build());

        Optional<RunResult> notBegun = runs.attach("awaited", Duration.ofMillis(50));
        runs.start(RunRequest.of("Pay Bo.").withRunId("awaited"));
        Optional<RunResult> paused = runs.attach("awaited", Duration.ofMinutes(1));

        assertEquals(Optional.empty(), notBegun);
        assertEquals(StopReason.WAITING, paused.orElseThrow().stopReason());
    }

    @Test
    void aRunIsFollowedFromElsewhereEventByEvent() {
        List<RunEvent> followed = new CopyOnWriteArrayList<>();
        RestateRuns runs = site.serve(agent(sums()).build());
        runs.start(RunRequest.of("What is 2 + 3?").withRunId("followed"));

        RunResult result = runs.follow("followed", 0, followed::add);

        assertEquals("It is 5.", result.text());
        assertEquals(runs.events("followed"), followed);
    }

    @Test
    void textIsFollowedFromElsewhereBeforeItsReplyIsThere() throws InterruptedException {
        CountDownLatch heard = new CountDownLatch(1);
        ScriptedModel slow = ScriptedModel.empty().thenAnswers(call -> {
            call.deltas().accept(new Delta.Text("It will "));
            call.deltas().accept(new Delta.Text("rain."));
            try {
                heard.await();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            return ModelReply.of(AssistantMessage.of("It will rain."), Usage.NONE);
        });
        RestateRuns runs = site.serve(
                RestateAgents.of(agent(slow).build()).followedAt(site.engine().ingress()));
        runs.start(RunRequest.of("Rain?").withRunId("written"));
        StringBuilder written = new StringBuilder();

        RunResult result = runs.follow("written", 0, event -> {
            if (event instanceof RunEvent.TextWritten more) written.append(more.text());
            if (written.toString().equals("It will rain.")) heard.countDown();
        });

        assertEquals("It will rain.", written.toString());
        assertEquals("It will rain.", result.text());
    }

    @Test
    void whatHappensIsReadByOthersWhileASlowToolRuns() throws InterruptedException {
        RestateRuns runs =
                site.serve(agent(ScriptedModel.calls("add", "{\"a\":1,\"b\":1}").thenCalls("hang", "{}"))
                        .build());
        runs.start(RunRequest.of("Hang.").withRunId("read"));
        site.desk.begun.await();

        List<RunEvent> followed = new CopyOnWriteArrayList<>();
        CountDownLatch started = new CountDownLatch(2);
        Thread follower = new Thread(() -> runs.follow("read", 0, event -> {
            followed.add(event);
            if (event instanceof RunEvent.ToolStarted) started.countDown();
        }));
        follower.start();
        started.await();
        runs.cancel("read", "enough");
        follower.join();

        assertEquals(runs.events("read"), followed);
    }

    @Test
    void aRunIsBegunOnceAndItsIdBelongsToItsQuestion() {
        ScriptedModel model = ScriptedModel.says("Hello.");
        RestateRuns runs = site.serve(agent(model).build());
        RunRequest request = RunRequest.of("Hi.").withRunId("once");

        assertEquals("Hello.", runs.run(request).text());
        assertEquals("Hello.", runs.run(request).text());

        assertEquals(1, model.calls().size());
        assertThrows(
                Journal.ConflictException.class,
                () -> runs.start(RunRequest.of("Ho.").withRunId("once")));
    }
}
