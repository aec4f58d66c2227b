package dev.spindle.tool;

import dev.spindle.context.AgentException;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.json.Schemas;
import dev.spindle.tool.Tool.Effect;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One annotated method, read as a tool: its definition, or what is wrong with it. */
final class MethodDefinition {
    private static final Set<Class<?>> TAKEN_AS_THEY_ARE =
            Set.of(void.class, Void.class, String.class, CharSequence.class, Json.class, ToolResult.class);

    private static final String NO_NAMES = "its parameters have no names; set"
            + " <maven.compiler.parameters>true</maven.compiler.parameters> in pom.xml or options.compilerArgs << '-parameters'"
            + " in build.gradle, and compile again; or give each @Param(name = …)";

    private final String place;
    private final Tool tool;
    private final List<Method> overrides;
    private final Method method;
    private final List<String> mistakes = new ArrayList<>();

    /**
     * @param owner the class of the object, in words
     * @param tool the annotation of the nearest method that has one
     * @param overrides the method that is called, then those it overrides
     */
    MethodDefinition(String owner, Tool tool, List<Method> overrides) {
        this.method = overrides.get(0);
        this.place = owner + "." + method.getName();
        this.tool = tool;
        this.overrides = overrides;
    }

    /** The tool; empty if there are {@link #mistakes}. */
    Optional<ToolFunction> function(Object target) {
        List<ToolParameter> parameters = parameters();
        String name = tool.name().isEmpty() ? method.getName() : tool.name();
        ToolNames.mistakes(name).forEach(this::mistake);
        if (tool.value().isBlank()) {
            mistake("@Tool has no description; say what it does and when to use it");
        }
        if (tool.maxConcurrent() < 0) {
            mistake("maxConcurrent is " + tool.maxConcurrent() + "; give at least 1, or 0 for no limit");
        }
        Duration timeout = timeout();
        Json schema = schema(parameters);
        checkReturned();
        makeAccessible();
        checkConstraints(target);
        Optional<Reconciler> reconciler = reconciler(target, parameters);
        if (!mistakes.isEmpty()) {
            return Optional.empty();
        }
        ToolSpec spec = new ToolSpec(name, tool.value(), schema, tool.effect(), supervision(timeout));
        MethodTool code = new MethodTool(target, method, parameters);
        ToolFunction function = ToolFunction.of(spec, ArgumentReader.of(spec, code), code);
        return Optional.of(reconciler.map(function::reconciledBy).orElse(function));
    }

    private Optional<Reconciler> reconciler(Object target, List<ToolParameter> parameters) {
        if (tool.reconcile().isEmpty()) {
            return Optional.empty();
        }
        if (tool.effect() != Effect.WRITE) {
            mistake("reconcile is for a WRITE tool; a call of a " + tool.effect()
                    + " tool that was cut short runs again");
        }
        return MethodReconciler.find(tool.reconcile(), target, parameters, this::mistake);
    }

    private ToolSpec.Supervision supervision(@Nullable Duration timeout) {
        return new ToolSpec.Supervision(
                tool.approval(),
                timeout,
                tool.sequential(),
                tool.maxConcurrent() < 1 ? null : tool.maxConcurrent(),
                new ToolSpec.Flow(tool.untrusted(), tool.outward(), tool.returnDirect()));
    }

    /** One line each. */
    List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    private void mistake(String what) {
        mistakes.add(place + ": " + what);
    }

    private List<ToolParameter> parameters() {
        List<ToolParameter> parameters = new ArrayList<>();
        boolean nameless = false;
        Set<String> names = new HashSet<>();
        for (int at = 0; at < method.getParameterCount(); at++) {
            ToolParameter parameter = parameter(at);
            if (!parameter.isInjected()) {
                check(parameter, named(at));
                nameless |= isNameless(parameter, named(at));
                if (!names.add(parameter.name())) {
                    mistake("two parameters are named '" + parameter.name() + "'; rename one");
                }
            }
            parameters.add(parameter);
        }
        if (nameless) mistake(NO_NAMES);
        return parameters;
    }

