package dev.spindle.bench;

import dev.spindle.http.SseStream;
import dev.spindle.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads server-sent events from chunks of bytes. */
final class SseProbe implements Answerer {
    @Override
    public Map<String, Json> answer(Json question) throws IOException {
        List<InputStream> chunks = new ArrayList<>();
        for (Json chunk : question.get("chunksBase64").items()) {
            chunks.add(new ByteArrayInputStream(Base64.getDecoder().decode(chunk.string())));
        }
        // It reads on into the next chunk only when asked again, as a socket does.
        SseStream stream = SseStream.of(new SequenceInputStream(Collections.enumeration(chunks)));
        List<Heard> events = new ArrayList<>();
        for (SseStream.Event event = stream.next(); event != null; event = stream.next()) {
            events.add(new Heard(event.event(), event.data(), event.lastEventId()));
        }

        Map<String, Json> answer = new LinkedHashMap<>();
        answer.put("events", Json.of(events));
        Duration retry = stream.retry();
        answer.put("retry", retry == null ? Json.NULL : Json.of(retry.toMillis()));
        return answer;
    }

    /** An event as the answer has it. */
    private record Heard(String event, String data, String lastEventId) {}
}
