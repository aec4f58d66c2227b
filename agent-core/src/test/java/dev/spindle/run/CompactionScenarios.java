package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.RunEvent.Compacted;
import dev.spindle.event.StopReason;
import dev.spindle.memory.Compaction;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.message.Usage;
import dev.spindle.model.ModelException;
import dev.spindle.run.Scenario.Seen;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import java.util.List;
import java.util.Objects;

/** What becomes of a conversation that grows too long, one line each. */
final class CompactionScenarios {
    private static final String LONG = "so ".repeat(150) + "%s";

    private CompactionScenarios() {}

    static List<Scenario> ofLength() {
        return List.of(
                Scenario.of(
                                "long results are cut, and nobody is asked for a summary where that is enough",
                                model -> echo(book(model, 100), "one", 2_100).then("Done."),
                                seen -> {
                                    Compacted compacted = compacted(seen);
                                    assertNull(compacted.summary());
                                    assertEquals(Spent.NOTHING, compacted.spent());
                                    String shown = seen.model()
                                            .lastCall()
                                            .toolMessage("c0")
                                            .text();
                                    assertTrue(shown.startsWith("0,1,2,"), shown);
                                    assertTrue(
                                            shown.endsWith("read_result {\"result\":\"0.0\",\"from\":300} …]"), shown);
                                    assertEquals(3_889, seen.answer(0).length());
                                })
                        .agent(builder -> builder.compaction(
                                Compaction.with(ScriptedModel.empty()).of(2_500).keeping(1))),
                Scenario.of(
                                "the model can read on in what was cut",
                                model -> echo(book(model, 100), "one", 2_100)
                                        .thenCalls("read_result", "{\"result\":\"0.0\",\"from\":3880}")
                                        .then("Read."),
                                seen -> assertEquals("7,998,999\n[end of the result]", seen.answer(2)))
                        .agent(builder -> builder.compaction(
                                Compaction.ofResults().of(2_500).keeping(1))),
                Scenario.of(
                                "what is too much even so is summed up, and the question stays",
                                model -> echo(echo(echo(model, "one", 100), "two", 400), "three", 1_010)
                                        .then("Done."),
                                seen -> {
                                    List<Message> shown =
                                            seen.model().lastCall().messages();
                                    assertEquals(4, shown.size(), shown::toString);
                                    assertEquals("Go.", shown.get(0).text());
                                    assertTrue(shown.get(1).text().startsWith("[summary "), shown::toString);
                                    assertTrue(shown.get(1).text().contains("\nOne and two were said.\n"));
                                    assertEquals(
                                            LONG.formatted("three"),
                                            shown.get(3).text());
                                    assertEquals(8, seen.result().transcript().size());
                                    assertEquals(
                                            Usage.of(100 + 400 + 1_010 + 7, 3 + 5),
                                            seen.result().usage());
                                })
                        .agent(builder -> builder.compaction(summing().of(1_250).keeping(1))),
                Scenario.of(
                                "a summary that fails stops nothing",
                                model -> echo(echo(model, "one", 100), "two", 1_010)
                                        .then("Done."),
                                seen -> {
                                    Compacted compacted = compacted(seen);
                                    assertTrue(compacted.changesNothing());
                                    assertEquals("no summary: Rejected: 400: no", compacted.detail());
                                    assertEquals("Done.", seen.result().text());
                                })
                        .agent(builder -> builder.compaction(
                                Compaction.with(ScriptedModel.empty().thenFails(rejected()))
                                        .of(1_250)
                                        .keeping(1))));
    }

