package dev.spindle.bench.speed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.Agent;
import dev.spindle.bench.speed.server.Script;
import dev.spindle.memory.Window;
import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import dev.spindle.model.openai.Dialect;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.run.RunRequest;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The guard of long conversations that depends on no clock: how many messages each request encodes. */
class EncodingTest {
    @Test
    void eachRequestEncodesOnlyWhatIsNew() throws IOException, InterruptedException {
        try (ServerThread serving = ServerThread.started()) {
            Counting window =
                    new Counting(Dialect.of(URI.create(serving.server().url())));
            Agent agent = Agent.builder(OpenAiModel.builder()
                            .baseUrl(serving.server().url())
                            .model(Script.ofRounds(3).model())
                            .build())
                    .instructions("Be brief.")
                    .tools(new Forecast())
                    .window(window)
                    .build();

            agent.run(RunRequest.of("Rain?").inConversation("c")).text();
            agent.run(RunRequest.of("Wind?").inConversation("c")).text();
            agent.run(RunRequest.of("Snow?").inConversation("c")).text();

            // At first the instructions and the question, then each time a call and its result. A later turn has the
            // instructions of the first, and adds the answer before it.
            assertEquals(List.of(2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2), window.encoded);
        }
    }

    static final class Forecast {
        @Tool(value = "The forecast.", effect = Effect.READ)
        String forecast(@Param("City") String city, @Param("Day") int day, @Param("Milliseconds") int millis) {
            return "rain";
        }
    }

    /** A window that shows everything, and counts what a model client of the dialect has not encoded yet. */
    private static final class Counting implements Window {
        private final Dialect dialect;
        private final List<Integer> encoded = new ArrayList<>();

        Counting(Dialect dialect) {
            this.dialect = dialect;
        }

        @Override
        public Transcript view(Transcript transcript) {
            int unknown = 0;
            for (int at = 0; at < transcript.size(); at++) {
                if (!isEncoded(transcript.entry(at))) unknown++;
            }
            encoded.add(unknown);
            return transcript;
        }

        private boolean isEncoded(Transcript.Entry entry) {
            Function<Message, Transcript.Encoded> refusing = message -> {
                throw new NotEncoded();
            };
            try {
                return entry.encoded(dialect, refusing).bytes().length > 0;
            } catch (NotEncoded asked) {
                return false;
            }
        }
    }

    private static final class NotEncoded extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
