package dev.spindle.restate;

import dev.restate.common.Request;
import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import dev.spindle.event.Limits;
import dev.spindle.json.Json;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunRequest.ChildTerms;
import dev.spindle.run.RunSetup;
import java.util.List;
import java.util.Optional;

/**
 * An agent's run that a call of another run waits for, as it stands in the value of that call's step.
 *
 * @param agent its service
 * @param runId its own, which is the identity of the call
 * @param ask what it is begun with, as JSON; nothing comes of it if it has begun before
 * @param posts decisions about its waiting calls, as JSON
 */
record Child(String agent, String runId, String ask, List<String> posts) {
    private static final String MARK = "{\"child\":";

    /** The run that a call asks for, within what its parent has left. */
    static Child of(String service, RunSetup agent, RunRequest request) {
        Limits own = request.overrides().limits();
        Limits wanted = own == null ? agent.rules().limits() : own;
        Optional<ChildTerms> terms = request.caller().tags().find(ChildTerms.TAG);
        RunRequest limited =
                terms.map(given -> request.withLimits(given.within(wanted))).orElse(request);
        List<String> posts = terms.map(ChildTerms::decisions).orElse(List.of()).stream()
                .map(decision -> EventJson.writeInput(new Input.Decided(decision)))
                .toList();
        return new Child(service, request.runId(), Ask.of(limited).json(), posts);
    }

    /** That of a step's value; empty if the step has made events. */
    static Optional<Child> find(String made) {
        if (!made.startsWith(MARK)) return Optional.empty();
        return Optional.of(Json.trusted(made).get("child").to(Child.class));
    }

    /** The value of a step. */
    String text() {
        return MARK + Json.of(this).wellFormed().text() + "}";
    }

    Request<String, String> request(String handler, String body) {
        return Handlers.request(agent, runId, handler, body);
    }
}
