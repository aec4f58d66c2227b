package dev.spindle.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.context.AgentException;
import dev.spindle.event.Decision;
import dev.spindle.journal.Journal;
import dev.spindle.json.Json;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a {@link Journal} keeps of the arguments that a person decides about: the same value, however it is written, and so the same
 * answer in every store.
 */
abstract class ArgumentsContract extends ErasureContract {
    private static final Json ANY_OBJECT = Json.parse("{\"type\":\"object\"}");
    private static final String DEEP = "[".repeat(400);
    private static final String DEEP_END = "]".repeat(400);

    /** Texts of one value in each row; no two rows have one value in common. */
    private static final List<List<String>> VALUES = List.of(
            List.of("{}", " { } ", "{\n\t}"),
            List.of(
                    "{\"a\":1,\"b\":{\"c\":2,\"d\":3}}",
                    "{ \"b\" : {\"d\":3, \"c\":2}, \"a\" : 1 }",
                    "{\r\n  \"a\": 1,\r\n  \"b\": {\n\t\"c\": 2,\n\t\"d\": 3\n  }\n}\n"),
            List.of("{\"b\":1,\"a\":{\"c\":2,\"d\":3}}"),
            List.of("{\"n\":\"x/y\"}", "{\"n\":\"x\\/y\"}", "{\"\\u006e\":\"\\u0078\\u002Fy\"}"),
            List.of("{\"n\":100}", "{\"n\":1e2}", "{\"n\":1E+2}", "{\"n\":100.0}", "{\"n\":0.1e3}", "{\"n\":1000e-1}"),
            List.of("{\"n\":0}", "{\"n\":-0}", "{\"n\":0.0}", "{\"n\":-0.0}", "{\"n\":0e99}", "{\"n\":-0E-99}"),
            List.of("{\"n\":1e4999}", "{\"n\":10E4998}", "{\"n\":0.01e5001}"),
            List.of("{\"n\":1e-4999}", "{\"n\":0.1e-4998}", "{\"n\":10e-5000}"),
            List.of("{\"n\":\"1e4999\"}"),
            List.of("{\"n\":9007199254740993}", "{\"n\":9007199254740993.0}"),
            List.of("{\"n\":9007199254740992}", "{\"n\":9.007199254740992e15}"),
            List.of("{\"n\":0.1}", "{\"n\":1e-1}", "{\"n\":0.10}"),
            List.of("{\"n\":0.10000000000000000000001}"),
            List.of("{\"n\":\"100\"}"),
            List.of("{\"n\":null}"),
            List.of("{\"n\":false}"),
            List.of("{\"n\":\"\"}"),
            List.of("{\"n\":[]}"),
            List.of("{\"n\":{}}"),
            List.of("{\"N\":100}"),
            List.of("{\"\":100}"),
            List.of("{\"n\":[1,2]}", "{\"n\":[1.0,20e-1]}"),
            List.of("{\"n\":[2,1]}"),
            List.of("{\"n\":\"\u00e9\"}", "{\"n\":\"\\u00e9\"}", "{\"n\":\"\\u00E9\"}"),
            List.of("{\"n\":\"e\u0301\"}", "{\"n\":\"e\\u0301\"}"),
            List.of("{\"n\":\"\ud83d\ude00\"}", "{\"n\":\"\\ud83d\\ude00\"}", "{\"n\":\"\\uD83D\\uDE00\"}"),
            List.of("{\"n\":\"\\ud83d\"}", "{\"n\":\"\\uD83D\"}"),
            List.of("{\"n\":\"\\ude00\\ud83d\"}"),
            List.of("{\"n\":\"?\"}"),
            List.of("{\"n\":\"\ufffd\"}"),
            List.of("{\"n\":\"\\u0000\"}"),
            List.of("{\"n\":\"\\\\u0000\"}"),
            List.of("{\"n\":\"\u2028\ufeff\u007f\"}", "{\"n\":\"\\u2028\\ufeff\\u007F\"}"),
            List.of("{\"n\":\"\\n\\t\\u0001\"}", "{\"n\":\"\\u000a\\u0009\\u0001\"}"),
            List.of(
                    "{\"n\":" + DEEP + "1" + DEEP_END + "}",
                    "{\"n\":" + DEEP.replace("[", "[ ") + "1.0" + DEEP_END + "}"),
            List.of("{\"n\":" + DEEP + "2" + DEEP_END + "}"));

