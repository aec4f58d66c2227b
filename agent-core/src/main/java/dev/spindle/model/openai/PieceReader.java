package dev.spindle.model.openai;

import dev.spindle.model.openai.Piece.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the fields of a message or of a delta, which have the same names. */
final class PieceReader {
    /** The most parts of one message; nobody means more, and each takes memory. */
    static final int MOST = 100_000;

    private static final Set<String> PART_TYPES =
            Set.of("text", "output_text", "refusal", "thinking", "audio", "output_audio");

    private PieceReader() {}

    /** Adds what the value of one field says; the parser is left at the value's last token. */
    static void read(JsonParser in, String field, List<Piece> pieces) {
        switch (field) {
            case "role" -> in.skipChildren();
            case "content" -> readContent(in, pieces);
            case "reasoning_content", "reasoning" -> readReasoning(in, field, pieces);
            case "refusal" -> addUnlessEmpty(ChunkReader.text(in), Piece.Refusal::new, pieces);
            case "tool_calls" -> ChunkReader.eachItem(in, (inner, position) -> readCall(inner, position, pieces));
            case "function_call" -> readFunctionCall(in, pieces);
            case "audio" -> readAudio(in, pieces);
            default -> addUnknown(in, field, pieces);
        }
        checkCount(pieces);
    }

    private static void checkCount(List<?> parts) {
        if (parts.size() > MOST) throw new TooManyParts("parts of a message");
    }

    private static void addUnlessEmpty(String text, Function<String, Piece> piece, List<Piece> pieces) {
        if (!text.isEmpty()) pieces.add(piece.apply(text));
    }

    private static void readContent(JsonParser in, List<Piece> pieces) {
        switch (in.currentToken()) {
            case VALUE_NULL -> {}
            case VALUE_STRING -> addUnlessEmpty(in.getString(), Piece.Text::new, pieces);
            case START_ARRAY -> ChunkReader.eachItem(in, (inner, position) -> readPart(inner, pieces));
            case START_OBJECT -> readObject(in, pieces);
            default -> pieces.add(new Piece.Text(Tokens.copy(in)));
        }
    }

    /** A part without the list around it, or an object where its text was meant. */
    private static void readObject(JsonParser in, List<Piece> pieces) {
        String object = Tokens.copy(in);
        int before = pieces.size();
        try (JsonParser again = Tokens.of(object)) {
            again.nextToken();
            if (isPart(object)) readPart(again, pieces);
        }
        if (pieces.size() == before) pieces.add(new Piece.Text(object));
    }

    private static boolean isPart(String object) {
        try (JsonParser in = Tokens.of(object)) {
            in.nextToken();
            boolean[] typed = {false};
            ChunkReader.eachField(in, (inner, field) -> {
                if (field.equals("type")) typed[0] |= PART_TYPES.contains(ChunkReader.text(inner));
                else inner.skipChildren();
            });
            return typed[0];
        }
    }

    private static void readPart(JsonParser in, List<Piece> pieces) {
        checkCount(pieces);
        if (in.hasToken(JsonToken.VALUE_STRING)) {
            addUnlessEmpty(in.getString(), Piece.Text::new, pieces);
            return;
        }
        int before = pieces.size();
        String[] type = {""};
        ChunkReader.eachField(in, (part, field) -> {
            switch (field) {
                case "type" -> type[0] = ChunkReader.text(part);
                case "text" -> readText(part, pieces);
                case "refusal" -> addUnlessEmpty(ChunkReader.text(part), Piece.Refusal::new, pieces);
                case "thinking" -> readThinking(part, pieces);
                case "transcript" -> addUnlessEmpty(ChunkReader.text(part), Piece.Spoken::new, pieces);
                case "audio" -> readTranscript(part, pieces);
                default -> part.skipChildren();
            }
        });
        pieces.subList(before, pieces.size()).replaceAll(piece -> ofType(type[0], piece));
    }

    /** Of a part that says it is no text of the answer, the text is what the part says it is. */
    private static Piece ofType(String type, Piece piece) {
        if (!(piece instanceof Piece.Text said)) return piece;
        return switch (type) {
            case "refusal" -> new Piece.Refusal(said.text());
            case "thinking", "reasoning", "reasoning_text", "summary_text" -> new Piece.Thought("", said.text());
            default -> piece;
        };
    }

    /** The text of a part; of some servers an object that has it as its value. */
    private static void readText(JsonParser in, List<Piece> pieces) {
        if (in.hasToken(JsonToken.VALUE_STRING)) {
            addUnlessEmpty(in.getString(), Piece.Text::new, pieces);
            return;
        }
        ChunkReader.eachField(in, (text, field) -> {
            if (field.equals("value")) addUnlessEmpty(ChunkReader.text(text), Piece.Text::new, pieces);
            else text.skipChildren();
        });
    }

    private static void readThinking(JsonParser in, List<Piece> pieces) {
        ChunkReader.eachItem(in, (part, position) -> {
            checkCount(pieces);
            if (part.hasToken(JsonToken.VALUE_STRING)) {
                pieces.add(new Piece.Thought("", part.getString()));
                return;
            }
            ChunkReader.eachField(part, (thought, field) -> {
                if (field.equals("text")) pieces.add(new Piece.Thought("", ChunkReader.text(thought)));
                else thought.skipChildren();
            });
        });
    }

