package dev.spindle.examples;

import dev.spindle.event.EventJson;
import dev.spindle.event.RunEvent;
import dev.spindle.examples.terminal.JsonLine;
import dev.spindle.examples.terminal.PlainStream;
import dev.spindle.json.Json;
import dev.spindle.run.RunResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints a run as JSON lines: each event as it happens, and the result at the end. */
final class JsonOutput implements Output {
    private final PlainStream out;

    JsonOutput(PlainStream out) {
        this.out = out;
    }

    @Override
    public void on(RunEvent event) {
        print(EventJson.write(event));
    }

    @Override
    public void finish(RunResult result, Findings findings, Foresight foresight) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("type", Json.of("Result"));
        fields.put("runId", Json.of(result.runId()));
        fields.put("stopReason", Json.of(result.stopReason().name().toLowerCase(Locale.ROOT)));
        fields.put("detail", Json.of(result.detail()));
        fields.put("text", Json.of(result.partialText()));
        fields.putAll(findings.fields());
        fields.put("awaitingApproval", Json.of(result.awaitingApproval()));
        fields.put("turns", Json.of(result.work().turns()));
        fields.put("toolCalls", Json.of(result.work().toolCalls()));
        fields.put("seconds", Json.of(result.work().time().toMillis() / 1_000.0));
        fields.put("usage", Json.of(result.usage()));
        fields.put("cost", Json.of(result.cost()));
        print(Json.object(fields).text());
    }

    /** One call, so that no other thread's line comes between a line and its end. */
    private void print(String line) {
        out.print(JsonLine.of(line) + "\n");
        out.flush();
    }
}
