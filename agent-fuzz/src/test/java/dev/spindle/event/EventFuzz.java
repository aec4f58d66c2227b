package dev.spindle.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.fuzz.Budget;
import dev.spindle.json.JsonException;
import java.nio.charset.StandardCharsets;

/** A line that should be an event: read or refused, and what was read is written so that it reads the same. */
public final class EventFuzz {
    private EventFuzz() {}

    /** Reads the bytes as one line. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        String line = new String(data, StandardCharsets.UTF_8);
        Budget.hold(() -> {
            Recorded event;
            String written;
            try {
                event = EventJson.read(line);
                written = EventJson.write(event); // refused if a value nests deeper than any from outside may
            } catch (JsonException declared) {
                return;
            }
            assertEquals(event, EventJson.read(written));
        });
    }
}
