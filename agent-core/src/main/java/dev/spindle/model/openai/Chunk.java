package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.message.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one event of a stream holds, or a whole JSON reply.
 *
 * @param id the reply's; empty if not sent, as are the other texts
 * @param usage null if none was sent
 * @param error what the server says went wrong; null if nothing did
 */
record Chunk(
        String id,
        String model,
        List<Choice> choices,
        @Nullable Usage usage,
        @Nullable Json error) {
    /** One that says nothing. */
    static final Chunk NOTHING = new Chunk("", "", List.of(), null, null);

    /** One that holds nothing but an error. */
    static Chunk of(Json error) {
        return new Chunk("", "", List.of(), null, error);
    }

    /**
     * One of the replies asked for, or a piece of it.
     *
     * @param whole whether these are all its pieces, so that each tool call is complete
     * @param finish the word as sent; empty if none was
     * @param nativeFinish the word of the provider behind the server; empty if none was sent
     */
    record Choice(int index, boolean whole, List<Piece> pieces, String finish, String nativeFinish) {}
}