    private static boolean isNameless(ToolParameter parameter, Parameter source) {
        return !source.isNamePresent() && parameter.name().equals(source.getName());
    }

    /** The parameter, of the nearest method that has a name for it: a lambda and a proxy have none. */
    private Parameter named(int at) {
        return overrides.stream()
                .map(each -> each.getParameters()[at])
                .filter(Parameter::isNamePresent)
                .findFirst()
                .orElse(method.getParameters()[at]);
    }

    private ToolParameter parameter(int at) {
        Parameter source = named(at);
        Param param = param(at);
        String name = param == null || param.name().isEmpty() ? source.getName() : param.name();
        boolean nullable = isNullable(source) || isNullable(source.getAnnotatedType());
        String description = param == null ? "" : param.value();
        return new ToolParameter(name, source.getParameterizedType(), description, nullable, annotations(at), uses(at));
    }

    private void check(ToolParameter parameter, Parameter source) {
        if (parameter.description().isBlank()) {
            mistake("parameter '" + parameter.name() + "' has no @Param description");
        }
        if (parameter.nullable() && source.getType().isPrimitive()) {
            mistake("parameter '" + parameter.name() + "' cannot be null; use an Optional or a boxed type");
        }
    }

    private @Nullable Param param(int at) {
        return overrides.stream()
                .map(each -> each.getParameters()[at].getAnnotation(Param.class))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Of the parameter, and of what its Optional holds. */
    private List<Annotation> annotations(int at) {
        return overrides.stream()
                .map(each -> each.getParameters()[at])
                .flatMap(parameter -> Stream.concat(Stream.of(parameter), held(parameter)))
                .flatMap(element -> Stream.of(element.getAnnotations()))
                .toList();
    }

    /** The parameter's type as the methods write it, for what is said of its parts. */
    private List<AnnotatedType> uses(int at) {
        return overrides.stream()
                .map(each -> each.getParameters()[at].getAnnotatedType())
                .toList();
    }

    private static Stream<AnnotatedElement> held(Parameter parameter) {
        return parameter.getType() == Optional.class
                        && parameter.getAnnotatedType() instanceof AnnotatedParameterizedType optional
                ? Stream.of(optional.getAnnotatedActualTypeArguments()[0])
                : Stream.of();
    }

    private @Nullable Duration timeout() {
        if (tool.timeout().isEmpty()) {
            return null;
        }
        if (tool.timeout().equals("none")) {
            return Duration.ZERO;
        }
        try {
            Duration timeout = Duration.parse(tool.timeout());
            if (!timeout.isNegative() && !timeout.isZero()) {
                return timeout;
            }
        } catch (DateTimeParseException e) {
            mistake("timeout '" + tool.timeout() + "' is no ISO-8601 duration; write one such as PT30S, or none");
            return null;
        }
        mistake("timeout '" + tool.timeout() + "' is not positive; write none for no limit");
        return null;
    }

    private Json schema(List<ToolParameter> parameters) {
        List<Schemas.Property> properties = new ArrayList<>();
        for (ToolParameter parameter : parameters) {
            if (!parameter.isInjected()) {
                try {
                    Schemas.of(parameter.type());
                    properties.add(parameter.property());
                } catch (JsonException e) {
                    mistake("parameter '" + parameter.name() + "': " + e.getMessage());
                }
            }
        }
        return Schemas.object(properties);
    }

    private void checkReturned() {
        Type returned = Awaited.typeOf(method);
        if (returned instanceof Class<?> type && TAKEN_AS_THEY_ARE.contains(type)) return;
        try {
            Schemas.check(returned);
        } catch (JsonException e) {
            mistake(String.valueOf(e.getMessage()).replace("; use ", "; return "));
        }
    }

    private void checkConstraints(Object target) {
        try {
            ValueConstraints.check(target, method);
        } catch (AgentException e) {
            mistake(String.valueOf(e.getMessage()));
        }
    }

    private void makeAccessible() {
        try {
            method.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            mistake(
                    "its module does not let it be called; open the package in module-info, or make class and method public");
        }
    }

    private static boolean isNullable(AnnotatedElement element) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals("Nullable")) {
                return true;
            }
        }
        return false;
    }
}
