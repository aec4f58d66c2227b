package dev.spindle.restate;

import dev.spindle.event.RunEvent.About;
import dev.spindle.event.RunEvent.Finished;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.json.Json;
import dev.spindle.message.UserMessage;
import dev.spindle.run.RunRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is begun with, as it crosses the wire: all of a request but what is never recorded of it.
 *
 * @param recorded lines of the events that the run has already, of another journal; null for a new one
 */
record Ask(
        UserMessage input,
        String conversation,
        RunRequest.Overrides overrides,
        About about,
        @Nullable String recorded) {
    static Ask of(RunRequest request) {
        UserMessage input = request.input();
        if (input == null)
            throw new IllegalArgumentException("The request for run '" + request.runId()
                    + "' has no question; resume(runId) goes on with a run, start begins one");
        if (!request.inputs().isEmpty())
            throw new IllegalArgumentException("The request for run '" + request.runId()
                    + "' brings words or decisions beside its question; post them once the run is started");
        return new Ask(input, request.conversation(), request.overrides(), request.about(), null);
    }

    /** To go on with a run that has these events. */
    static Ask of(List<Recorded> events) {
        if (events.isEmpty() || !(events.get(0) instanceof Started started))
            throw new IllegalArgumentException("The events are not a run's from its start on; give all of them");
        if (events.get(events.size() - 1) instanceof Finished)
            throw new IllegalArgumentException("Run '" + started.runId() + "' is over; there is nothing to go on with");
        RunRequest.Overrides nothing = new RunRequest.Overrides(null, List.of(), null, null, null);
        return new Ask(started.opening().input(), "", nothing, About.NOTHING, Texts.write(events));
    }

    static Ask read(String json) {
        return Json.parse(json).to(Ask.class);
    }

    String json() {
        return Json.of(this).wellFormed().text();
    }

    RunRequest request(String runId) {
        RunRequest asked = RunRequest.of(input)
                .withRunId(runId)
                .inConversation(conversation)
                .about(about);
        return new RunRequest(
                asked.runId(),
                asked.input(),
                asked.conversation(),
                overrides,
                asked.inputs(),
                asked.caller(),
                asked.about());
    }
}
