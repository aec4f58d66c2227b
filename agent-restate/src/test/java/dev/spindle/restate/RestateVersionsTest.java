package dev.spindle.restate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.run.Approval;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs that are gone on with by another version of their agent, or much later. */
@NeedsRestate
@SuppressWarnings("UnusedMethod") // the model calls them
class RestateVersionsTest {
    @RegisterExtension
    final Site site = new Site();

    /** An answer as it was, and as it is. */
    private static final class Versions {
        private static final class One {
            private record Answer(String airport) {}
        }

        private static final class Two {
            private record Answer(String hotel) {}
        }
    }

    @Test
    void anApprovalIsGivenADayLaterByAnotherProcessAfterEngineAndWorkerWereStartedAnew() throws IOException {
        Approval twoDays = Approval.AS_DECLARED.expiringAfter(Duration.ofDays(2));
        ScriptedModel asked = ScriptedModel.calls("pay", "{\"to\":\"Bo\"}");
        RestateRuns runs = site.serve(site.agent(asked).approval(twoDays).build());
        RunResult paused = runs.run(RunRequest.of("Pay Bo.").withRunId("a-day-later"));
        Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));

        site.replaceWorker(
                site::restartEngine,
                site.agent(ScriptedModel.says("Paid a day later."))
                        .approval(twoDays)
                        .clock(tomorrow)
                        .build());
        String said = Decider.run(site.engine().ingress(), site.name(), "a-day-later");

        assertTrue(paused.isPaused());
        assertEquals("Paid a day later.", said);
        assertEquals(1, site.desk.paid.get());
    }

    @Test
    void anAgentOfVersionTwoFinishesWhatVersionOneBegan() {
        Object first = new Object() {
            @Tool("Books a flight.")
            String book(@Param("to") String to) {
                return "never booked to " + to;
            }
        };
        Object second = new Object() {
            @Tool("Books a train.")
            String ride(@Param("to") String to) {
                return "a train to " + to;
            }
        };
        ScriptedModel before = ScriptedModel.calls("pay", "{\"to\":\"Bo\"}");
        RestateRuns runs = site.serve(
                site.agent(before).instructions("You are one.").tools(first).build());
        RunResult paused = runs.run(RunRequest.of("Go to Oslo.").withRunId("versions"));
        ScriptedModel after = ScriptedModel.calls("book", "{\"to\":\"Oslo\"}")
                .thenCalls("ride", "{\"to\":\"Oslo\"}")
                .then("By train.");

        site.replaceWorker(
                () -> {},
                site.agent(after).instructions("You are two.").tools(second).build());
        site.registerAgain();
        runs.decide("versions", Decision.approve(paused.awaitingApproval().get(0)));
        RunResult result = runs.attach("versions");

        assertEquals("By train.", result.text());
        assertEquals("You are one.", after.lastCall().messages().get(0).text());
        String unknown = after.call(1).toolMessages().get(1).text();
        assertTrue(unknown.contains("'book'") && unknown.contains("ride"), unknown);
    }

    @Test
    void anAgentWhoseAnswersHaveBecomeOthersRefusesTheRunByNameUntilOneThatFitsIsThere() throws Exception {
        ScriptedModel before = ScriptedModel.calls("pay", "{\"to\":\"Bo\"}");
        RestateRuns runs = site.serve(
                site.agent(before).returning(Versions.One.Answer.class).build());
        RunResult paused = runs.run(RunRequest.of("Go.").withRunId("changed"));

        ScriptedModel unasked = ScriptedModel.empty();
        site.replaceWorker(
                () -> {},
                site.agent(unasked).returning(Versions.Two.Answer.class).build());
        runs.decide("changed", Decision.approve(paused.awaitingApproval().get(0)));
        String refusal = site.engine().awaitFailure(site.name(), "Run 'changed' was begun to answer with");
        Agent fitting = site.agent(ScriptedModel.says("{\"airport\":\"OSL\"}"))
                .returning(Versions.One.Answer.class)
                .build();
        site.replaceWorker(() -> {}, fitting);
        RunResult result = runs.attach("changed");

        assertTrue(
                refusal.contains("answer with 'Answer' of schema") && refusal.contains("go on with 'Answer' of schema"),
                refusal);
        unasked.assertComplete();
        assertEquals("{\"airport\":\"OSL\"}", result.text());
    }
}
