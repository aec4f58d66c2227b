package dev.spindle.tool;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.json.SchemaValidator;
import dev.spindle.json.SchemaValidator.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the arguments that a model wrote for one tool: an object, that fits the schema, and that the code can take. */
final class ArgumentReader {
    private final SchemaValidator validator;
    private final ToolSpec spec;
    private final Binding binding;
    private final boolean coercing;

    private ArgumentReader(ToolSpec spec, SchemaValidator validator, Binding binding, boolean coercing) {
        this.validator = validator;
        this.spec = spec;
        this.binding = binding;
        this.coercing = coercing;
    }

    /** Makes of arguments that fit the schema what the tool's code takes; null if it takes the JSON. */
    interface Binding {
        /** A tool whose code takes the JSON as it is. */
        Binding NONE = arguments -> null;

        /**
         * The values for the code.
         *
         * @throws JsonException if the arguments do not fit the code all the same, in words for the model
         */
        @Nullable
        Object bind(Json arguments);

        /** What the values for the code break that no schema can say, in words for the model; empty if nothing. */
        default List<String> violations(@Nullable Object bound) {
            return List.of();
        }
    }

    static ArgumentReader of(ToolSpec spec, Binding binding) {
        return new ArgumentReader(spec, SchemaValidator.of(spec.parameters()), binding, true);
    }

    /** The same arguments of a tool that is otherwise described; the schema must be the same. */
    ArgumentReader of(ToolSpec other) {
        return new ArgumentReader(other, validator, binding, coercing);
    }

    ArgumentReader withoutCoercion() {
        return new ArgumentReader(spec, validator, binding, false);
    }

    Arguments read(@Nullable String written) {
        ArgumentText text;
        try {
            text = ArgumentText.read(written == null ? "" : written);
        } catch (JsonException noObject) {
            return new Arguments.Rejected(new RejectionText(spec).noObject(String.valueOf(noObject.getMessage())));
        }
        try {
            return checked(text);
        } catch (JsonException notBound) {
            return notBound(List.of(String.valueOf(notBound.getMessage())));
        }
    }

    private Arguments checked(ArgumentText text) {
        List<Violation> violations = validator.check(text.json());
        if (violations.isEmpty()) {
            return accepted(text.json(), text.notes());
        }
        Coercion coercion = coercing ? Coercion.of(text.json(), violations) : Coercion.none(text.json());
        List<Violation> left = coercion.notes().isEmpty() ? violations : validator.check(coercion.json());
        if (!left.isEmpty()) {
            return new Arguments.Rejected(new RejectionText(spec).violations(left));
        }
        List<String> notes = new ArrayList<>(text.notes());
        notes.addAll(coercion.notes());
        return accepted(coercion.json(), notes);
    }

    private Arguments accepted(Json json, List<String> notes) {
        Object bound = binding.bind(json);
        List<String> broken = binding.violations(bound);
        return broken.isEmpty() ? new Arguments.Accepted(json, notes, bound) : notBound(broken);
    }

    private Arguments notBound(List<String> why) {
        return new Arguments.Rejected(new RejectionText(spec).notBound(why));
    }
}
