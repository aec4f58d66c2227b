package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.message.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads one chunk, or a whole reply, from its tokens.
 *
 * <p>Any field may be missing, null, or of a kind that nobody expects: what cannot be used is skipped. Only text that
 * is no JSON object is refused.
 */
final class ChunkReader {
    private static final Set<String> NO_ERROR = Set.of("null", "{}", "[]", "\"\"", "false", "0");
    private static final int LONGEST_NUMBER = 18;

    private final Chunk before;
    private String id = "";
    private String model = "";
    private final List<Chunk.Choice> choices = new ArrayList<>(1);
    private @Nullable Usage usage;
    private @Nullable Json error;

    private ChunkReader(Chunk before) {
        this.before = before;
    }

    /** Reads the data of an event; throws {@link tools.jackson.core.JacksonException} if it is no JSON object. */
    static Chunk read(String data) {
        try (JsonParser in = Tokens.of(data)) {
            return read(in, Chunk.NOTHING);
        }
    }

    /** Reads a body; throws {@link tools.jackson.core.JacksonException} if it is no JSON object. */
    static Chunk read(byte[] body, int size, Watch watch) {
        try (JsonParser in = Tokens.of(body, size, watch)) {
            return read(in, Chunk.NOTHING);
        }
    }

    /** Reads to the end of the next object; the chunk before it mostly has the same id and model. */
    static Chunk read(JsonParser in, Chunk before) {
        return new ChunkReader(before).readChunk(in);
    }

    private Chunk readChunk(JsonParser in) {
        if (in.nextToken() != JsonToken.START_OBJECT) throw new StreamReadException(in, "A JSON object was expected");
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = in.currentName();
            in.nextToken();
            readField(in, field);
        }
        return new Chunk(id, model, choices, usage, error);
    }

    private void readField(JsonParser in, String field) {
        switch (field) {
            case "id" -> id = text(in, before.id());
            case "model" -> model = text(in, before.model());
            case "choices" -> eachItem(in, this::readChoice);
            case "usage" -> readUsage(in);
            case "x_groq" ->
                eachField(in, (inner, name) -> {
                    if (name.equals("usage")) readUsage(inner);
                    else inner.skipChildren();
                });
            case "error" -> readError(in);
            default -> in.skipChildren();
        }
    }

    private void readUsage(JsonParser in) {
        Usage read = UsageReader.read(in);
        if (read != null) usage = read;
    }

    private void readError(JsonParser in) {
        String text = Tokens.copy(in);
        if (!NO_ERROR.contains(text)) error = Unknowns.readable(text);
    }

    private void readChoice(JsonParser in, int position) {
        if (!in.hasToken(JsonToken.START_OBJECT)) {
            in.skipChildren();
            return;
        }
        ChoiceReader choice = new ChoiceReader();
        eachField(in, (inner, field) -> {
            switch (field) {
                case "usage" -> readUsage(inner); // Moonshot
                case "error" -> readError(inner); // OpenRouter
                default -> choice.readField(inner, field);
            }
        });
        choices.add(choice.choice());
        if (choices.size() > PieceReader.MOST) throw new TooManyParts("choices");
    }

    private static final class ChoiceReader {
        private int index;
        private String finish = "";
        private String nativeFinish = "";
        private String text = "";
        private @Nullable List<Piece> delta;
        private @Nullable List<Piece> message;

        private void readField(JsonParser in, String field) {
            switch (field) {
                case "index" -> index = Math.max(0, number(in, 0));
                case "finish_reason" -> finish = text(in);
                case "native_finish_reason" -> nativeFinish = text(in);
                case "delta" -> delta = pieces(in, delta);
                case "message" -> message = pieces(in, message);
                case "text" -> text = text(in);
                default -> in.skipChildren();
            }
        }

        private static @Nullable List<Piece> pieces(JsonParser in, @Nullable List<Piece> otherwise) {
            if (!in.hasToken(JsonToken.START_OBJECT)) {
                in.skipChildren();
                return otherwise;
            }
            List<Piece> pieces = new ArrayList<>(1);
            eachField(in, (inner, name) -> PieceReader.read(inner, name, pieces));
            return pieces;
        }

        /** A message beside a delta is everything so far once more; some servers send both where there is no more than that. */
        private Chunk.Choice choice() {
            boolean whole =
                    message != null && (delta == null || delta.stream().allMatch(Piece.Unknown.class::isInstance));
            List<Piece> pieces = whole ? message : delta;
            if (pieces == null)
                pieces = text.isEmpty() ? List.of() : List.of(new Piece.Text(text)); // as servers of old
            return new Chunk.Choice(index, whole, pieces, finish, nativeFinish);
        }
    }

    /** Takes the value of one field and leaves the parser at its last token. */
    interface FieldReader {
        void read(JsonParser in, String field);
    }

    /** Takes one element and leaves the parser at its last token. */
    interface ItemReader {
        void read(JsonParser in, int position);
    }

    static void eachField(JsonParser in, FieldReader reader) {
        if (!in.hasToken(JsonToken.START_OBJECT)) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = in.currentName();
            in.nextToken();
            reader.read(in, field);
        }
    }

    /** Reads the elements of an array; anything else is read as the one element of one. */
    static void eachItem(JsonParser in, ItemReader reader) {
        if (!in.hasToken(JsonToken.START_ARRAY)) {
            reader.read(in, 0);
            return;
        }
        for (int position = 0; in.nextToken() != JsonToken.END_ARRAY; position++) reader.read(in, position);
    }

    /** A string's characters; empty for anything else. */
    static String text(JsonParser in) {
        if (in.hasToken(JsonToken.VALUE_STRING)) return in.getString();
        in.skipChildren();
        return "";
    }

    /** The same, which is not made anew if it is what is expected. */
    private static String text(JsonParser in, String expected) {
        return in.hasToken(JsonToken.VALUE_STRING) && isString(in, expected) ? expected : text(in);
    }

    private static boolean isString(JsonParser in, String expected) {
        int length = in.getStringLength();
        if (length != expected.length()) return false;
        char[] characters = in.getStringCharacters();
        int from = in.getStringOffset();
        for (int at = 0; at < length; at++) {
            if (characters[from + at] != expected.charAt(at)) return false;
        }
        return true;
    }

    /** A place, also one that is written as a text; whatever else there is, or is beyond all places, is the other one. */
    static int number(JsonParser in, int otherwise) {
        long number = whole(in, otherwise);
        return number == (int) number ? (int) number : otherwise;
    }

    /** A whole number, also one that is written as a text; at most what a long holds. */
    static long whole(JsonParser in, long otherwise) {
        if (in.hasToken(JsonToken.VALUE_NUMBER_INT) && in.getStringLength() <= LONGEST_NUMBER) return in.getLongValue();
        boolean number = in.currentToken() != null && in.currentToken().isNumeric();
        String written = number ? in.getString() : text(in).strip();
        boolean digits = !written.isEmpty()
                && written.length() <= LONGEST_NUMBER
                && written.chars().allMatch(c -> c >= '0' && c <= '9');
        if (digits) return Long.parseLong(written);
        return number ? (long) in.getValueAsDouble() : otherwise;
    }
}
