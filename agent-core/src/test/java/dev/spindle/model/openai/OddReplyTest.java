package dev.spindle.model.openai;

import static dev.spindle.model.openai.OpenAiModelTest.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.http.WireServer;
import dev.spindle.http.WireServer.Answer;
import dev.spindle.json.Json;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Usage;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that say in an odd form what others say plainly, whole and streamed. */
class OddReplyTest {
    private static final String F =
            "\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}";

    private static ModelReply read(String chunk, boolean streamed) throws IOException {
        Answer answer = streamed ? Answer.events("data: " + chunk + "\n\ndata: [DONE]\n\n") : Answer.json(chunk);
        try (WireServer server = WireServer.giving(answer)) {
            OpenAiModel model =
                    OpenAiModel.builder().model("m").baseUrl(server.baseUrl()).build();
            return model.call(QUESTION.withDeltas(delta -> {}));
        }
    }

    private static ModelReply message(String message, boolean streamed) throws IOException {
        String place = streamed ? "delta" : "message";
        return read("{\"choices\":[{\"" + place + "\":" + message + ",\"finish_reason\":\"stop\"}]}", streamed);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "true | {\"type\":\"text\",\"text\":\"Hi\"}",
                "true | [{\"type\":\"text\",\"text\":{\"value\":\"Hi\",\"annotations\":[]}}]",
                "true | [{\"type\":\"output_audio\",\"transcript\":\"Hi\"}]",
                "true | [{\"type\":\"audio\",\"audio\":{\"id\":\"a\",\"transcript\":\"Hi\"}}]",
                "false| [{\"type\":\"output_audio\",\"transcript\":\"Hi\"}]",
                "false| {\"type\":\"audio\",\"audio\":{\"transcript\":\"Hi\"}}",
                "false| {\"type\":\"text\",\"text\":\"Hi\"}",
                "false| [{\"type\":\"text\",\"text\":{\"value\":\"Hi\",\"annotations\":[]}}]"
            })
    void textIsReadInWhateverForm(boolean streamed, String content) throws IOException {
        ModelReply reply = message("{\"content\":" + content + "}", streamed);

        assertThat(reply.message().text()).isEqualTo("Hi");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObjectThatIsNoPartIsTheText(boolean streamed) throws IOException {
        ModelReply reply = message("{\"content\":{\"text\":\"Hi\",\"type\":\"greeting\"}}", streamed);

        assertThat(reply.message().text()).isEqualTo("{\"text\":\"Hi\",\"type\":\"greeting\"}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRefusalAmongThePartsIsARefusal(boolean streamed) throws IOException {
        ModelReply reply = message("{\"content\":[{\"type\":\"refusal\",\"refusal\":\"No.\"}]}", streamed);

        assertThat(reply.message().refusal()).isEqualTo("No.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePartThatSaysWhatItsTextIsIsBelieved(boolean streamed) throws IOException {
        ModelReply refused = message("{\"content\":[{\"type\":\"refusal\",\"text\":\"No.\"}]}", streamed);
        ModelReply thought = message(
                "{\"content\":[{\"text\":\"Hm.\",\"type\":\"reasoning\"},{\"type\":\"text\",\"text\":\"Hi\"}]}",
                streamed);

        assertThat(refused.message().refusal()).isEqualTo("No.");
        assertThat(refused.message().text()).isEmpty();
        assertThat(thought.message().text()).isEqualTo("Hi");
        assertThat(thought.message().reasoning()).isEqualTo("Hm.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theTextOfServersOfOldIsTheAnswer(boolean streamed) throws IOException {
        ModelReply reply = read("{\"choices\":[{\"text\":\"Hi\",\"finish_reason\":\"stop\"}]}", streamed);
        ModelReply both = read(
                "{\"choices\":[{\"text\":\"Hi\",\"message\":{\"content\":\"one\"},\"finish_reason\":\"stop\"}]}",
                streamed);

        assertThat(reply.message().text()).isEqualTo("Hi");
        assertThat(both.message().text()).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "error"})
    void whatWentWrongIsToldFromTheChoiceAsWell(String finish) {
        for (boolean streamed : new boolean[] {true, false}) {
            assertThatThrownBy(() -> read(
                            "{\"choices\":[{\"message\":{\"content\":\"\"},\"error\":{\"code\":502,\"message\":\"upstream"
                                    + " died\"},\"finish_reason\":\"" + finish + "\"}]}",
                            streamed))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("upstream died");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallThatIsToldInTheFieldOfOldAsWellIsOne(boolean streamed) throws IOException {
        ModelReply reply = message(
                "{\"tool_calls\":[{" + F + "}],\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}}", streamed);

        assertThat(reply.message().toolCalls()).extracting(ToolCall::id).containsExactly("c");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherCallInTheFieldOfOldIsAnother(boolean streamed) throws IOException {
        ModelReply reply = message(
                "{\"tool_calls\":[{" + F + "}],\"function_call\":{\"name\":\"g\",\"arguments\":\"{}\"}}", streamed);

        assertThat(reply.message().toolCalls()).extracting(ToolCall::name).containsExactly("f", "g");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallWithoutTheObjectAroundItsNameKeepsIt(boolean streamed) throws IOException {
        ModelReply reply =
                message("{\"tool_calls\":[{\"id\":\"c\",\"name\":\"f\",\"arguments\":{\"x\":1}}]}", streamed);

        ToolCall call = reply.message().toolCalls().get(0);
        assertThat(call.name()).isEqualTo("f");
        assertThat(Json.parse(call.arguments())).isEqualTo(Json.parse("{\"x\":1}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999", "1e400", "\"0\"", "-7", "1.5", "null", "[]"})
    void aPlaceThatIsNoneSpoilsNoReply(String index) throws IOException {
        for (boolean streamed : new boolean[] {true, false}) {
            ModelReply reply = message("{\"tool_calls\":[{\"index\":" + index + "," + F + "}]}", streamed);

            assertThat(reply.message().toolCalls()).extracting(ToolCall::name).containsExactly("f");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "7", "99999999999", "\"0\"", "null"})
    void theOneReplyThereIsCountsWhateverItsNumber(String index) throws IOException {
        for (boolean streamed : new boolean[] {true, false}) {
            ModelReply reply = read(
                    "{\"choices\":[{\"index\":" + index
                            + ",\"message\":{\"content\":\"one\"},\"finish_reason\":\"stop\"}]}",
                    streamed);

            assertThat(reply.message().text()).isEqualTo("one");
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "12|3 | {\"prompt_tokens\":\"12\",\"completion_tokens\":\"3\",\"total_tokens\":\"15\"}",
                "12|3 | {\"prompt_tokens\":12.0,\"completion_tokens\":3e0,\"total_tokens\":null}",
                "12|3 | {\"input_tokens\":12,\"output_tokens\":3}",
                "12|3 | {\"prompt_tokens\":12,\"completion_tokens\":3,\"input_tokens\":1,\"output_tokens\":1}",
                "0|9223372036854775807| {\"prompt_tokens\":-5,\"completion_tokens\":99999999999999999999999}",
                "0|3 | {\"prompt_tokens\":\"many\",\"completion_tokens\":3}"
            })
    void whatIsBilledIsReadHoweverItIsWritten(long input, long output, String usage) throws IOException {
        for (boolean streamed : new boolean[] {true, false}) {
            ModelReply reply = read(
                    "{\"choices\":[{\"message\":{\"content\":\"one\"},\"finish_reason\":\"stop\"}],\"usage\":" + usage
                            + "}",
                    streamed);

            Usage billed = reply.spent().usage();
            assertThat(billed.inputTokens()).isEqualTo(input);
            assertThat(billed.outputTokens()).isEqualTo(output);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "\"\"", "false", "0"})
    void anErrorThatIsNoneSpoilsNoReply(String error) throws IOException {
        for (boolean streamed : new boolean[] {true, false}) {
            ModelReply reply = read(
                    "{\"error\":" + error
                            + ",\"choices\":[{\"message\":{\"content\":\"one\"},\"finish_reason\":\"stop\"}]}",
                    streamed);

            assertThat(reply.message().text()).isEqualTo("one");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMessageBesideADeltaThatSaysNothingCounts(boolean streamed) throws IOException {
        ModelReply reply = read(
                "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"odd\":1},\"message\":{\"content\":\"one\"},"
                        + "\"finish_reason\":\"stop\"}]}",
                streamed);

        assertThat(reply.message().text()).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "\"\"", "0", "false", "[null]", "[[]]", "[{}]"})
    void callsThatAreNoneSpoilNoReply(String calls) throws IOException {
        for (boolean streamed : new boolean[] {true, false}) {
            ModelReply reply = message("{\"content\":\"one\",\"tool_calls\":" + calls + "}", streamed);

            assertThat(reply.message().text()).isEqualTo("one");
            assertThat(reply.message().toolCalls()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tool_calls\":{" + F + "}}",
                "{\"tool_calls\":[{" + F + "},null]}",
                "{\"content\":null,\"refusal\":null,\"tool_calls\":[{" + F + "}]}",
                "{\"content\":[],\"function_call\":null,\"tool_calls\":[{" + F + "}]}",
                "{\"content\":\"\",\"audio\":null,\"tool_calls\":[{" + F + ",\"index\":null}]}"
            })
    void aCallIsReadWhateverStandsBesideIt(String message) throws IOException {
        for (boolean streamed : new boolean[] {true, false}) {
            ModelReply reply = message(message, streamed);

            assertThat(reply.message().toolCalls()).extracting(ToolCall::name).containsExactly("f");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCustomCallKeepsItsNameAndItsInput(boolean streamed) throws IOException {
        ModelReply reply = message(
                "{\"tool_calls\":[{\"id\":\"c\",\"type\":\"custom\",\"custom\":{\"name\":\"note\",\"input\":\"as it is\"}}]}",
                streamed);

        ToolCall call = reply.message().toolCalls().get(0);
        assertThat(call.name()).isEqualTo("note");
        assertThat(call.arguments()).contains("as it is");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"function\":{\"name\":\"f\",\"parameters\":{\"x\":1}}",
                "\"function\":{\"name\":\"f\",\"input\":{\"x\":1},\"arguments\":null}",
                "\"function\":{\"arguments\":{\"x\":1},\"name\":\"f\",\"parameters\":{}}",
                "\"name\":\"f\",\"input\":{\"x\":1}",
                "\"type\":\"tool_use\",\"input\":\"{\\\"x\\\":1}\",\"name\":\"f\""
            })
    void argumentsByAnotherNameAreKept(String call) throws IOException {
        for (boolean streamed : new boolean[] {true, false}) {
            ModelReply reply = message("{\"tool_calls\":[{\"id\":\"c\"," + call + "}]}", streamed);

            ToolCall read = reply.message().toolCalls().get(0);
            assertThat(read.name()).isEqualTo("f");
            assertThat(Json.parse(read.arguments())).isEqualTo(Json.parse("{\"x\":1}"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCustomCallWithoutTheObjectAroundItKeepsItsInput(boolean streamed) throws IOException {
        ModelReply reply = message(
                "{\"tool_calls\":[{\"id\":\"c\",\"name\":\"note\",\"input\":\"as it is\",\"type\":\"custom\"}]}",
                streamed);

        ToolCall call = reply.message().toolCalls().get(0);
        assertThat(call.name()).isEqualTo("note");
        assertThat(call.arguments()).isEqualTo("as it is");
        assertThat(call.extra()).isEqualTo(Json.parse("{\"type\":\"custom\"}"));
    }

    @Test
    void whatIsSpokenAndToldFromItsBeginningRepeatsNothing() throws IOException {
        StringBuilder events = new StringBuilder();
        for (String whole : new String[] {"O", "On", "One."})
            events.append("data: {\"choices\":[{\"message\":{\"audio\":{\"transcript\":\"" + whole + "\"}}}]}\n\n");
        events.append("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        try (WireServer server = WireServer.giving(Answer.events(events.toString()))) {
            OpenAiModel model =
                    OpenAiModel.builder().model("m").baseUrl(server.baseUrl()).build();

            assertThat(model.call(QUESTION.withDeltas(delta -> {})).message().text())
                    .isEqualTo("One.");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"audio\":{\"id\":\"a1\"}` | `\"audio\":{\"data\":\"AA\"}` | `\"audio\":{\"data\":\"BB\",\"expires_at\":5,\"id\":null}` |"
                        + " `{\"audio\":{\"id\":\"a1\",\"data\":\"AABB\",\"expires_at\":5}}`",
                "`\"audio\":{\"id\":\"a1\"}` | `\"audio\":{}` | `\"audio\":{\"id\":\"a1\"}` | `{\"audio\":{\"id\":\"a1\"}}`",
                "`\"id\":\"m1\",\"type\":\"message\"` | `\"id\":\"m1\",\"type\":\"message\"` | `\"id\":\"\"` |"
                        + " `{\"id\":\"m1\",\"type\":\"message\"}`",
                "`\"name\":\"bot\",\"channel\":\"fi\"` | `\"name\":\"bot\",\"channel\":\"nal\"` | `\"name\":\"bot\"` |"
                        + " `{\"name\":\"bot\",\"channel\":\"final\"}`",
                "`\"signature\":\"0123456789abcdef0123456789abcdef\"` | `\"signature\":\"0123456789abcdef0123456789abcdef\"` |"
                        + " `\"signature\":\"\"` | `{\"signature\":\"0123456789abcdef0123456789abcdef\"}`",
                "`\"extra_content\":{\"google\":{\"x\":1}}` | `\"extra_content\":{}` | `\"extra_content\":null` |"
                        + " `{\"extra_content\":{\"google\":{\"x\":1}}}`",
                "`\"note\":\"ha\"` | `\"note\":\"ha\"` | `\"note\":\"!\"` | `{\"note\":\"haha!\"}`",
            })
    void unknownFieldsInPiecesAreWhatTheyAre(String first, String second, String third, String extra)
            throws IOException {
        StringBuilder events = new StringBuilder();
        for (String fields : List.of(first, second, third))
            events.append("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"x\",")
                    .append(fields)
                    .append("}}]}\n\n");
        events.append("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        try (WireServer server = WireServer.giving(Answer.events(events.toString()))) {
            OpenAiModel model =
                    OpenAiModel.builder().model("m").baseUrl(server.baseUrl()).build();

            assertThat(model.call(QUESTION.withDeltas(delta -> {})).message().extra())
                    .isEqualTo(Json.parse(extra));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasSpokenIsTheTextWhereNoneIsWritten(boolean streamed) throws IOException {
        ModelReply spoken = message("{\"content\":null,\"audio\":{\"transcript\":\"Hi\"}}", streamed);
        ModelReply written = message("{\"content\":\"one\",\"audio\":{\"transcript\":\"Hi\"}}", streamed);

        assertThat(spoken.message().text()).isEqualTo("Hi");
        assertThat(written.message().text()).isEqualTo("one");
    }

    @Test
    void aWholeThatIsToldBesideEachPieceRepeatsNothing() throws IOException {
        StringBuilder events = new StringBuilder();
        String[][] piecesAndWhole = {{"O", "O"}, {"n", "On"}, {"", "On"}, {"e", "One"}, {".", "One."}};
        for (String[] each : piecesAndWhole)
            events.append("data: {\"choices\":[{\"delta\":{\"content\":\"" + each[0] + "\"},\"message\":{\"content\":\""
                    + each[1] + "\"}}]}\n\n");
        events.append(
                "data: {\"choices\":[{\"delta\":{},\"message\":{\"content\":\"One.\"},\"finish_reason\":\"stop\"}]}\n\n");
        try (WireServer server = WireServer.giving(Answer.events(events.toString()))) {
            OpenAiModel model =
                    OpenAiModel.builder().model("m").baseUrl(server.baseUrl()).build();

            assertThat(model.call(QUESTION.withDeltas(delta -> {})).message().text())
                    .isEqualTo("One.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":null}",
                "{\"choices\":[null]}",
                "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"TOOL_CALLS\"}]}"
            })
    void aReplyThatIsNoneIsGarbled(String chunk) {
        for (boolean streamed : new boolean[] {true, false}) {
            assertThatThrownBy(() -> read(chunk, streamed)).isInstanceOf(ModelException.Garbled.class);
        }
    }
}
