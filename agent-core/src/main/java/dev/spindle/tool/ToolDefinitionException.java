package dev.spindle.tool;

import dev.spindle.context.AgentException;
import dev.spindle.json.Json;
import dev.spindle.json.SchemaValidator;
import java.util.ArrayList;
import java.util.List;

/** Thrown when tools cannot be used; lists every mistake of every one of them, numbered. */
public final class ToolDefinitionException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final List<String> mistakes;

    ToolDefinitionException(List<String> mistakes) {
        super(message(mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** One line a mistake: where, what, what to do; {@code Bank.wire: parameter 'to' has no @Param description}. */
    public List<String> mistakes() {
        return mistakes;
    }

    /** The definition, if it can be used. */
    static ToolSpec check(ToolSpec spec) {
        List<String> mistakes = new ArrayList<>(ToolNames.mistakes(spec.name()));
        if (spec.description().isBlank()) {
            mistakes.add("has no description; say what it does and when to use it");
        }
        mistakes.addAll(schemaMistakes(spec.parameters()));
        if (!mistakes.isEmpty()) {
            throw new ToolDefinitionException(mistakes.stream()
                    .map(mistake -> spec.name() + ": " + mistake)
                    .toList());
        }
        return spec;
    }

    /** The definition, if its name can be used. */
    static ToolSpec checkName(ToolSpec spec) {
        List<String> mistakes = ToolNames.mistakes(spec.name());
        if (mistakes.isEmpty()) return spec;
        throw new ToolDefinitionException(
                mistakes.stream().map(mistake -> spec.name() + ": " + mistake).toList());
    }

    private static List<String> schemaMistakes(Json schema) {
        boolean object = schema.find("type")
                .filter(type -> type.text().equals("\"object\""))
                .isPresent();
        if (!object) {
            return List.of("its parameters are no object schema; give {\"type\":\"object\",\"properties\":{…}}");
        }
        return SchemaValidator.malformations(schema).stream()
                .map(violation -> "its parameters are no JSON Schema: " + violation.message())
                .toList();
    }

    private static String message(List<String> mistakes) {
        long tools = mistakes.stream()
                .map(ToolDefinitionException::toolOf)
                .distinct()
                .count();
        StringBuilder text =
                new StringBuilder(tools == 1 ? "1 tool cannot be used:" : tools + " tools cannot be used:");
        for (int at = 0; at < mistakes.size(); at++) {
            text.append('\n').append(at + 1).append(") ").append(mistakes.get(at));
        }
        return text.toString();
    }

    private static String toolOf(String mistake) {
        return mistake.substring(0, Math.max(0, mistake.indexOf(": ")));
    }
}
