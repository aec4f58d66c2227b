package dev.spindle.model.openai;

import static dev.spindle.model.openai.OpenAiModelTest.QUESTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.RunContext;
import dev.spindle.http.HttpTransport;
import dev.spindle.http.WireServer;
import dev.spindle.http.WireServer.Answer;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However long a reply gets, reading it takes time in proportion, and ends at its limits. Time of work is that of the processor. */
@Timeout(300)
class EndlessReplyTest {
    private static final String CONTENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String FINISH = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    private static OpenAiModel model(WireServer server, HttpTransport.Timeouts timeouts) {
        return OpenAiModel.builder()
                .model("m")
                .baseUrl(server.baseUrl())
                .timeouts(timeouts)
                .build();
    }

    private static WireServer.Body thenForEver(String head, String piece) {
        return out -> {
            out.write(head.getBytes(StandardCharsets.UTF_8));
            while (true) {
                out.write(piece.getBytes(StandardCharsets.UTF_8));
                out.flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"choices\":[]}\n\n",
                "data: {\"choices\":[{\"delta\":{\"content\":\"late\"}}]}\n\n",
                "data: {\"usage\":{\"prompt_tokens\":1}}\n\n",
                ": comment\n\n",
                FINISH
            })
    void whatComesAfterTheFinishReasonPutsOffNothing(String late) throws IOException {
        try (WireServer server = WireServer.giving(new Answer(200, Map.of(), thenForEver(CONTENT + FINISH, late)))) {
            OpenAiModel model = model(
                    server,
                    HttpTransport.Timeouts.DEFAULT
                            .withBetweenChunks(Duration.ofMillis(400))
                            .withCall(Duration.ofSeconds(10)));
            long started = System.nanoTime();

            ModelReply reply = model.call(QUESTION);

            assertTrue(reply.message().text().startsWith("Hi"));
            assertTrue(System.nanoTime() - started < TimeUnit.SECONDS.toNanos(8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"choices\":[]}\n\n",
                "data: {\"choices\":[{\"delta\":{}}]}\n\n",
                "data: {\"choices\":[{\"delta\":{\"content\":\"\",\"role\":\"assistant\"}}]}\n\n",
                "data: {\"choices\":[{\"delta\":{\"reasoning\":\"\",\"odd\":null,\"more\":[]}}]}\n\n",
                "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\"}}]}}]}\n\n",
                "data: {\"usage\":{\"prompt_tokens\":1}}\n\n",
                ": comment\n\n"
            })
    void whatSaysNothingPutsOffNoLimitBetweenChunks(String silent) throws IOException {
        try (WireServer server = WireServer.giving(new Answer(200, Map.of(), thenForEver(CONTENT, silent)))) {
            OpenAiModel model = model(
                    server,
                    HttpTransport.Timeouts.DEFAULT
                            .withBetweenChunks(Duration.ofMillis(400))
                            .withCall(Duration.ofSeconds(10)));

            ModelException failure = assertThrows(ModelException.Unavailable.class, () -> model.call(QUESTION));

            assertTrue(failure.getMessage().contains("nothing more came within PT0.4S"), failure.getMessage());
            assertEquals("Hi", failure.details().partialText());
        }
    }

    @Test
    void callsByIdWithoutIndexTakeLinearTime() throws IOException {
        StringBuilder stream = new StringBuilder();
        for (int call = 0; call < 60_000; call++) {
            stream.append("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"call-number-" + call
                    + "\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}\n\n");
        }
        stream.append(FINISH);

        assertSoon(stream.toString());
    }

    @Test
    void aNameInManyPiecesTakesLinearTime() throws IOException {
        String piece = "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\""
                + "xy".repeat(40) + "\"}}]}}]}\n\n";

        assertSoon(piece.repeat(150_000) + FINISH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\\\"a\\\":\\\"", "{x}", "{}x", "{\\\"a\\\":["})
    void argumentsThatMayBeginAnewTakeLinearTime(String first) throws IOException {
        String head =
                "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\""
                        + first + "\"}}]}}]}\n\n";
        String piece =
                "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\""
                        + "{[ ]}".repeat(20) + "\"}}]}}]}\n\n";

        assertSoon(head + piece.repeat(100_000) + FINISH);
    }

    @Test
    void whiteSpaceInManyPiecesTakesLinearTime() throws IOException {
        String piece = "data: {\"choices\":[{\"delta\":{\"content\":\"" + " ".repeat(60) + "\"}}]}\n\n";

        assertSoon(piece.repeat(300_000) + FINISH, Dialect.COMMON.with(Dialect.Feature.THINK_TAGS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"delta\":{\"content\":\"x\"}}", "{\"index\":7}", "[]"})
    void choicesWithoutNumberTakeLittleMemory(String choice) throws IOException {
        assertSoon("{\"choices\":[" + (choice + ",").repeat(60_000_000 / (choice.length() + 1)) + choice + "]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"1\"}", "\"x\"", "{}"})
    void partsWithoutNumberTakeLittleMemory(String part) throws IOException {
        String parts = "[" + (part + ",").repeat(25_000_000 / (part.length() + 1)) + part + "]";

        assertSoon("{\"choices\":[{\"message\":{\"tool_calls\":" + parts + ",\"content\":" + parts + "}}]}");
    }

    @Test
    void unknownFieldsWithoutNumberTakeLittleMemory() throws IOException {
        StringBuilder fields = new StringBuilder("{\"choices\":[{\"message\":{");
        for (int field = 0; field < 4_000_000; field++)
            fields.append("\"f").append(field).append("\":1,");

        assertSoon(fields + "\"content\":\"x\"},\"finish_reason\":\"stop\"}]}");
    }

    static void assertSoon(String body) throws IOException {
        assertSoon(body, Dialect.COMMON);
    }

    /** A reply or a typed failure. */
    private static void assertSoon(String body, Dialect dialect) throws IOException {
        try (WireServer server = WireServer.giving(Answer.events(body))) {
            OpenAiModel model = OpenAiModel.builder()
                    .model("m")
                    .baseUrl(server.baseUrl())
                    .dialect(dialect)
                    .build();
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadCpuTime();
            try {
                model.call(QUESTION.withDeltas(delta -> {}));
            } catch (ModelException typed) {
                // as good as a reply
            }
            assertTrue(threads.getCurrentThreadCpuTime() - before < TimeUnit.SECONDS.toNanos(8));
        }
    }

    @Test
    void cancellingIsHeardWhileWhatHasArrivedIsTakenApart() throws IOException {
        Cancellation cancellation = Cancellation.create();
        try (WireServer server = WireServer.giving(Answer.events(CONTENT.repeat(500) + FINISH))) {
            OpenAiModel model = model(server, HttpTransport.Timeouts.DEFAULT);
            int[] pieces = {0};

            assertThrows(
                    CancelledException.class,
                    () -> model.call(QUESTION.withContext(RunContext.of("r").withCancellation(cancellation))
                            .withDeltas(delta -> {
                                pieces[0]++;
                                cancellation.cancel("enough");
                            })));

            assertEquals(1, pieces[0]);
        }
    }

    @Test
    void timeOfTheCallIsHeardWhileWhatHasArrivedIsTakenApart() throws IOException {
        try (WireServer server = WireServer.giving(Answer.events(CONTENT.repeat(50) + FINISH))) {
            OpenAiModel model = model(server, HttpTransport.Timeouts.DEFAULT.withCall(Duration.ofSeconds(1)));
            int[] pieces = {0};

            ModelException failure = assertThrows(
                    ModelException.Unavailable.class,
                    () -> model.call(QUESTION.withDeltas(delta -> {
                        pieces[0]++;
                        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
                        while (System.nanoTime() < until) Thread.onSpinWait();
                    })));

            assertTrue(failure.getMessage().contains("longer than the PT1S of a call"), failure.getMessage());
            assertTrue(pieces[0] < 30, pieces[0] + " pieces");
        }
    }
}
