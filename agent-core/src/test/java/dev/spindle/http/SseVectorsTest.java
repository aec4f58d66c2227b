package dev.spindle.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Published vectors of server-sent events, where a corpus is at hand: as they are cut, whole, and in small pieces. */
class SseVectorsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Tally TALLY = new Tally("SSE vectors, each cut in 6 ways");

    @AfterAll
    static void print() {
        if (System.getProperty("spindle.corpus") != null) TALLY.print();
    }

    @TestFactory
    Stream<DynamicTest> vectorsGiveTheirEventsHoweverTheyAreCut() throws IOException {
        String corpus = System.getProperty("spindle.corpus");
        if (corpus == null) {
            System.out.println("SSE vectors were left out: the system property spindle.corpus names no folder");
            return Stream.empty();
        }
        List<JsonNode> vectors = Files.readAllLines(Path.of(corpus, "sse-vectors", "vectors.jsonl")).stream()
                .map(JSON::readTree)
                .toList();
        return vectors.stream().flatMap(vector -> Stream.of(-1, 0, 1, 2, 3, 7).map(size -> test(vector, size)));
    }

    private static DynamicTest test(JsonNode vector, int size) {
        String cut = size < 0 ? "as given" : size == 0 ? "whole" : "by " + size;
        String name = vector.get("id").asString() + " " + vector.get("name").asString() + ", " + cut;
        return TALLY.test(name, () -> {
            List<byte[]> chunks = new ArrayList<>();
            vector.get("chunksBase64")
                    .forEach(chunk -> chunks.add(Base64.getDecoder().decode(chunk.asString())));
            SseStream stream = SseStream.of(fed(size < 0 ? chunks : recut(chunks, size)));

            List<SseStream.Event> events = new ArrayList<>();
            for (SseStream.Event event = stream.next(); event != null; event = stream.next()) events.add(event);

            assertEquals(expectedEvents(vector), events);
            assertEquals(vector.get("lastEventIdAtEnd").asString(), stream.lastEventId());
            JsonNode retry = vector.get("retry");
            assertEquals(retry.isNull() ? null : Duration.ofMillis(retry.asLong()), stream.retry());
        });
    }

    private static List<SseStream.Event> expectedEvents(JsonNode vector) {
        List<SseStream.Event> expected = new ArrayList<>();
        for (JsonNode event : vector.get("events")) {
            String type = event.get("event").asString();
            expected.add(new SseStream.Event(
                    type.isEmpty() ? "message" : type,
                    event.get("data").asString(),
                    event.get("lastEventId").asString()));
        }
        return expected;
    }

    private static List<byte[]> recut(List<byte[]> chunks, int size) {
        byte[] whole = joined(chunks);
        List<byte[]> pieces = new ArrayList<>();
        int step = size == 0 ? Math.max(1, whole.length) : size;
        for (int from = 0; from < whole.length; from += step) {
            pieces.add(Arrays.copyOfRange(whole, from, Math.min(whole.length, from + step)));
        }
        return pieces;
    }

    private static byte[] joined(List<byte[]> chunks) {
        try (InputStream in = fed(chunks)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream fed(List<byte[]> chunks) {
        return new SequenceInputStream(Collections.enumeration(
                chunks.stream().map(ByteArrayInputStream::new).toList()));
    }
}
