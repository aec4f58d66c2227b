package dev.spindle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.http.WireServer;
import dev.spindle.http.WireServer.Answer;
import dev.spindle.json.Json;
import dev.spindle.json.SchemaValidator;
import dev.spindle.message.ToolMessage;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs over a real socket: what a server does wrong is an outcome in plain words, and every request is one that servers take. */
@Timeout(30)
class WireRunTest {
    private static final String KEY = "sk-very-secret";

    record Trip(String airport, List<String> stops) {}

    static final class Words {
        @Tool(value = "Says a word again.", effect = Effect.READ)
        public String echo(@Param("The word") String word) {
            return word;
        }
    }

    private static Agent agent(String baseUrl) {
        OpenAiModel model =
                OpenAiModel.builder().model("m").apiKey(KEY).baseUrl(baseUrl).build();
        return Agent.builder(model)
                .instructions("Be brief.")
                .tools(new Words())
                .interceptors(List.of())
                .build();
    }

    private static RunResult run(Agent agent, RunRequest request, boolean watched) {
        return watched ? agent.run(request, event -> {}) : agent.run(request);
    }

    private static RunResult failed(Answer answer, boolean watched) throws IOException {
        try (WireServer server = WireServer.giving(answer)) {
            RunResult result = run(agent(server.baseUrl()), RunRequest.of("Hello."), watched);

            assertEquals(StopReason.MODEL_FAILED, result.stopReason());
            assertTrue(result.detail().contains("127.0.0.1"), result.detail());
            assertFalse(result.detail().contains(KEY), "the key stays out");
            assertTrue(result.transcript().isClosed());
            assertEquals("Hello.", result.transcript().message(1).text());
            return result;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWrongKeyIsNamedWithoutBeingShown(boolean watched) throws IOException {
        Answer answer = Answer.of(
                401,
                "application/json",
                "{\"error\":{\"message\":\"Incorrect API key provided: " + KEY
                        + "\",\"type\":\"authentication_error\",\"code\":\"invalid_api_key\"}}");

        RunResult result = failed(answer, watched);

        assertTrue(result.detail().contains("401") && result.detail().contains("Incorrect API key"), result.detail());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPageInPlaceOfAReplyIsQuoted(boolean watched) throws IOException {
        RunResult result = failed(Answer.of(200, "text/html", "<html><h1>Sign in</h1></html>"), watched);

        assertTrue(result.detail().contains("Sign in"), result.detail());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRefusedConnectionNamesTheAddress(boolean watched) throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        RunResult result = run(agent("http://127.0.0.1:" + port + "/v1"), RunRequest.of("Hello."), watched);

        assertEquals(StopReason.MODEL_FAILED, result.stopReason());
        assertTrue(result.detail().contains("127.0.0.1:" + port), result.detail());
        assertTrue(result.transcript().isClosed());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoCallsWithTheSameProviderIdAreAnsweredApart(boolean watched) throws IOException {
        String calls = call(0, "0", "one") + "," + call(1, "0", "two");
        try (WireServer server = WireServer.giving(
                reply("\"content\":null,\"tool_calls\":[" + calls + "]", "tool_calls", watched),
                reply("\"content\":\"Done.\"", "stop", watched))) {
            RunResult result = run(agent(server.baseUrl()), RunRequest.of("Twice."), watched);

            assertEquals("Done.", result.text());
            List<Json> sent =
                    Json.parse(server.lastReceived().body()).get("messages").items();
            List<Json> answers = sent.subList(sent.size() - 2, sent.size());
            assertEquals("one", answers.get(0).get("content").string());
            assertEquals("two", answers.get(1).get("content").string());
            assertFalse(answers.get(0).get("tool_call_id").equals(answers.get(1).get("tool_call_id")));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAModelWroteWrongGoesBackAsServersTakeIt(boolean watched) throws IOException {
        String broken =
                "{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"echo\",\"arguments\":\"{\\\"wor\"}}";
        String unknown =
                "{\"index\":1,\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"eco\",\"arguments\":\"{}\"}}";
        try (WireServer server = WireServer.giving(
                reply("\"content\":\"\",\"tool_calls\":[" + broken + "," + unknown + "]", "tool_calls", watched),
                reply("\"content\":\"Sorry.\"", "stop", watched))) {
            RunResult result = run(agent(server.baseUrl()), RunRequest.of("Go."), watched);

            assertEquals("Sorry.", result.text());
            List<Json> sent =
                    Json.parse(server.lastReceived().body()).get("messages").items();
            Json echoed = sent.get(sent.size() - 3).get("tool_calls").items().get(0);
            assertTrue(
                    Json.parse(echoed.get("function").get("arguments").string()).isObject());
            String told = ((ToolMessage) result.transcript().message(4)).text();
            assertTrue(told.contains("'echo'"), told);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyRequestOfARunFitsThePublishedSchema(boolean watched) throws IOException {
        String corpus = System.getProperty("spindle.corpus");
        if (corpus == null) {
            System.out.println("left out: the check against the published request schema; give -Dspindle.corpus=DIR");
            return;
        }
        SchemaValidator published = publishedRequestSchema(Path.of(corpus));
        try (WireServer server = WireServer.giving(
                reply("\"content\":null,\"tool_calls\":[" + call(0, "c1", "one") + "]", "tool_calls", watched),
                reply("\"content\":\"no JSON\"", "stop", watched),
                reply("\"content\":\"{\\\"airport\\\":\\\"OSL\\\",\\\"stops\\\":[]}\"", "stop", watched))) {
            RunRequest request = RunRequest.of("To Oslo.")
                    .returning(Trip.class)
                    .withOptions(ModelOptions.DEFAULT
                            .withTemperature(0.5)
                            .withMaxTokens(100)
                            .withToolChoice(new ToolChoice.Required()));

            RunResult result = run(agent(server.baseUrl()), request, watched);

            assertEquals(new Trip("OSL", List.of()), result.output(Trip.class));
            assertEquals(3, server.received().size());
            server.received().forEach(received -> {
                assertEquals(List.of(), published.check(Json.parse(received.body())), received.body());
                assertEquals(watched, received.body().contains("\"stream\":true"));
            });
        }
    }

    @Test
    void aStreamThatBreaksOffKeepsWhatWasHeard() throws IOException {
        Answer cut = Answer.events("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"It is \"}}]}\n\n");
        StringBuilder heard = new StringBuilder();
        try (WireServer server = WireServer.giving(cut)) {
            RunResult result = agent(server.baseUrl()).run("Go.", event -> {
                if (event instanceof RunEvent.TextWritten written) heard.append(written.text());
            });

            assertEquals(StopReason.MODEL_FAILED, result.stopReason());
            assertEquals("It is ", result.partialText());
            assertEquals("It is ", heard.toString());
        }
    }

    private static SchemaValidator publishedRequestSchema(Path corpus) throws IOException {
        Path file = corpus.resolve("openai-schema/chat-completions.schema.json");
        Json definitions = Json.parse(Files.readString(file)).get("$defs");
        return SchemaValidator.of(
                Json.parse("{\"$ref\":\"#/$defs/CreateChatCompletionRequest\",\"$defs\":" + definitions.text() + "}"));
    }

    private static String call(int index, String id, String word) {
        return "{\"index\":" + index + ",\"id\":\"" + id + "\",\"type\":\"function\",\"function\":{\"name\":\"echo\","
                + "\"arguments\":\"{\\\"word\\\":\\\"" + word + "\\\"}\"}}";
    }

    /** The same reply as a body of JSON, or as a stream. */
    private static Answer reply(String message, String finish, boolean streamed) {
        String said = "{\"role\":\"assistant\"," + message + "}";
        if (!streamed) {
            return Answer.json(
                    "{\"choices\":[{\"index\":0,\"message\":" + said + ",\"finish_reason\":\"" + finish + "\"}]}");
        }
        return Answer.events("data: {\"choices\":[{\"index\":0,\"delta\":" + said + ",\"finish_reason\":\"" + finish
                + "\"}]}\n\ndata: [DONE]\n\n");
    }
}
