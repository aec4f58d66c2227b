package dev.spindle.restate;

import dev.restate.serde.Serde;
import dev.spindle.event.EventJson;
import dev.spindle.event.RunEvent.Recorded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** What crosses the wire: JSON as text, and events as lines of it. */
final class Texts {
    /** JSON as it stands. */
    static final Serde<String> JSON = Serde.using(
            "application/json",
            text -> text.getBytes(StandardCharsets.UTF_8),
            bytes -> new String(bytes, StandardCharsets.UTF_8));

    /** Events, a line each. */
    static final Serde<String> LINES = Serde.withContentType("application/x-ndjson", JSON);

    private Texts() {}

    static String write(List<Recorded> events) {
        return events.stream().map(EventJson::write).collect(Collectors.joining("\n"));
    }

    static List<Recorded> read(String lines) {
        return lines.lines()
                .filter(line -> !line.isEmpty())
                .map(EventJson::read)
                .toList();
    }
}
