package dev.spindle.tool;

import dev.spindle.json.Json;
import dev.spindle.json.SchemaValidator.Violation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A method of an object as the code behind a tool. */
final class MethodTool implements ToolInvocation.Handler, ArgumentReader.Binding {
    private final Object target;
    private final Method method;
    private final List<ToolParameter> parameters;

    MethodTool(Object target, Method method, List<ToolParameter> parameters) {
        this.target = target;
        this.method = method;
        this.parameters = List.copyOf(parameters);
    }

    /** The Java values of the arguments of one call; only their own tool takes them. */
    private static final class Bound {
        private final MethodTool tool;
        private final @Nullable Object[] values;

        Bound(MethodTool tool, @Nullable Object[] values) {
            this.tool = tool;
            this.values = values;
        }
    }

    /** The values of the parameters; those that the run gives are null until the call. */
    @Override
    public Object bind(Json arguments) {
        @Nullable Object[] values = new Object[parameters.size()];
        for (int at = 0; at < values.length; at++) {
            if (!parameters.get(at).isInjected())
                values[at] = parameters.get(at).read(arguments);
        }
        return new Bound(this, values);
    }

    @Override
    public List<Violation> departures(Json arguments) {
        return parameters.stream()
                .filter(parameter -> !parameter.isInjected())
                .flatMap(parameter -> parameter.departures(arguments).stream())
                .toList();
    }

    @Override
    public List<String> violations(@Nullable Object bound) {
        @Nullable Object[] values = ((Bound) Objects.requireNonNull(bound, "what bind made")).values;
        return ValueConstraints.violations(target, method, values, parameters);
    }

    @Override
    public ToolResult call(ToolInvocation invocation) throws Exception {
        Object known = invocation.accepted().bound();
        Object made = known instanceof Bound bound && bound.tool == this ? known : bind(invocation.arguments());
        @Nullable Object[] values = ((Bound) made).values.clone();
        for (int at = 0; at < values.length; at++) {
            if (parameters.get(at).isInjected()) {
                values[at] = parameters.get(at).injected(invocation);
            }
        }
        Object returned = invoke(target, method, values);
        return result(
                returned instanceof CompletionStage<?> stage
                        ? Awaited.result(stage, invocation.context().cancellation())
                        : returned);
    }

    /** What a method returns; what it throws comes out as it is. */
    static @Nullable Object invoke(Object target, Method method, @Nullable Object[] values) throws Exception {
        try {
            return method.invoke(target, values);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            if (thrown instanceof Error error) {
                throw error;
            }
            throw thrown instanceof Exception exception ? exception : e;
        }
    }

    private ToolResult result(@Nullable Object returned) {
        Type type = Awaited.typeOf(method);
        if (type == void.class || type == Void.class) {
            return ToolResult.text("Done.");
        }
        if (returned == null || Optional.empty().equals(returned)) {
            return ToolResult.text("No result.");
        }
        if (returned instanceof ToolResult result) {
            return result;
        }
        if (returned instanceof CharSequence || returned instanceof Json) {
            return ToolResult.text(returned.toString());
        }
        if (returned instanceof Optional<?> optional && optional.get() instanceof String text) {
            return ToolResult.text(text);
        }
        return ToolResult.text(Json.of(returned, type).text());
    }
}
