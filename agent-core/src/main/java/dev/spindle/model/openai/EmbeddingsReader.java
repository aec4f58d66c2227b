package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.message.Usage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/** Reads a reply of vectors from its tokens, without a tree of its numbers. For one use. */
final class EmbeddingsReader {
    private final float[][] vectors;
    private @Nullable Usage usage;
    private @Nullable Json error;

    /**
     * A reader of so many vectors.
     *
     * @param texts how many there must be
     */
    EmbeddingsReader(int texts) {
        this.vectors = new float[texts][];
    }

    /** Reads a body; throws {@link tools.jackson.core.JacksonException} if it is no JSON object. */
    void read(byte[] body, Watch watch) {
        try (JsonParser in = Tokens.of(body, body.length, watch)) {
            if (in.nextToken() != JsonToken.START_OBJECT)
                throw new StreamReadException(in, "A JSON object was expected");
            ChunkReader.eachField(in, this::readField);
        }
    }

    private void readField(JsonParser in, String field) {
        switch (field) {
            case "data" -> ChunkReader.eachItem(in, this::readItem);
            case "usage" -> usage = UsageReader.read(in);
            case "error" -> error = Unknowns.readable(Tokens.copy(in));
            default -> in.skipChildren();
        }
    }

    private void readItem(JsonParser in, int position) {
        Item item = new Item(position);
        ChunkReader.eachField(in, item::readField);
        if (item.index >= 0 && item.index < vectors.length) vectors[item.index] = item.vector;
    }

    /** What the server says went wrong; null if nothing did. */
    @Nullable
    Json error() {
        return error == null || error.isNull() ? null : error;
    }

    @Nullable
    Usage usage() {
        return usage;
    }

    /** The vectors in order; throws {@link IllegalArgumentException} that says what is wrong with them. */
    float[][] vectors() {
        for (int at = 0; at < vectors.length; at++) {
            float[] vector = vectors[at];
            if (vector == null || vector.length == 0) throw new IllegalArgumentException("no vector for text " + at);
            if (vector.length != vectors[0].length) {
                throw new IllegalArgumentException(
                        "the vectors differ in length: " + vectors[0].length + " and " + vector.length + " numbers");
            }
            for (float number : vector) {
                if (!Float.isFinite(number)) throw new IllegalArgumentException("a number beyond all bounds in it");
            }
        }
        return vectors;
    }

    private static final class Item {
        private int index;
        private float[] vector = {};

        private Item(int position) {
            this.index = position;
        }

        private void readField(JsonParser in, String field) {
            switch (field) {
                case "index" -> index = ChunkReader.number(in, index);
                case "embedding" ->
                    vector = in.hasToken(JsonToken.VALUE_STRING) ? ofBase64(in.getString()) : numbers(in);
                default -> in.skipChildren();
            }
        }

        private static float[] numbers(JsonParser in) {
            float[] numbers = new float[1024];
            int count = 0;
            if (!in.hasToken(JsonToken.START_ARRAY)) {
                in.skipChildren();
                return new float[0];
            }
            for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
                if (!token.isNumeric()) throw new StreamReadException(in, "A number was expected");
                if (count == numbers.length) numbers = Arrays.copyOf(numbers, 2 * count);
                numbers[count++] = in.getFloatValue();
            }
            return Arrays.copyOf(numbers, count);
        }

        /** Some servers send this form whether it was asked for or not: 32 bits each, the lowest first. */
        private static float[] ofBase64(String text) {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
            float[] numbers = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(numbers);
            return numbers;
        }
    }
}