    private static void readAudio(JsonParser in, List<Piece> pieces) {
        if (!in.hasToken(JsonToken.START_OBJECT)) {
            addUnknown(in, "audio", pieces);
            return;
        }
        String audio = Tokens.copy(in);
        pieces.add(new Unknown("audio", Unknown.Shape.OBJECT, audio));
        try (JsonParser again = Tokens.of(audio)) {
            again.nextToken();
            readTranscript(again, pieces);
        }
    }

    private static void readTranscript(JsonParser in, List<Piece> pieces) {
        ChunkReader.eachField(in, (part, field) -> {
            if (field.equals("transcript")) addUnlessEmpty(ChunkReader.text(part), Piece.Spoken::new, pieces);
            else part.skipChildren();
        });
    }

    private static void readReasoning(JsonParser in, String field, List<Piece> pieces) {
        if (in.hasToken(JsonToken.VALUE_STRING)) pieces.add(new Piece.Thought(field, in.getString()));
        else addUnknown(in, field, pieces);
    }

    private static void readCall(JsonParser in, int position, List<Piece> pieces) {
        checkCount(pieces);
        if (!in.hasToken(JsonToken.START_OBJECT)) {
            in.skipChildren();
            return;
        }
        CallReader call = new CallReader(Piece.Call.NONE, position == 0);
        ChunkReader.eachField(in, call::readField);
        pieces.add(call.piece());
    }

    private static void readFunctionCall(JsonParser in, List<Piece> pieces) {
        CallReader call = new CallReader(Piece.Call.LEGACY, true);
        ChunkReader.eachField(in, call::readFunction);
        Piece.Call piece = call.piece();
        if (!piece.name().isEmpty() || !piece.arguments().isEmpty()) pieces.add(piece);
    }

    private static void addUnknown(JsonParser in, String field, List<? super Unknown> unknown) {
        switch (in.currentToken()) {
            case VALUE_NULL -> {}
            case VALUE_STRING -> unknown.add(new Unknown(field, Unknown.Shape.STRING, in.getString()));
            case START_ARRAY -> {
                String array = Tokens.copy(in);
                unknown.add(new Unknown(field, Unknown.Shape.ARRAY, array.substring(1, array.length() - 1)));
            }
            default -> unknown.add(new Unknown(field, Unknown.Shape.OTHER, Tokens.copy(in)));
        }
    }

    private static final class CallReader {
        private int index;
        private final boolean first;
        private String id = "";
        private String name = "";
        private String arguments = "";
        private boolean custom; // by its type
        private boolean bare; // its name stands beside its id
        private final List<Unknown> unknown = new ArrayList<>();

        private CallReader(int index, boolean first) {
            this.index = index;
            this.first = first;
        }

        private void readField(JsonParser in, String field) {
            switch (field) {
                case "index" -> index = Math.max(Piece.Call.NONE, ChunkReader.number(in, Piece.Call.NONE));
                case "id" -> id = ChunkReader.text(in);
                case "type" -> custom = ChunkReader.text(in).equals(StreamedCall.CUSTOM);
                case StreamedCall.CUSTOM -> ChunkReader.eachField(in, this::readCustom);
                case "function" -> ChunkReader.eachField(in, this::readFunction);
                case "name", "arguments", "input", "parameters" -> readBare(in, field);
                default -> {
                    addUnknown(in, field, unknown);
                    checkCount(unknown);
                }
            }
        }

        /** Some servers leave out the object around both. */
        private void readBare(JsonParser in, String field) {
            bare |= field.equals("name");
            readFunction(in, field);
        }

        /** A tool whose input is a text of any form; some servers send it empty beside every function. */
        private void readCustom(JsonParser in, String field) {
            switch (field) {
                case "name" -> {
                    String given = ChunkReader.text(in);
                    if (given.isEmpty()) return;
                    name = given;
                    addCustom();
                }
                case "input" -> arguments = orElse(arguments(in), arguments);
                default -> in.skipChildren();
            }
        }

        private void addCustom() {
            unknown.add(new Unknown("type", Unknown.Shape.OTHER, "\"" + StreamedCall.CUSTOM + "\""));
        }

        private static String orElse(String given, String otherwise) {
            return given.isEmpty() ? otherwise : given;
        }

        private void readFunction(JsonParser in, String field) {
            switch (field) {
                case "name" -> name = orElse(ChunkReader.text(in), name);
                case "arguments" -> arguments = orElse(arguments(in), arguments);
                case "input", "parameters" ->
                    arguments = orElse(arguments, arguments(in)); // Anthropic's and Llama's word
                default -> in.skipChildren();
            }
        }

        private static String arguments(JsonParser in) {
            return switch (in.currentToken()) {
                case VALUE_NULL -> "";
                case VALUE_STRING -> in.getString();
                default -> Tokens.copy(in);
            };
        }

        private Piece.Call piece() {
            if (custom && bare) addCustom();
            return new Piece.Call(index, first, id, name, arguments, unknown);
        }
    }
}
