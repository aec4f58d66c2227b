package dev.spindle.examples.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLineTest {
    @Test
    void whatATerminalWouldNotShowIsWrittenAsAnEscape() {
        Json json = Json.object(Map.of("text", Json.of("a\u009b2J\u202Eb\n\tc\u001b")));

        String line = JsonLine.of(json.text());

        assertThat(line).contains("\\u009b", "\\u202e").matches("\\P{Cntrl}*");
        assertThat(Json.parse(line).get("text").string()).isEqualTo("a\u009b2J\u202Eb\n\tc\u001b");
    }
}
