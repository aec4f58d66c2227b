package dev.spindle.json;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.spindle.fuzz.Budget;
import dev.spindle.fuzz.Inputs;

/** A schema and a value that both come from outside: violations or an error, in bounded time. */
public final class SchemaFuzz {
    private SchemaFuzz() {}

    /** The schema, a line of four equals signs, and the value. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        Inputs inputs = Inputs.of(data);
        Budget.hold(() -> {
            try {
                Json schema = Json.parse(inputs.first());
                SchemaValidator.malformations(schema);
                SchemaValidator.of(schema).check(Json.parse(inputs.second()));
                SchemaValidator.of(schema).assertFormats().check(Json.parse(inputs.second()));
            } catch (JsonException declared) {
                assertFalse(declared.getMessage().isBlank());
            }
        });
    }
}
