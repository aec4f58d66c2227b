package dev.spindle.restate;

import dev.restate.sdk.common.DurablePromiseKey;
import dev.restate.sdk.common.StateKey;
import dev.spindle.json.Json;

/**
 * How far a run is, for those who wait for it or post to it.
 *
 * @param rests how often it has come to rest: answered, stopped or waiting
 * @param received how much it has taken from its inbox
 * @param word whether it works, waits for a person, has stopped, or is over for good
 */
record Stage(long rests, long received, Word word) {
    static final Stage NOT_BEGUN = new Stage(0, 0, Word.WORKS);
    static final StateKey<String> KEY = StateKey.of("stage", Texts.JSON);
    private static final String EVENTS = "events-";

    enum Word {
        WORKS,
        WAITS,
        STOPPED,
        OVER
    }

    static Stage read(String json) {
        return Json.trusted(json).to(Stage.class);
    }

    String json() {
        return Json.of(this).text();
    }

    Stage works(long taken) {
        return new Stage(rests, taken, Word.WORKS);
    }

    Stage rests(long taken, Word how) {
        return new Stage(rests + 1, taken, how);
    }

    /** Holds the stage of the run when it had come to rest so often. */
    static DurablePromiseKey<String> rest(long count) {
        return DurablePromiseKey.of("rest-" + count, Texts.JSON);
    }

    /** Holds what was posted so many posts later than the first. */
    static DurablePromiseKey<String> posted(long index) {
        return DurablePromiseKey.of("posted-" + index, Texts.JSON);
    }

    /** Holds events from a position on; the keys of a run's events are in their order as texts, too. */
    static StateKey<String> events(long position) {
        return StateKey.of("%s%012d".formatted(EVENTS, position), Texts.LINES);
    }

    static boolean holdsEvents(String key) {
        return key.startsWith(EVENTS);
    }

    static long position(String key) {
        return Long.parseLong(key.substring(EVENTS.length()));
    }
}