    static List<Scenario> ofOverflow() {
        return List.of(
                Scenario.of(
                                "a conversation that the server refuses as too long is made shorter, once",
                                model -> echo(echo(model, "one", 100), "two", 400)
                                        .thenFails(tooLong())
                                        .then("Done."),
                                seen -> {
                                    assertEquals("Done.", seen.result().text());
                                    assertEquals(
                                            LONG.formatted("two"),
                                            seen.model()
                                                    .lastCall()
                                                    .toolMessage("c1")
                                                    .text());
                                    assertEquals(
                                            1,
                                            seen.model()
                                                    .lastCall()
                                                    .toolMessages()
                                                    .size());
                                })
                        .agent(builder -> builder.compaction(summing())),
                Scenario.of(
                                "what is too long even then is the model's failure",
                                model -> echo(echo(model, "one", 100), "two", 400)
                                        .thenFails(tooLong())
                                        .thenFails(tooLong()),
                                seen -> {
                                    assertEquals(
                                            StopReason.MODEL_FAILED,
                                            seen.result().stopReason());
                                    assertEquals("400: too long", seen.result().detail());
                                })
                        .agent(builder -> builder.compaction(summing())),
                Scenario.of(
                                "where nothing can be made shorter the server is not asked again",
                                model -> model.thenFails(tooLong()),
                                seen -> {
                                    assertTrue(compacted(seen).changesNothing());
                                    assertEquals("400: too long", seen.result().detail());
                                })
                        .agent(builder -> builder.compaction(summing())),
                Scenario.of(
                                "results of the last turn are cut only if there is no other way",
                                model -> book(model, 0).thenFails(tooLong()).then("Done."),
                                seen -> {
                                    String shown = seen.model()
                                            .lastCall()
                                            .toolMessage("c0")
                                            .text();
                                    assertEquals("Done.", seen.result().text());
                                    assertTrue(
                                            shown.endsWith("read_result {\"result\":\"0.0\",\"from\":2000} …]"), shown);
                                })
                        .agent(builder -> builder.compaction(summing())),
                Scenario.of(
                                "of what strangers wrote no cut end is shown",
                                model -> model.thenCalls("letter", "{\"whole\":true}")
                                        .thenFails(tooLong())
                                        .thenCalls("read_result", "{\"result\":\"0.0\",\"from\":0,\"characters\":120}")
                                        .then("Done."),
                                seen -> {
                                    String shown = seen.model()
                                            .call(2)
                                            .toolMessage("c0")
                                            .text();
                                    assertTrue(shown.startsWith("[… characters 0 to "), shown);
                                    assertFalse(shown.contains("Dear"), shown);
                                    assertTrue(seen.answer(1).startsWith("[untrusted content "), seen.answer(1));
                                })
                        .agent(builder -> builder.compaction(summing())),
                Scenario.of(
                        "without compaction a conversation that is too long fails",
                        model -> echo(model, "one", 100).thenFails(tooLong()),
                        seen -> assertEquals(
                                StopReason.MODEL_FAILED, seen.result().stopReason())));
    }

    private static Compaction summing() {
        return Compaction.with(ScriptedModel.named("cheap")
                .thenReplies(ScriptedReply.text("One and two were said.").withUsage(Usage.of(7, 5))));
    }

    private static ScriptedModel echo(ScriptedModel model, String word, long input) {
        return model.thenReplies(ScriptedReply.call("echo", "{\"word\":\"" + LONG.formatted(word) + "\"}")
                .withUsage(Usage.of(input, 1)));
    }

    private static ScriptedModel book(ScriptedModel model, long input) {
        return model.thenReplies(ScriptedReply.call("book", "{}").withUsage(Usage.of(input, 1)));
    }

    static ModelException tooLong() {
        return new ModelException.ContextTooLong("400: too long", ModelException.Details.of("too long"));
    }

    static ModelException rejected() {
        return new ModelException.Rejected("400: no", ModelException.Details.of("no"));
    }

    private static Compacted compacted(Seen seen) {
        List<Compacted> all = seen.events().stream()
                .filter(Compacted.class::isInstance)
                .map(Compacted.class::cast)
                .toList();
        assertEquals(1, all.size());
        return Objects.requireNonNull(all.get(0));
    }
}
