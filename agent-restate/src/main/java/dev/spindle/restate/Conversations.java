package dev.spindle.restate;

import dev.restate.sdk.ObjectContext;
import dev.restate.sdk.common.TerminalException;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;

/** The conversations of an agent, each an object of the engine, in which its runs queue. */
record Conversations(String agent) {
    private static final String SUFFIX = ".conversations";

    /**
     * A run that is to be begun when its turn has come.
     *
     * @param ask what it is begun with, as JSON
     */
    record Turn(String runId, String ask) {
        String json() {
            return Json.of(this).wellFormed().text();
        }
    }

    static String serviceOf(String agent) {
        return agent + SUFFIX;
    }

    /** Begins a run, and returns when it is over, or has stopped and waits for nobody. */
    String run(ObjectContext engine, String json) {
        Turn turn;
        try {
            turn = Json.parse(json).to(Turn.class);
        } catch (JsonException malformed) {
            throw new TerminalException(TerminalException.BAD_REQUEST_CODE, "No turn: " + malformed.getMessage());
        }
        engine.send(Handlers.request(agent, turn.runId(), "run", turn.ask()));
        Stage stage = Stage.NOT_BEGUN;
        do {
            String known = Long.toString(stage.rests());
            stage = Stage.read(engine.call(Handlers.request(agent, turn.runId(), "attach", known))
                    .await());
        } while (stage.word() == Stage.Word.WAITS);
        return Inbox.NOTHING;
    }
}
