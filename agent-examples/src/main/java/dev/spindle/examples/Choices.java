package dev.spindle.examples;

import dev.spindle.event.Decision;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.state.RunState;
import dev.spindle.tool.PendingCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a person decided, as the command line says it. */
final class Choices {
    @Option(names = "--approve", paramLabel = "CALL", description = "Let a waiting call run, such as 0.0.")
    List<String> approved = List.of();

    @Option(
            names = "--approve-unseen",
            paramLabel = "CALL",
            description = "Let a waiting call run although not all of it was shown.")
    List<String> unseen = List.of();

    @Option(
            names = "--repeat",
            paramLabel = "CALL",
            description = "Let a call in doubt run again, though it may have taken effect.")
    List<String> repeated = List.of();

    @Option(names = "--refuse", paramLabel = "CALL", description = "Do not let a waiting call run.")
    List<String> refused = List.of();

    @Option(names = "--reason", paramLabel = "WHY", description = "With --refuse: what the model is told.")
    String reason = "";

    @Option(names = "--edit", paramLabel = "CALL=JSON", description = "Let a waiting call run with these arguments.")
    Map<String, String> edited = new LinkedHashMap<>();

    @Option(
            names = "--answer",
            paramLabel = "CALL=TEXT",
            description =
                    "Do not let a waiting call run, and give the model this answer: what a call in doubt has really done.")
    Map<String, String> answered = new LinkedHashMap<>();

    /**
     * The decisions about the calls of a run.
     *
     * @throws UsageException if no such call waits, or one is approved of which not all was shown
     */
    List<Decision> about(RunState state, Foresight foresight) {
        List<Decision> decisions = new ArrayList<>();
        approved.forEach(path -> decisions.add(Decision.approve(shown(waiting(state, path), foresight))));
        unseen.forEach(path -> decisions.add(run(waiting(state, path))));
        repeated.forEach(path -> decisions.add(Decision.repeat(shown(waiting(state, path), foresight))));
        refused.forEach(path -> decisions.add(Decision.refuse(waiting(state, path), reason)));
        edited.forEach((path, json) -> decisions.add(Decision.edit(waiting(state, path), arguments(json))));
        answered.forEach((path, text) -> decisions.add(Decision.answer(waiting(state, path), text)));
        return decisions;
    }

    private static Decision run(PendingCall call) {
        return call.inDoubt() ? Decision.repeat(call) : Decision.approve(call);
    }

    private static PendingCall shown(PendingCall call, Foresight foresight) {
        int hidden = CallSheet.of(call, foresight, Closing.WIDTH).hidden();
        if (hidden == 0) return call;
        throw new UsageException("of call " + call.path() + " " + Closing.counted(hidden, "row")
                + " were not shown; 'spindle runs show " + call.runId() + " --full' has them all, and --approve-unseen "
                + call.path() + " lets it run");
    }

    private static Json arguments(String written) {
        try {
            return Json.parse(written);
        } catch (JsonException malformed) {
            throw new UsageException(
                    "--edit needs JSON, such as 0.0='{\"path\":\"a.txt\"}': " + malformed.getMessage());
        }
    }

    private static PendingCall waiting(RunState state, String path) {
        List<PendingCall> waiting = state.awaiting();
        return waiting.stream()
                .filter(call -> call.path().equals(path))
                .findFirst()
                .orElseThrow(() ->
                        new UsageException("no call " + path + " waits in run '" + state.runId() + "'; waiting are "
                                + waiting.stream().map(PendingCall::path).toList()));
    }
}
