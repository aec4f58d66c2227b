package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.model.openai.Piece.Unknown;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/**
 * Puts the unknown fields of deltas together: arrays append, strings concatenate, of anything else the last that says something wins.
 *
 * <p>A name or a class comes whole, again, or in parts, and sent again it may have grown. A long string that is sent again as a whole, such
 * as a signature, is the same.
 *
 * <p>The pieces of one thought in {@code reasoning_details} become one again, since only the whole bears its signature.
 */
final class Unknowns {
    /** Deeper than anything stands in an event. */
    private static final int AROUND = 32;

    private static final String AROUND_OPEN = "[".repeat(AROUND);
    private static final String AROUND_CLOSED = "]".repeat(AROUND);

    private static final Set<String> LABELS = Set.of(
            "author",
            "channel",
            "format",
            "id",
            "kind",
            "model",
            "name",
            "object",
            "phase",
            "provider",
            "recipient",
            "status",
            "type");
    private static final int LONGEST_LABEL = 1024; // compared with each piece

    /** Shorter ones may well follow one another in a text. */
    private static final int LONG = 32;

    private final Secrets secrets;
    private Map<String, Field> fields = Map.of(); // mostly there are none

    Unknowns(Secrets secrets) {
        this.secrets = secrets;
    }

    void add(Unknown piece) {
        Field known = fields.get(piece.field());
        if (known == null || known.shape != piece.shape()) replace(piece);
        else if (LABELS.contains(piece.field()) && known.isBeginningOf(piece.value())) replace(piece);
        else known.add(piece.value());
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
        private static final Set<String> GROWING = Set.of("data", "transcript");

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
                case STRING -> value.append(isAgain(more) ? "" : more);
                case ARRAY ->
                    value.append(value.isEmpty() || more.isEmpty() ? "" : ",").append(more);
                case OBJECT -> value.append(',').append(more);
                case OTHER -> value.replace(0, value.length(), more.equals("{}") ? value.toString() : more);
            }
        }

        private boolean isBeginningOf(String more) {
            return value.length() <= LONGEST_LABEL && more.startsWith(value.toString());
        }

        private boolean isAgain(String more) {
            return more.length() >= LONG && more.contentEquals(value);
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
                case OBJECT ->
                    out.writeRawValue(
                            pieces == 1
                                    ? value.toString()
                                    : joined(Json.trusted("[" + value + "]")).text());
                case OTHER -> out.writeRawValue(value.toString());
            }
        }

        /** Text and sound grow, of everything else the last that says something counts. */
        private static Json joined(Json pieces) {
            Map<String, Json> joined = new LinkedHashMap<>();
            Map<String, StringBuilder> grown = new LinkedHashMap<>();
            for (Json piece : pieces.items()) {
                for (String name : piece.names()) {
                    Json part = piece.get(name);
                    if (part.isNull()) continue;
                    joined.put(name, part);
                    if (GROWING.contains(name) && part.isString())
                        grown.computeIfAbsent(name, first -> new StringBuilder())
                                .append(part.string());
                }
            }
            grown.forEach((name, text) -> joined.put(name, Json.of(text.toString())));
            return Json.object(joined);
        }

        private String array(String name) {
            String array = "[" + value + "]";
            boolean inPieces = name.equals(ReasoningDetails.FIELD) && pieces > 1;
            return inPieces ? ReasoningDetails.joined(Json.trusted(array)).text() : array;
        }
    }
}
