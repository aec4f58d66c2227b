package dev.spindle.bench;

import dev.spindle.json.Json;
import java.io.IOException;
import java.util.Map;

/** Answers the lines of one probe. */
interface Answerer extends AutoCloseable {
    /** The fields of the answer besides its id, in order. */
    Map<String, Json> answer(Json question) throws IOException;

    /** Lets go of what it holds. */
    @Override
    default void close() {}
}
