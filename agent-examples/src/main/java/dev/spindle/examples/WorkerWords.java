package dev.spindle.examples;

import dev.spindle.Agents.Recovered;
import dev.spindle.examples.terminal.JsonLine;
import dev.spindle.examples.terminal.PlainText;
import dev.spindle.json.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What came of a run that a worker went on with, in words. */
final class WorkerWords {
    private static final int LONGEST = 500;

    private WorkerWords() {}

    static String line(Recovered came) {
        return "run " + PlainText.line(came.runId(), LONGEST) + " "
                + PlainText.line(state(came) + detail(came), LONGEST);
    }

    static String json(Recovered came) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("type", Json.of("Ended"));
        fields.put("runId", Json.of(came.runId()));
        fields.put("state", Json.of(state(came)));
        String detail = detail(came);
        fields.put("detail", Json.of(detail.isEmpty() ? "" : detail.substring(2)));
        return JsonLine.of(Json.object(fields).text());
    }

    private static String state(Recovered came) {
        if (came instanceof Recovered.WentOn wentOn)
            return wentOn.result().stopReason().name().toLowerCase(Locale.ROOT);
        return came instanceof Recovered.Unclaimed ? "left alone" : "failed";
    }

    private static String detail(Recovered came) {
        String detail = "";
        if (came instanceof Recovered.WentOn wentOn) detail = wentOn.result().detail();
        if (came instanceof Recovered.Unclaimed)
            detail = "no question of 'spindle ask'; 'spindle resume' goes on with it";
        if (came instanceof Recovered.Failed failed)
            detail = String.valueOf(failed.why().getMessage());
        return detail.isEmpty() ? "" : ": " + detail;
    }
}
