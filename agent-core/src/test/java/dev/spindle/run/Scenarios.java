package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.context.Cancellation;
import dev.spindle.event.Limits;
import dev.spindle.event.StopReason;
import dev.spindle.message.Cost;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Usage;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.model.ModelReply.Finish;
import dev.spindle.run.RunResult.NotAnsweredException;
import dev.spindle.run.Scenario.Seen;
import dev.spindle.testing.ScriptedReply;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** What a run does, one line of the promises each. */
final class Scenarios {
    private Scenarios() {}

    record Trip(String airport, LocalDate day) {}

    static List<Scenario> ofTheLoop() {
        return List.of(
                Scenario.of("a plain answer ends the run", model -> model.then("Hello."), seen -> {
                    assertEquals("Hello.", seen.result().text());
                    assertEquals(1, seen.result().work().turns());
                }),
                Scenario.of(
                        "a tool is called and the model goes on",
                        model -> model.thenCalls("add", "{\"a\":2,\"b\":3}").then("It is 5."),
                        seen -> {
                            assertEquals("It is 5.", seen.result().text());
                            assertEquals("5", seen.answer(0));
                        }),
                Scenario.of(
                        "parallel calls are answered in call order",
                        model -> model.thenReplies(ScriptedReply.call("echo", "{\"word\":\"one\"}")
                                        .andCall("echo", "{\"word\":\"two\"}")
                                        .andCall("add", "{\"a\":1,\"b\":2}"))
                                .then("Done."),
                        seen -> {
                            assertEquals("one", seen.answer(0));
                            assertEquals("two", seen.answer(1));
                            assertEquals("3", seen.answer(2));
                        }),
                Scenario.of(
                        "two calls with the same provider id are two calls",
                        model -> model.thenReplies(ScriptedReply.text("")
                                        .andCallWithId("0", "echo", "{\"word\":\"one\"}")
                                        .andCallWithId("0", "echo", "{\"word\":\"two\"}"))
                                .then("Done."),
                        seen -> {
                            assertEquals("one", seen.answer(0));
                            assertEquals("two", seen.answer(1));
                        }),
                Scenario.of(
                        "calls beside the word stop are run",
                        model -> model.thenReplies(ScriptedReply.call("echo", "{\"word\":\"one\"}")
                                        .withFinish(Finish.STOP))
                                .then("Done."),
                        seen -> assertEquals("one", seen.answer(0))),
                Scenario.of(
                        "a cut reply runs no tool",
                        model -> model.thenReplies(ScriptedReply.call("pay", "{\"to\":\"Bo\",\"cents\":5}")
                                .withFinish(Finish.LENGTH)),
                        seen -> {
                            assertEquals(StopReason.LENGTH, seen.result().stopReason());
                            assertEquals(0, seen.bench().paid.get());
                            assertTrue(seen.answer(0).startsWith("Not run: the reply was cut off"), seen.answer(0));
                        }),
                Scenario.of(
                        "a withheld reply is an outcome",
                        model -> model.thenReplies(ScriptedReply.text("Well").withFinish(Finish.CONTENT_FILTER)),
                        seen -> {
                            assertEquals(
                                    StopReason.CONTENT_FILTER, seen.result().stopReason());
                            assertEquals("Well", seen.result().partialText());
                            assertThrows(
                                    NotAnsweredException.class,
                                    () -> seen.result().text());
                        }),
                Scenario.of(
                        "a refusal is not an answer",
                        model -> model.thenReplies(ScriptedReply.text("").withRefusal("I will not.")),
                        seen -> {
                            assertEquals(StopReason.REFUSED, seen.result().stopReason());
                            assertEquals("I will not.", seen.result().detail());
                        }),
                Scenario.of(
                                "a forced choice of tools holds for the first step only",
                                model -> model.thenCalls("echo", "{\"word\":\"one\"}")
                                        .then("Done."),
                                seen -> {
                                    assertTrue(options(seen, 0).toolChoice().isPresent());
                                    assertTrue(options(seen, 1).toolChoice().isEmpty());
                                })
                        .request(request ->
                                request.withOptions(ModelOptions.DEFAULT.withToolChoice(new ToolChoice.Required()))),
                Scenario.of(
                        "a tool may ask whose run it is, unseen by the model",
                        model -> model.thenCalls("whose", "{}").then("Done."),
                        seen -> assertEquals("run-1", seen.answer(0))),
                Scenario.of(
                                "an answer takes the form asked for",
                                model -> model.then("{\"airport\":\"OSL\",\"day\":\"2030-01-02\"}"),
                                seen -> assertEquals(
                                        new Trip("OSL", LocalDate.of(2030, 1, 2)),
                                        seen.result().output(Trip.class)))
                        .request(request -> request.returning(Trip.class)),
                Scenario.of(
                                "an answer of the wrong form goes back with its errors",
                                model -> model.then("{\"airport\":7}")
                                        .then("{\"airport\":\"OSL\",\"day\":\"2030-01-02\"}"),
                                seen -> {
                                    assertEquals(
                                            "OSL",
                                            seen.result().output(Trip.class).airport());
                                    String told = seen.model()
                                            .lastCall()
                                            .userMessage()
                                            .text();
                                    assertTrue(told.contains("airport") && told.contains("day"), told);
                                })
                        .request(request -> request.returning(Trip.class)),
                Scenario.of(
                                "an answer that never takes its form ends the run",
                                model -> model.then("no").then("no").then("no"),
                                seen -> assertEquals(
                                        StopReason.INVALID_OUTPUT, seen.result().stopReason()))
                        .request(request -> request.returning(Trip.class)));
    }

