package dev.spindle.tool;

import dev.spindle.context.Cancellation;
import dev.spindle.context.RunContext;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.json.SchemaValidator.Violation;
import dev.spindle.json.Schemas;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a tool method.
 *
 * @param name what the model calls it; for an injected one, what the source does
 * @param type its Java type
 * @param description what it means
 * @param nullable whether it may be null when the model leaves it out
 * @param annotations of the parameter; its constraints stand among them
 * @param uses the type as it is written, with annotations of its parts
 */
record ToolParameter(
        String name,
        Type type,
        String description,
        boolean nullable,
        List<Annotation> annotations,
        List<AnnotatedType> uses) {
    private static final Set<Type> INJECTED = Set.of(RunContext.class, ToolInvocation.class, Cancellation.class);

    /** Whether the run gives it, so that the model never hears of it. */
    boolean isInjected() {
        return INJECTED.contains(type);
    }

    boolean isOptional() {
        return nullable || empty() != null;
    }

    Schemas.Property property() {
        return new Schemas.Property(name, type, description, !isOptional(), annotations, uses);
    }

    /**
     * Its value in the arguments.
     *
     * @throws JsonException if it is missing or does not fit, with its place
     */
    @Nullable
    Object read(Json arguments) {
        Json written = arguments.find(name).orElse(Json.NULL);
        if (written.isNull() && isOptional()) {
            return empty();
        }
        try {
            return written.to(type);
        } catch (JsonException e) {
            String why = String.valueOf(e.getMessage());
            throw new JsonException("/" + name + (why.startsWith("/") ? "" : ": ") + why, e);
        }
    }

    /** All that keeps what is written for it from being its value. */
    List<Violation> departures(Json arguments) {
        Json written = arguments.find(name).orElse(Json.NULL);
        if (written.isNull()) return List.of();
        String place = "/" + name.replace("~", "~0").replace("/", "~1");
        List<Violation> found = new ArrayList<>();
        for (Violation each : written.departuresFrom(type)) {
            String message = place + (each.pointer().isEmpty() ? ": " : "") + each.message();
            found.add(new Violation(place + each.pointer(), each.keyword(), message, each.types()));
        }
        return found;
    }

    Object injected(ToolInvocation invocation) {
        if (type == RunContext.class) {
            return invocation.context();
        }
        return type == Cancellation.class ? invocation.context().cancellation() : invocation;
    }

    private @Nullable Object empty() {
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        if (raw == Optional.class) {
            return Optional.empty();
        }
        if (raw == OptionalInt.class) {
            return OptionalInt.empty();
        }
        if (raw == OptionalLong.class) {
            return OptionalLong.empty();
        }
        return raw == OptionalDouble.class ? OptionalDouble.empty() : null;
    }
}
