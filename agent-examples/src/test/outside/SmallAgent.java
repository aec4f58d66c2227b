import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.Agent;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.run.RunRequest;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** An agent that uses what libraries are needed for: a tool with a schema of every kind, a stream, an answer with a type. */
public class SmallAgent {
    sealed interface Way permits Train, Plane {}

    record Train(int seats) implements Way {}

    record Plane(String airport) implements Way {}

    record Trip(@Param("Where to") String to, List<Integer> days, Optional<LocalDate> from, Way way) {}

    record Answer(String place, LocalDate day) {}

    static class Bookings {
        @Tool(value = "Looks for a trip.", effect = Effect.READ)
        Trip find(@Param("The trip") Trip trip, @Param("How many people") int people) {
            return trip;
        }
    }

    private static final String ARGUMENTS = "{\"trip\":{\"to\":\"Oslo\",\"days\":[1,2],\"from\":\"2026-05-31\","
            + "\"way\":{\"type\":\"Train\",\"seats\":2}},\"people\":\"2\"}";
    private static final String CALL =
            "{\"tool_calls\":[{\"index\":0,\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"find\",\"arguments\":"
                    + quoted(ARGUMENTS) + "}}]}";
    private static final String TEXT = "{\"content\":" + quoted("{\"place\":\"Oslo\",\"day\":\"2026-05-31\"}") + "}";

    private static final Iterator<String> REPLIES =
            List.of(chunk(CALL, "tool_calls"), chunk(TEXT, "stop")).iterator();

    public static void main(String... arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", SmallAgent::answer);
        server.start();
        try {
            OpenAiModel model = OpenAiModel.builder()
                    .baseUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/v1")
                    .model("small")
                    .apiKey("none")
                    .build();
            Agent agent = Agent.builder(model).tools(new Bookings()).build();
            RunRequest request = RunRequest.of("To Oslo.").returning(Answer.class);
            System.out.println(agent.run(request, event -> {}).output(Answer.class));
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] reply = REPLIES.next().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, reply.length);
        exchange.getResponseBody().write(reply);
        exchange.close();
    }

    private static String chunk(String delta, String reason) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}\n\n"
                + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}\n\n"
                + "data: [DONE]\n\n";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }
}
