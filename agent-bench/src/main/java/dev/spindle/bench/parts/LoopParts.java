package dev.spindle.bench.parts;

import dev.spindle.Agent;
import dev.spindle.event.EventJson;
import dev.spindle.event.RunEvent;
import dev.spindle.json.Json;
import dev.spindle.json.Schemas;
import dev.spindle.memory.Window;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.CallId;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.model.ModelReply.Finish;
import dev.spindle.tool.Arguments;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolResult;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The parts of the loop: schemas, arguments, dispatch, events, the window. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LoopParts {
    private static final int TURNS = 1_000;

    private final ToolFunction plain = ToolFunction.scan(new Plain()).get(0);
    private final ToolFunction rich = ToolFunction.scan(new Rich()).get(0);
    private final Agent agent = Agent.builder(new OneCall()).tools(new Plain()).build();
    private final Transcript conversation = conversation();
    private final Window window = Window.lastTurns(10);
    private final RunEvent finished = new RunEvent.ToolFinished(
            new RunEvent.At(7, Instant.EPOCH), new CallId(1, 0), "forecast", ToolResult.text("Rain until noon."));

    /** Arguments of words and numbers. */
    public static final class Plain {
        /** Is called. */
        @Tool(value = "The forecast.", effect = Effect.READ, timeout = "none")
        public String forecast(@Param("City") String city, @Param("Days from now") int day) {
            return city + day;
        }
    }

    /** What a tool may be given. */
    public record Trip(String city, LocalDate day, List<String> tags) {}

    /** Arguments that need the mapper. */
    public static final class Rich {
        /** Is called. */
        @Tool(value = "Books a trip.", effect = Effect.WRITE)
        public String book(@Param("The trip") Trip trip) {
            return trip.city();
        }
    }

    /** The schema of a record, made anew. */
    @Benchmark
    public Json schemaGeneration() {
        return Schemas.of(Trip.class);
    }

    /** Arguments parsed, validated and bound without the mapper. */
    @Benchmark
    public Arguments plainArguments() {
        return plain.read("{\"city\":\"Oslo\",\"day\":3}");
    }

    /** Arguments parsed, validated and bound by the mapper. */
    @Benchmark
    public Arguments richArguments() {
        return rich.read("{\"trip\":{\"city\":\"Oslo\",\"day\":\"2026-01-01\",\"tags\":[\"a\",\"b\"]}}");
    }

    /** A whole run of one call without a wire: the loop, its events, the tool. */
    @Benchmark
    public String dispatch() {
        return agent.run("Rain?").text();
    }

    /** An event as a journal keeps it. */
    @Benchmark
    public String eventWriting() {
        return EventJson.write(finished);
    }

    /** The last turns of a long conversation. */
    @Benchmark
    public Transcript window() {
        return window.view(conversation);
    }

    private static Transcript conversation() {
        List<Message> messages = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            messages.add(UserMessage.of("Rain?"));
            messages.add(AssistantMessage.calling(List.of(ToolCall.of("c", "forecast", "{}"))));
            messages.add(new ToolMessage("c", "forecast", Outcome.OK, List.of()));
            messages.add(AssistantMessage.of("No."));
        }
        return Transcript.of(messages);
    }

    /** A model that calls the tool once and then answers. */
    private static final class OneCall implements Model {
        private static final AssistantMessage CALL =
                AssistantMessage.calling(List.of(ToolCall.of("call_1", "forecast", "{\"city\":\"Oslo\",\"day\":3}")));

        @Override
        public ModelReply call(ModelCall call) {
            boolean called = call.messages().size() > 1;
            AssistantMessage said = called ? AssistantMessage.of("No.") : CALL;
            Finish finish = called ? Finish.STOP : Finish.TOOL_CALLS;
            return new ModelReply(said, finish, "", id(), Spent.NOTHING, List.of());
        }

        @Override
        public String id() {
            return "one-call";
        }
    }
}
