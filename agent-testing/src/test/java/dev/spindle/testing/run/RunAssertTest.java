package dev.spindle.testing.run;

import static dev.spindle.testing.run.RunAssertions.assertThatRun;
import static dev.spindle.tool.Tool.Effect.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spindle.Agent;
import dev.spindle.event.StopReason;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunAssertTest {
    static class Office {
        @Tool(value = "Plans.", effect = READ)
        String plan() {
            return "a plan";
        }

        @Tool(value = "Reviews.", effect = READ)
        String review() {
            return "good";
        }

        @Tool(value = "Pays.", approval = true)
        String pay() {
            return "paid";
        }
    }

    record Sum(int value) {}

    private static RunResult run(ScriptedModel model) {
        return Agent.builder(model)
                .tools(new Office())
                .build()
                .run(RunRequest.of("Go.").withRunId("r"));
    }

    private static RunResult planned() {
        return run(ScriptedModel.calls("plan", "{}").thenCalls("review", "{}").then("Done."));
    }

    private static RunResult stumbled() {
        return run(ScriptedModel.calls("plann", "{}").thenCalls("plan", "{}").then("Done."));
    }

    @Test
    void whatHoldsReadsAsASentence() {
        assertThatRun(planned())
                .called("plan", "review")
                .inOrder()
                .called("plan", 1)
                .neverCalled("pay")
                .answered()
                .answeredWith("Done")
                .withoutCorrections()
                .turnsAtMost(3)
                .tokensAtMost(0)
                .costAtMost("0");
    }

    @Test
    void whatWaitsIsSaid() {
        assertThatRun(run(ScriptedModel.calls("pay", "{}")))
                .stopped(StopReason.WAITING)
                .waitsFor("pay");
    }

    @Test
    void anAnswerThatWasSentBackIsACorrection() {
        ScriptedModel model = ScriptedModel.says("many").then("{\"value\":3}");
        RunResult result =
                Agent.builder(model).build().run(RunRequest.of("Sum.").returning(Sum.class));

        AssertionError told =
                assertThrows(AssertionError.class, () -> assertThatRun(result).withoutCorrections());

        assertEquals(1, result.work().corrections());
        assertFalse(told.getMessage().contains("\n"), told.getMessage());
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                failure(
                        planned(),
                        run -> run.called("review", "plan").inOrder(),
                        "Run r: expected calls in the order [review, plan]; it called [plan, review] and ended with ANSWERED"),
                failure(
                        planned(),
                        run -> run.called("pay"),
                        "Run r: expected a call of pay that went well; it called [plan, review] and ended with ANSWERED"),
                failure(
                        planned(),
                        run -> run.neverCalled("review"),
                        "Run r: expected no call of review; it called [plan, review] and ended with ANSWERED"),
                failure(
                        planned(),
                        run -> run.called("plan", 2),
                        "Run r: expected 2 calls of plan, not 1; it called [plan, review] and ended with ANSWERED"),
                failure(
                        planned(),
                        RunAssert::calledNothing,
                        "Run r: expected no call; it called [plan, review] and ended with ANSWERED"),
                failure(
                        planned(),
                        run -> run.answeredWith("Sorry"),
                        "Run r: expected an answer with 'Sorry'; it called [plan, review] and ended with ANSWERED"),
                failure(
                        planned(),
                        run -> run.turnsAtMost(2),
                        "Run r: expected at most 2 turns, not 3; it called [plan, review] and ended with ANSWERED"),
                failure(
                        stumbled(),
                        RunAssert::withoutCorrections,
                        "Run r: expected no corrections, not [plann UNKNOWN_TOOL]; it called [plann, plan] and ended with ANSWERED"),
                failure(
                        run(ScriptedModel.calls("pay", "{}")),
                        RunAssert::answered,
                        "Run r: expected ANSWERED; it called [pay] and ended with WAITING"),
                failure(
                        planned(),
                        run -> run.waitsFor("pay"),
                        "Run r: expected to wait for [pay], not for []; it called [plan, review] and ended with ANSWERED"));
    }

    private static Arguments failure(RunResult result, Consumer<RunAssert> claim, String words) {
        return Arguments.of(result, claim, words);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("failures")
    void aFailureIsOneLine(RunResult result, Consumer<RunAssert> claim, String words) {
        AssertionError told = assertThrows(AssertionError.class, () -> claim.accept(assertThatRun(result)));

        assertEquals(words, told.getMessage());
    }
}
