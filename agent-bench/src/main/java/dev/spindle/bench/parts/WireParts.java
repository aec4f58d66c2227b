package dev.spindle.bench.parts;

import dev.spindle.bench.speed.server.ModelServer;
import dev.spindle.bench.speed.server.Script;
import dev.spindle.http.SseStream;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Delta;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.model.openai.OpenAiModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The parts of the wire: reading events, and whole exchanges with a server in this process. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WireParts {
    private static final int EVENTS = 1_000;

    private static final String EVENT = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}\n\n";

    private final byte[] stream = EVENT.repeat(EVENTS).getBytes(StandardCharsets.UTF_8);
    private final ModelServer server = serving();
    private final OpenAiModel model = OpenAiModel.builder()
            .baseUrl(server.url())
            .model(Script.ofRounds(0).withChunks(EVENTS).model())
            .build();
    private final ModelCall question = ModelCall.of(Transcript.EMPTY.append(UserMessage.of("Rain?")));

    private static ModelServer serving() {
        try {
            ModelServer server = ModelServer.open();
            Thread thread = new Thread(() -> serve(server), "model-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void serve(ModelServer server) {
        try {
            server.serve();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A thousand events read. */
    @Benchmark
    public void eventReading(Blackhole sink) throws IOException {
        SseStream events = SseStream.of(new ByteArrayInputStream(stream));
        for (int event = 0; event < EVENTS; event++) sink.consume(events.next());
    }

    /** A request written, sent, and its reply read whole. */
    @Benchmark
    public ModelReply wholeExchange() {
        return model.call(question);
    }

    /** The same, with the reply assembled from a thousand pieces. */
    @Benchmark
    public ModelReply streamedExchange(Blackhole sink) {
        return model.call(question.withDeltas((Delta piece) -> sink.consume(piece)));
    }

    /** Lets the server go. */
    @TearDown
    public void close() {
        server.close();
    }
}
