package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.model.openai.Piece.Unknown;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * Puts the unknown fields of deltas together: arrays append, strings concatenate, of anything else the last wins.
 *
 * <p>The pieces of one thought in {@code reasoning_details} become one again, since only the whole bears its signature.
 */
final class Unknowns {
    /** Deeper than anything stands in an event. */
    private static final int AROUND = 32;

    private static final String AROUND_OPEN = "[".repeat(AROUND);
    private static final String AROUND_CLOSED = "]".repeat(AROUND);

    private final Secrets secrets;
    private Map<String, Field> fields = Map.of(); // mostly there are none

    Unknowns(Secrets secrets) {
        this.secrets = secrets;
    }

    void add(Unknown piece) {
        Field known = fields.get(piece.field());
        if (known != null && known.shape == piece.shape()) known.add(piece.value());
        else replace(piece);
    }

    /** Takes a field that is told once more, from its beginning. */
    void replace(Unknown piece) {
        if (fields.isEmpty()) fields = new LinkedHashMap<>();
        fields.put(piece.field(), new Field(piece.shape(), piece.value()));
        if (fields.size() > PieceReader.MOST) throw new TooManyParts("fields of a message");
    }

    /** An object of the fields, in the order in which they came first; those that could not be read back are left out. */
    Json toJson() {
        if (fields.isEmpty()) return Json.EMPTY_OBJECT;
        fields.values().removeIf(field -> !field.isReadable());
        if (fields.isEmpty()) return Json.EMPTY_OBJECT;
        String json = Tokens.text(out -> {
            out.writeStartObject();
            fields.forEach((name, field) -> field.write(name, out));
            out.writeEndObject();
        });
        return Json.trusted(secrets.removedFromJson(json));
    }

    /** What a server sent: tokens are read with more patience than {@link Json} has, and then the text itself is the value. */
    static Json readable(String text) {
        try {
            return Json.parse(text);
        } catch (JsonException unreadable) {
            return Json.of(text);
        }
    }

    private static final class Field {
        private final Unknown.Shape shape;
        private final StringBuilder value;
        private int pieces = 1;

        private Field(Unknown.Shape shape, String value) {
            this.shape = shape;
            this.value = new StringBuilder(value);
        }

        private void add(String more) {
            pieces++;
            switch (shape) {
                case STRING -> value.append(more);
                case ARRAY ->
                    value.append(value.isEmpty() || more.isEmpty() ? "" : ",").append(more);
                case OTHER -> value.replace(0, value.length(), more);
            }
        }

        /** Whether {@link Json} reads it in the depth of a recorded event, as it will have to. */
        private boolean isReadable() {
            if (shape == Unknown.Shape.STRING || value.isEmpty()) return true;
            try {
                Json.parse(AROUND_OPEN + value + AROUND_CLOSED);
                return true;
            } catch (JsonException unreadable) {
                return false;
            }
        }

        private void write(String name, JsonGenerator out) {
            out.writeName(name);
            switch (shape) {
                case STRING -> out.writeString(value.toString());
                case ARRAY -> out.writeRawValue(array(name));
                case OTHER -> out.writeRawValue(value.toString());
            }
        }

        private String array(String name) {
            String array = "[" + value + "]";
            boolean inPieces = name.equals(ReasoningDetails.FIELD) && pieces > 1;
            return inPieces ? ReasoningDetails.joined(Json.trusted(array)).text() : array;
        }
    }
}