    private static ModelOptions options(Seen seen, int call) {
        return seen.model().call(call).question().options();
    }

    static List<Scenario> ofSlips() {
        return List.of(
                Scenario.of(
                        "an unknown tool is answered with the names there are",
                        model -> model.thenCalls("ad", "{\"a\":2,\"b\":3}").then("Sorry."),
                        seen -> {
                            assertEquals(Outcome.UNKNOWN_TOOL, outcome(seen));
                            assertTrue(
                                    seen.answer(0).contains("'ad'")
                                            && seen.answer(0).contains("add"),
                                    seen.answer(0));
                        }),
                Scenario.of(
                        "broken arguments are answered with what is wrong",
                        model -> model.thenCalls("add", "{\"a\":2,").then("Sorry."),
                        seen -> assertEquals(Outcome.INVALID_ARGUMENTS, outcome(seen))),
                Scenario.of(
                        "arguments of the wrong type are answered with where and what was expected",
                        model -> model.thenCalls("add", "{\"a\":2,\"b\":[]}").then("Sorry."),
                        seen -> {
                            assertEquals(Outcome.INVALID_ARGUMENTS, outcome(seen));
                            assertTrue(
                                    seen.answer(0).contains("b")
                                            && seen.answer(0).contains("integer"),
                                    seen.answer(0));
                        }),
                Scenario.of(
                        "a throwing tool does not discard the batch",
                        model -> model.thenReplies(
                                        ScriptedReply.call("fail", "{}").andCall("echo", "{\"word\":\"two\"}"))
                                .then("One failed."),
                        seen -> {
                            assertEquals(Outcome.FAILED, outcome(seen));
                            assertTrue(seen.answer(0).contains("the disk is on fire"), seen.answer(0));
                            assertEquals("two", seen.answer(1));
                        }),
                Scenario.of(
                        "a hanging tool is stopped and answered",
                        model -> model.thenCalls("hang", "{}").then("It hangs."),
                        seen -> {
                            assertEquals(Outcome.TIMED_OUT, outcome(seen));
                            assertEquals("Timed out: 50 ms are over; the call was stopped.", seen.answer(0));
                        }),
                Scenario.of(
                        "a write that was cut short waits for a person",
                        model -> model.thenCalls("hangWriting", "{}"),
                        seen -> {
                            assertEquals(StopReason.WAITING, seen.result().stopReason());
                            assertTrue(seen.result().awaitingApproval().get(0).inDoubt());
                            assertEquals(Outcome.IN_DOUBT, outcome(seen));
                        }),
                Scenario.of(
                                "a write that was cut short is told to the model, by policy",
                                model -> model.thenCalls("hangWriting", "{}").then("I will look."),
                                seen -> assertEquals(Outcome.IN_DOUBT, outcome(seen)))
                        .agent(builder -> builder.inDoubt(Approval.InDoubt.TELL_MODEL)),
                Scenario.of(
                        "a model that fails is an outcome",
                        model -> model.thenFails(
                                new ModelException.Rejected("400: no", ModelException.Details.of("no"))),
                        seen -> {
                            assertEquals(StopReason.MODEL_FAILED, seen.result().stopReason());
                            assertEquals("400: no", seen.result().detail());
                        }),
                Scenario.of(
                        "a model that throws what it should not is an outcome",
                        model -> model.thenAnswers(call -> {
                            throw new IllegalStateException("bug");
                        }),
                        seen -> assertEquals(
                                StopReason.MODEL_FAILED, seen.result().stopReason())));
    }

    private static Outcome outcome(Seen seen) {
        return seen.result().transcript().messages().stream()
                .filter(ToolMessage.class::isInstance)
                .map(message -> ((ToolMessage) message).outcome())
                .findFirst()
                .orElseThrow();
    }