    /** What is no value, so that nobody could say what was approved. */
    private static final List<String> NO_VALUES = List.of(
            "{\"n\":1,\"n\":1}",
            "{\"n\":1,\"\\u006e\":2}",
            "{\"n\":{\"a\":1,\"b\":2,\"a\":3}}",
            "{\"n\":1e5001}",
            "{\"n\":1e999999999}",
            "{\"n\":1e99999999999}",
            "{\"n\":01}",
            "{\"n\":+1}",
            "{\"n\":.5}",
            "{\"n\":NaN}",
            "{\"\\udead\":1}",
            "{\"n\":" + "[".repeat(600) + "]".repeat(600) + "}");

    private final List<Json> paid = new ArrayList<>();

    /** For whoever extends it. */
    ArgumentsContract() {}

    private Agent calling(Journal journal, String arguments) {
        return agent(journal, ScriptedModel.calls("pay", arguments).then("Done."));
    }

    private Agent agent(Journal journal, ScriptedModel model) {
        ToolSpec spec = ToolSpec.of("pay", "Pays.", ANY_OBJECT, Effect.WRITE)
                .withSupervision(ToolSpec.Supervision.DEFAULT.withApproval(true));
        ToolFunction pay = ToolFunction.of(spec, invocation -> {
            paid.add(invocation.arguments());
            return ToolResult.text("paid");
        });
        return Agent.builder(model).tools(pay).journal(journal).build();
    }

    private static ToolMessage answer(RunResult result) {
        return result.transcript().messages().stream()
                .filter(ToolMessage.class::isInstance)
                .map(ToolMessage.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** The call as whoever reads the journal later knows it. */
    private PendingCall waiting(Journal journal, String arguments) {
        RunResult paused = calling(journal, arguments).run("Pay.");
        RunResult read = calling(journal, "{}").resume(paused.runId());
        assertTrue(read.isPaused(), () -> arguments + ": " + read);
        return read.awaitingApproval().get(0);
    }

    @Test
    void oneApprovalIsEnoughHoweverArgumentsAreWritten() {
        Journal journal = journal();
        for (List<String> texts : VALUES) {
            for (String text : texts) {
                RunResult paused = calling(journal, text).run("Pay.");
                Decision approved = Decision.approve(paused.awaitingApproval().get(0));

                RunResult done = agent(journal, ScriptedModel.says("Done.")).resume(paused.runId(), approved);

                assertEquals("Done.", done.text(), text);
                assertEquals(1, paid.size(), text);
                assertEquals(Json.parse(text).canonical(), paid.get(0).canonical(), text);
                paid.clear();
            }
        }
    }

    @Test
    void equalArgumentsHaveOneHashAndOthersHaveOthers() {
        Journal journal = journal();
        Map<String, String> values = new HashMap<>();
        for (List<String> texts : VALUES) {
            String hash = waiting(journal, texts.get(0)).argumentHash();
            String other = values.put(hash, texts.get(0));

            assertNull(other, () -> other + " and " + texts.get(0) + " are taken for one");
            for (String text : texts) assertEquals(hash, waiting(journal, text).argumentHash(), text);
        }
    }

    @Test
    void whatWasApprovedOfArgumentsThatOnlyLookTheSameIsRefused() {
        Journal journal = journal();
        PendingCall shown = waiting(journal, "{\"to\":\"Jos\u00e9\",\"euros\":0.1}");
        for (String like : List.of(
                "{\"to\":\"Jose\u0301\",\"euros\":0.1}",
                "{\"to\":\"Jos\u00e9 \",\"euros\":0.1}",
                "{\"to\":\"Jos\u00e9\",\"euros\":\"0.1\"}",
                "{\"to\":\"Jos\u00e9\",\"euros\":0.1,\"more\":null}",
                "{\"to\":\"Jos\u00e9\",\"euros\":0.10000000000000000000001}")) {
            PendingCall call = waiting(journal, like);
            Decision other = Decision.approve(new PendingCall(
                    call.runId(),
                    call.path(),
                    call.tool(),
                    shown.arguments(),
                    shown.argumentHash(),
                    false,
                    null,
                    call.asking(),
                    null));

            assertNotEquals(shown.argumentHash(), call.argumentHash(), like);
            assertThrows(AgentException.class, () -> calling(journal, "{}").resume(call.runId(), other), like);
        }
        assertEquals(List.of(), paid);
    }

    @Test
    void nobodyIsAskedAboutWhatIsNoValue() {
        Journal journal = journal();
        for (String text : NO_VALUES) {
            RunResult result = calling(journal, text).run("Pay.");

            assertFalse(result.isPaused(), text);
            assertEquals("Done.", result.text(), text);
            assertEquals(Outcome.INVALID_ARGUMENTS, answer(result).outcome(), text);
        }
        assertEquals(List.of(), paid);
    }
}
