package dev.spindle.bench.speed.contestant;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the floor's replies, whole or streamed. For one reply. */
final class FloorReader {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int DATA = "data: ".length();
    private static final int BUFFER = 16_384;

    private final @Nullable Consumer<String> pieces;
    private final StringBuilder content = new StringBuilder();
    private final List<FloorMessage.Call> calls = new ArrayList<>();

    private FloorReader(@Nullable Consumer<String> pieces) {
        this.pieces = pieces;
    }

    static FloorMessage whole(InputStream body) {
        FloorReader reader = new FloorReader(null);
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            reader.read(in);
            while (in.nextToken() != null) in.skipChildren(); // to the end, so that the connection can be kept
        }
        return reader.message();
    }

    /** Each line is parsed where it lies in the buffer. */
    static FloorMessage streamed(InputStream body, Consumer<String> pieces) throws IOException {
        FloorReader reader = new FloorReader(pieces);
        byte[] bytes = new byte[BUFFER];
        int from = 0;
        int to = 0;
        for (int read = body.read(bytes); read >= 0; read = body.read(bytes, to, bytes.length - to)) {
            int end = to + read;
            for (int at = to; at < end; at++) {
                if (bytes[at] != '\n') continue;
                reader.readLine(bytes, from, at);
                from = at + 1;
            }
            System.arraycopy(bytes, from, bytes, 0, end - from);
            to = end - from;
            from = 0;
            if (to == bytes.length) bytes = Arrays.copyOf(bytes, 2 * to);
        }
        return reader.message();
    }

    private void readLine(byte[] bytes, int from, int to) {
        int data = from + DATA;
        if (to <= data || bytes[from] != 'd' || bytes[data] != '{') return;
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), bytes, data, to - data)) {
            read(in);
        }
    }

    private FloorMessage message() {
        return new FloorMessage("assistant", content.isEmpty() ? null : content.toString(), calls, null);
    }

    private void read(JsonParser in) {
        in.nextToken();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean choices = in.currentName().equals("choices");
            in.nextToken();
            if (!choices) in.skipChildren();
            else while (in.nextToken() != JsonToken.END_ARRAY) readChoice(in);
        }
    }

    private void readChoice(JsonParser in) {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = in.currentName();
            in.nextToken();
            if (field.equals("message") || field.equals("delta")) readMessage(in);
            else in.skipChildren();
        }
    }

    private void readMessage(JsonParser in) {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = in.currentName();
            JsonToken value = in.nextToken();
            if (field.equals("content") && value == JsonToken.VALUE_STRING) add(in.getString());
            else if (field.equals("tool_calls")) while (in.nextToken() != JsonToken.END_ARRAY) readCall(in);
            else in.skipChildren();
        }
    }

    private void add(String piece) {
        content.append(piece);
        if (pieces != null && !piece.isEmpty()) pieces.accept(piece);
    }

    private void readCall(JsonParser in) {
        String id = "";
        String name = "";
        String arguments = "";
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = in.currentName();
            in.nextToken();
            if (field.equals("id")) id = in.getString();
            else if (!field.equals("function")) in.skipChildren();
            else
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String inner = in.currentName();
                    in.nextToken();
                    if (inner.equals("name")) name = in.getString();
                    else if (inner.equals("arguments")) arguments = in.getString();
                }
        }
        calls.add(new FloorMessage.Call(id, name, arguments));
    }
}
