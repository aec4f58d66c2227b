package dev.spindle.model.openai;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Takes secrets out of the names and values of JSON. */
final class JsonSecrets {
    private JsonSecrets() {}

    static String removed(String json, Secrets secrets) {
        try (JsonParser in = Tokens.of(json)) {
            return Tokens.text(out -> {
                for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) copy(in, out, secrets);
            });
        }
    }

    private static void copy(JsonParser in, JsonGenerator out, Secrets secrets) {
        JsonToken token = in.currentToken();
        if (token == JsonToken.PROPERTY_NAME) {
            out.writeName(secrets.removedFrom(in.currentName()));
        } else if (token == JsonToken.VALUE_STRING
                || !secrets.removedFrom(in.getString()).equals(in.getString())) {
            out.writeString(secrets.removedFrom(in.getString()));
        } else {
            Tokens.copyToken(in, out);
        }
    }
}