    static List<Scenario> ofLimits() {
        return List.of(
                Scenario.of(
                                "turns are limited, and the last one's tools run",
                                model -> model.thenCalls("echo", "{\"word\":\"one\"}")
                                        .thenCalls("echo", "{\"word\":\"two\"}"),
                                seen -> {
                                    assertEquals(
                                            StopReason.TURN_LIMIT, seen.result().stopReason());
                                    assertEquals("two", seen.answer(1));
                                })
                        .agent(builder -> builder.limits(Limits.DEFAULT.withMaxTurns(2))),
                Scenario.of(
                                "tool calls are limited, and those beyond are answered",
                                model -> model.thenReplies(ScriptedReply.call("echo", "{\"word\":\"one\"}")
                                        .andCall("echo", "{\"word\":\"two\"}")),
                                seen -> {
                                    assertEquals(
                                            StopReason.TOOL_CALL_LIMIT,
                                            seen.result().stopReason());
                                    assertEquals("one", seen.answer(0));
                                    assertEquals("Not run: the limit of 1 tool calls is reached.", seen.answer(1));
                                })
                        .agent(builder -> builder.limits(Limits.DEFAULT.withMaxToolCalls(1))),
                Scenario.of(
                                "tokens are limited",
                                model -> model.thenReplies(ScriptedReply.call("echo", "{\"word\":\"one\"}")
                                        .withUsage(Usage.of(90, 10))),
                                seen -> assertEquals(
                                        StopReason.TOKEN_LIMIT, seen.result().stopReason()))
                        .agent(builder -> builder.limits(Limits.DEFAULT.withMaxTokens(100))),
                Scenario.of(
                                "money is limited",
                                model -> model.thenReplies(ScriptedReply.call("echo", "{\"word\":\"one\"}")
                                        .withCost(Cost.usd(new BigDecimal("0.02")))),
                                seen -> {
                                    assertEquals(
                                            StopReason.COST_LIMIT, seen.result().stopReason());
                                    assertEquals(
                                            "0.02 USD are spent; the limit is 0.01 USD",
                                            seen.result().detail());
                                })
                        .agent(builder -> builder.limits(Limits.DEFAULT.withMaxCost(new BigDecimal("0.01")))),
                Scenario.of(
                                "a budget without a price stops before the second call",
                                model -> model.thenReplies(ScriptedReply.call("echo", "{\"word\":\"one\"}")
                                        .withCost(Cost.UNKNOWN)),
                                seen -> assertTrue(
                                        seen.result().detail().contains("unknown"),
                                        seen.result().detail()))
                        .agent(builder -> builder.limits(Limits.DEFAULT.withMaxCost(new BigDecimal("0.01")))),
                Scenario.of(
                                "time is limited, also inside the model",
                                model -> model.thenHangs(),
                                seen -> assertEquals(
                                        StopReason.TIME_LIMIT, seen.result().stopReason()))
                        .agent(builder -> builder.limits(Limits.DEFAULT.withMaxTime(Duration.ofMillis(400)))),
                Scenario.of(
                                "time is limited, also inside a tool that may take for ever",
                                model -> model.thenCalls("hangForever", "{}"),
                                seen -> assertEquals(
                                        StopReason.TIME_LIMIT, seen.result().stopReason()))
                        .agent(builder -> builder.limits(Limits.DEFAULT.withMaxTime(Duration.ofMillis(400)))),
                Scenario.of(
                                "the same calls again and again end the run",
                                model -> model.thenCalls("echo", "{\"word\":\"one\"}")
                                        .thenCalls("echo", "{\"word\":\"one\"}")
                                        .thenCalls("echo", "{\"word\":\"one\"}"),
                                seen -> {
                                    assertEquals(
                                            StopReason.REPETITION, seen.result().stopReason());
                                    assertEquals("one", seen.answer(1));
                                    assertTrue(seen.answer(2).startsWith("Not run: the same calls"), seen.answer(2));
                                })
                        .agent(builder -> builder.limits(Limits.DEFAULT.withMaxRepeats(2))),
                Scenario.of("a cancelled run asks nobody", model -> model, seen -> {
                            assertEquals(StopReason.CANCELLED, seen.result().stopReason());
                            assertEquals("enough", seen.result().detail());
                        })
                        .request(request -> {
                            Cancellation cancellation = Cancellation.create();
                            cancellation.cancel("enough");
                            return request.withCancellation(cancellation);
                        }));
    }

    static List<Scenario> ofApproval() {
        return List.of(
                Scenario.of(
                        "a call that needs approval waits, and others run",
                        model -> model.thenReplies(ScriptedReply.call("pay", "{\"to\":\"Bo\",\"cents\":5}")
                                .andCall("echo", "{\"word\":\"two\"}")),
                        seen -> {
                            assertTrue(seen.result().isPaused());
                            assertEquals(0, seen.bench().paid.get());
                            assertEquals("two", seen.answer(1));
                            assertEquals(
                                    "0.0",
                                    seen.result().awaitingApproval().get(0).path());
                            assertFalse(seen.result().awaitingApproval().get(0).inDoubt());
                        }),
                Scenario.of(
                        "nobody is asked to approve an invalid call",
                        model -> model.thenCalls("pay", "{\"to\":\"Bo\"}").then("Sorry."),
                        seen -> assertEquals(Outcome.INVALID_ARGUMENTS, outcome(seen))),
                Scenario.of(
                                "a predicate may ask for approval, too",
                                model -> model.thenCalls("echo", "{\"word\":\"rm -rf\"}"),
                                seen -> assertTrue(seen.result().isPaused()))
                        .agent(builder ->
                                builder.approval(call -> call.arguments().text().contains("rm"))));
    }
}
