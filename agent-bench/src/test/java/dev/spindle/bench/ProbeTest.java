package dev.spindle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {
    @Test
    void anUnknownProbeIsToldWhatThereIs() throws IOException {
        ProbeRun run = ProbeRun.ofText("", "probe", "dowse");

        assertEquals(Probe.WRONG_USAGE, run.exitCode());
        assertThat(run.errors())
                .contains("agent-bench.jar probe chat BASE_URL\n")
                .contains("agent-bench.jar probe sse\n")
                .contains("agent-bench.jar probe validate\n")
                .contains("agent-bench.jar probe tools FILE K\n");
        assertThat(run.answers()).isEmpty();
    }

    @Test
    void aMissingArgumentIsWrongUsage() throws IOException {
        ProbeRun run = ProbeRun.ofText("", "probe", "chat");

        assertEquals(Probe.WRONG_USAGE, run.exitCode());
    }

    @Test
    void withoutTheWordProbeNothingIsRun() throws IOException {
        ProbeRun run = ProbeRun.ofText("", "sse");

        assertEquals(Probe.WRONG_USAGE, run.exitCode());
    }

    @Test
    void aLineThatCannotBeAnsweredIsNamedAndTheOthersAreAnswered() throws IOException {
        String lines = """
                {"id": "a", "schema": true, "instance": 1}
                {"id": "b", "schema": 5, "instance": 1}
                not JSON

                {"id": "c", "schema": false, "instance": 1}
                """;

        ProbeRun run = ProbeRun.ofText(lines, "probe", "validate");

        assertEquals(Probe.UNANSWERED, run.exitCode());
        assertThat(run.answers().values())
                .extracting(Object::toString)
                .containsExactly("{\"id\":\"a\",\"valid\":true}", "{\"id\":\"c\",\"valid\":false}");
        assertThat(run.errors()).contains("Line 2 is not answered:").contains("Line 3 is not answered:");
    }

    @Test
    void aServerThatIsAwayIsAnError() throws IOException {
        ProbeRun run = ProbeRun.ofText(
                "{\"id\": \"x\", \"stream\": false, \"request\": null}", "probe", "chat", "http://127.0.0.1:1/");

        assertEquals(Probe.GOOD, run.exitCode());
        assertThat(run.answers().get("x").at("/error/httpStatus").orElseThrow().integer())
                .isZero();
    }

    @Test
    void toolsAreRankedBestFirst(@TempDir Path folder) throws IOException {
        Path tools = Files.writeString(folder.resolve("tools.jsonl"), """
                {"function": {"name": "send_mail", "description": "Sends a letter.", "parameters": {"type": "object"}}}
                {"function": {"name": "get_weather", "description": "Tells the sky.", "parameters": {"type": "object"}}}
                {"function": {"name": "weather_alarm", "description": "Rings.", "parameters": {"type": "object"}}}
                """);

        ProbeRun run = ProbeRun.ofText(
                "{\"id\": \"a\", \"query\": \"weather in the sky\"}", "probe", "tools", tools.toString(), "2");

        assertEquals(Probe.GOOD, run.exitCode());
        assertEquals(
                "{\"id\":\"a\",\"ranked\":[\"get_weather\",\"weather_alarm\"]}",
                run.answers().get("a").text());
    }
}
