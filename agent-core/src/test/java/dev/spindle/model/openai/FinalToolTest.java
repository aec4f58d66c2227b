package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.http.WireServer;
import dev.spindle.http.WireServer.Answer;
import dev.spindle.json.Json;
import dev.spindle.model.openai.Dialect.Feature;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinalToolTest {
    private static final Dialect WITH_FINAL_TOOL = Dialect.COMMON.with(Feature.FINAL_TOOL);
    private static final String TRIP = "{\\\"airport\\\":\\\"OSL\\\"}";

    record Trip(String airport) {}

    static final class Words {
        @Tool(value = "Says a word again.", effect = Effect.READ)
        public String echo(@Param("The word") String word) {
            return word;
        }
    }

    private static String call(String name, String arguments) {
        return "{\"index\":0,\"id\":\"" + name + "\",\"function\":{\"name\":\"" + name + "\",\"arguments\":\""
                + arguments + "\"}}";
    }

    private static Answer calling(String finish, boolean streamed, String... calls) {
        String said = "{\"content\":null,\"tool_calls\":[" + String.join(",", calls) + "]}";
        String end = ",\"finish_reason\":\"" + finish + "\"}]}";
        if (!streamed) return Answer.json("{\"choices\":[{\"message\":" + said + end);
        return Answer.events("data: {\"choices\":[{\"delta\":" + said + end + "\n\ndata: [DONE]\n\n");
    }

    private static Agent agent(WireServer server) {
        return Agent.builder(OpenAiModel.builder()
                        .model("m")
                        .baseUrl(server.baseUrl())
                        .dialect(WITH_FINAL_TOOL)
                        .build())
                .tools(new Words())
                .build();
    }

    private static RunResult run(WireServer server, boolean watched, StringBuilder heard) {
        RunRequest request = RunRequest.of("To Oslo.").returning(Trip.class);
        if (!watched) return agent(server).run(request);
        return agent(server).run(request, event -> {
            if (event instanceof RunEvent.TextWritten written) heard.append(written.text());
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallOfTheToolAloneIsTheAnswer(boolean watched) throws IOException {
        StringBuilder heard = new StringBuilder();
        try (WireServer server = WireServer.giving(
                calling("tool_calls", watched, call("echo", "{\\\"word\\\":\\\"Hi\\\"}")),
                calling("tool_calls", watched, call("final_answer", TRIP)))) {
            RunResult result = run(server, watched, heard);

            assertEquals(new Trip("OSL"), result.output(Trip.class));
            assertEquals(watched ? "{\"airport\":\"OSL\"}" : "", heard.toString());
            assertTrue(result.transcript().isClosed());
            Json sent = Json.parse(server.lastReceived().body());
            assertTrue(sent.find("response_format").isEmpty());
            assertEquals("\"required\"", sent.get("tool_choice").text());
            assertEquals(
                    "final_answer",
                    sent.at("/tools/1/function/name").orElseThrow().string());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void besideOtherCallsItIsNoAnswerYet(boolean watched) throws IOException {
        StringBuilder heard = new StringBuilder();
        String echo = call("echo", "{\\\"word\\\":\\\"Hi\\\"}").replace("\"index\":0", "\"index\":1");
        try (WireServer server = WireServer.giving(
                calling("tool_calls", watched, call("final_answer", "{\\\"airport\\\":\\\"?\\\"}"), echo),
                calling("tool_calls", watched, call("final_answer", TRIP)))) {
            RunResult result = run(server, watched, heard);

            assertEquals(new Trip("OSL"), result.output(Trip.class));
            assertEquals(1, result.work().toolCalls());
            assertEquals(watched ? "{\"airport\":\"OSL\"}" : "", heard.toString());
        }
    }

    @Test
    void anAnswerOfTheWrongFormGoesBackToTheModel() throws IOException {
        try (WireServer server = WireServer.giving(
                calling("tool_calls", false, call("final_answer", "{\\\"port\\\":1}")),
                calling("tool_calls", false, call("final_answer", TRIP)))) {
            RunResult result = run(server, false, new StringBuilder());

            assertEquals(new Trip("OSL"), result.output(Trip.class));
            assertTrue(server.lastReceived().body().contains("does not have the form asked for"));
        }
    }

    @Test
    void anAnswerThatIsCutOffIsNone() throws IOException {
        try (WireServer server = WireServer.giving(calling("length", false, call("final_answer", TRIP)))) {
            assertEquals(
                    StopReason.LENGTH, run(server, false, new StringBuilder()).stopReason());
        }
    }

    @Test
    void withoutToolsTheServersOwnWayIsBetter() throws IOException {
        try (WireServer server = WireServer.giving(Answer.json(
                "{\"choices\":[{\"message\":{\"content\":\"" + TRIP + "\"},\"finish_reason\":\"stop\"}]}"))) {
            OpenAiModel model = OpenAiModel.builder()
                    .model("m")
                    .baseUrl(server.baseUrl())
                    .dialect(WITH_FINAL_TOOL)
                    .build();

            Trip trip = Agent.builder(model)
                    .build()
                    .run(RunRequest.of("To Oslo.").returning(Trip.class))
                    .output(Trip.class);

            assertEquals(new Trip("OSL"), trip);
            Json sent = Json.parse(server.lastReceived().body());
            assertTrue(sent.find("response_format").isPresent()
                    && sent.find("tools").isEmpty());
        }
    }
}
