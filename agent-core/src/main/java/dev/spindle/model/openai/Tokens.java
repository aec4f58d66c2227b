package dev.spindle.model.openai;

import dev.spindle.json.Json;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** JSON as a stream of tokens, read within bounds and written without a tree in between. */
final class Tokens {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Names of one hash are then read without the table that Jackson keeps of names.
            .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH)
                    .maxStringLength(Json.MAX_CHARS)
                    .build())
            .build();

    private static final int UNWATCHED = 64 * 1024;

    private Tokens() {}

    static JsonParser of(String text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /** The same of UTF-8; of much of it the watch is asked from time to time. */
    static JsonParser of(byte[] utf8, int size, Watch watch) {
        if (size <= UNWATCHED) return FACTORY.createParser(ObjectReadContext.empty(), utf8, 0, size);
        return of(new WatchedBytes(utf8, size, watch));
    }

    static JsonParser of(InputStream utf8) {
        return FACTORY.createParser(ObjectReadContext.empty(), utf8);
    }

    /** The value at the current token, as text; the parser is left at its last token. */
    static String copy(JsonParser in) {
        return text(out -> copy(in, out));
    }

    private static void copy(JsonParser in, JsonGenerator out) {
        int depth = 0;
        while (true) {
            copyToken(in, out);
            if (in.currentToken().isStructStart()) depth++;
            else if (in.currentToken().isStructEnd()) depth--;
            if (depth == 0 && in.currentToken() != JsonToken.PROPERTY_NAME) return;
            in.nextToken();
        }
    }

    /** Numbers as they are written: Jackson copies them as doubles, which loses digits and turns large ones into Infinity. */
    static void copyToken(JsonParser in, JsonGenerator out) {
        if (in.currentToken().isNumeric()) out.writeNumber(in.getString());
        else out.copyCurrentEvent(in);
    }

    static String text(Consumer<JsonGenerator> writing) {
        Json.TextWriter text = new Json.TextWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            writing.accept(out);
        }
        return text.toString();
    }

    /** UTF-8, with '?' for half surrogate pairs, which models and tools do write and servers refuse. */
    static byte[] bytes(Consumer<JsonGenerator> writing) {
        return text(writing).getBytes(StandardCharsets.UTF_8);
    }
}
