package dev.spindle.tool;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.json.SchemaValidator;
import dev.spindle.json.SchemaValidator.Violation;
import dev.spindle.tool.RejectionText.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a model wrote as JSON, arguments of a tool or a final answer: repaired where nothing is lost, held to the schema, and bound
 * to what the program takes. All that is wrong is told at once.
 */
final class ArgumentReader {
    private final SchemaValidator validator;
    private final Json schema;
    private final Words words;
    private final Binding binding;
    private final Manner manner;

    /**
     * How much is forgiven.
     *
     * @param coercing whether a string that is exactly a number or boolean is taken as that
     * @param answer whether words may stand before the JSON, and it may be something else than an object
     */
    private record Manner(boolean coercing, boolean answer) {}

    private ArgumentReader(SchemaValidator validator, Json schema, Words words, Binding binding, Manner manner) {
        this.validator = validator;
        this.schema = schema;
        this.words = words;
        this.binding = binding;
        this.manner = manner;
    }

    /** Makes of JSON that fits the schema what the program takes; null if it takes the JSON. */
    interface Binding {
        /** A program that takes the JSON as it is. */
        Binding NONE = arguments -> null;

        /**
         * The values for the code.
         *
         * @throws JsonException if the JSON does not fit the code all the same, in words for the model
         */
        @Nullable
        Object bind(Json json);

        /** All that keeps the JSON from being bound; empty if nothing. */
        default List<Violation> departures(Json json) {
            return List.of();
        }

        /** What the values for the code break that no schema can say, in words for the model; empty if nothing. */
        default List<String> violations(@Nullable Object bound) {
            return List.of();
        }
    }

    static ArgumentReader of(ToolSpec spec, Binding binding) {
        return new ArgumentReader(
                SchemaValidator.of(spec.parameters()),
                spec.parameters(),
                Words.ofArguments(spec.name()),
                binding,
                new Manner(true, false));
    }

    /** Reads final answers. */
    static ArgumentReader ofAnswer(SchemaValidator validator, Json schema, Binding binding) {
        return new ArgumentReader(validator, schema, Words.ofAnswer(), binding, new Manner(true, true));
    }

    /** The same arguments of a tool that is otherwise described; the schema must be the same. */
    ArgumentReader of(ToolSpec other) {
        return new ArgumentReader(validator, schema, Words.ofArguments(other.name()), binding, manner);
    }

    ArgumentReader withoutCoercion() {
        return new ArgumentReader(validator, schema, words, binding, new Manner(false, manner.answer()));
    }

    Arguments read(@Nullable String written) {
        String given = written == null ? "" : written;
        ArgumentText text;
        try {
            text = manner.answer() ? ArgumentText.readAnswer(given) : ArgumentText.read(given);
        } catch (JsonException noJson) {
            if (!manner.answer() || !isUnquoted(given.strip())) {
                return new Arguments.Rejected(rejection().unreadable(String.valueOf(noJson.getMessage())));
            }
            text = ArgumentText.unquoted(given);
        }
        try {
            return checked(text);
        } catch (JsonException unusable) {
            return notBound(List.of(String.valueOf(unusable.getMessage())));
        }
    }

    /** Whether a text is the string that is wanted, such as a name of an enum, and wants nothing but its quotation marks. */
    private boolean isUnquoted(String text) {
        boolean isWord = !text.isEmpty() && Character.isLetter(text.codePointAt(0));
        boolean takesObjects = validator.check(Json.EMPTY_OBJECT).isEmpty();
        return isWord && !takesObjects && validator.check(Json.of(text)).isEmpty();
    }

    private Arguments checked(ArgumentText text) {
        List<Violation> violations = validator.check(text.json());
        if (violations.isEmpty()) {
            return accepted(text.json(), text.notes());
        }
        Optional<ArgumentText> inside = manner.answer() ? text.findInString() : Optional.empty();
        if (inside.isPresent()) return checked(inside.get());
        Coercion coercion = manner.coercing() ? Coercion.of(text.json(), violations) : Coercion.none(text.json());
        List<Violation> left = coercion.notes().isEmpty() ? violations : validator.check(coercion.json());
        if (!left.isEmpty()) {
            return new Arguments.Rejected(rejection().violations(withDepartures(left, coercion.json())));
        }
        List<String> notes = new ArrayList<>(text.notes());
        notes.addAll(coercion.notes());
        return accepted(coercion.json(), notes);
    }

    /** What the schema does not know stands beside what it does, unless it is about the same place. */
    private List<Violation> withDepartures(List<Violation> known, Json json) {
        List<Violation> all = new ArrayList<>(known);
        for (Violation departure : binding.departures(json)) {
            boolean apart = known.stream().noneMatch(each -> areInLine(each.pointer(), departure.pointer()));
            if (apart) all.add(departure);
        }
        return all;
    }

    private static boolean areInLine(String one, String other) {
        return (one + "/").startsWith(other + "/") || (other + "/").startsWith(one + "/");
    }

    private Arguments accepted(Json json, List<String> notes) {
        Object bound;
        try {
            bound = binding.bind(json);
        } catch (JsonException first) {
            List<Violation> all = binding.departures(json);
            return notBound(
                    all.isEmpty()
                            ? List.of(String.valueOf(first.getMessage()))
                            : all.stream().map(Violation::message).toList());
        }
        List<String> broken = binding.violations(bound);
        return broken.isEmpty() ? new Arguments.Accepted(json, notes, bound) : notBound(broken);
    }

    private Arguments notBound(List<String> why) {
        return new Arguments.Rejected(rejection().notBound(why));
    }

    private RejectionText rejection() {
        return new RejectionText(words, schema);
    }
}
