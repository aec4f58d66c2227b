package dev.spindle.tool;

import dev.spindle.tool.Reconciler.Reconciliation;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A method of a tool's object that says what became of a call that was cut short; its parameters are some of the tool's. */
record MethodReconciler(Object target, Method method, List<ToolParameter> parameters) implements Reconciler {
    /**
     * The method that {@link Tool#reconcile} names; empty if it cannot be used.
     *
     * @param known the tool's parameters
     * @param mistakes takes what is wrong, in words
     */
    static Optional<Reconciler> find(String name, Object target, List<ToolParameter> known, Consumer<String> mistakes) {
        String words = "reconcile = \"" + name + "\" ";
        List<Method> named = named(name, target.getClass());
        if (named.size() != 1) {
            mistakes.accept(words + "names " + named.size() + " methods of its object; write one: Reconciliation "
                    + name + "(ToolInvocation cutShort)");
            return Optional.empty();
        }
        Method method = named.get(0);
        if (method.getReturnType() != Reconciliation.class) {
            mistakes.accept(words + "returns " + method.getReturnType().getSimpleName() + "; return a Reconciliation");
            return Optional.empty();
        }
        return accessible(method, words, mistakes) && fits(method, known, words, mistakes)
                ? Optional.of(new MethodReconciler(target, method, parameters(method, known)))
                : Optional.empty();
    }

    private static List<Method> named(String name, Class<?> type) {
        Collection<List<Method>> methods = MethodScan.methods(type);
        return methods.stream()
                .map(overrides -> overrides.get(0))
                .filter(method -> method.getName().equals(name))
                .toList();
    }

    private static boolean accessible(Method method, String words, Consumer<String> mistakes) {
        try {
            method.setAccessible(true);
            return true;
        } catch (InaccessibleObjectException closed) {
            mistakes.accept(words + "cannot be called; open the package in module-info, or make it public");
            return false;
        }
    }

    private static boolean fits(Method method, List<ToolParameter> known, String words, Consumer<String> mistakes) {
        boolean fits = true;
        for (Parameter parameter : method.getParameters()) {
            if (find(parameter, known).isEmpty()) {
                mistakes.accept(
                        words + "takes '" + parameter.getName()
                                + "', which the tool does not; take parameters of the tool, same name and type, or a ToolInvocation");
                fits = false;
            }
        }
        return fits;
    }

    private static List<ToolParameter> parameters(Method method, List<ToolParameter> known) {
        List<ToolParameter> parameters = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            parameters.add(find(parameter, known).orElseThrow());
        }
        return parameters;
    }

    private static Optional<ToolParameter> find(Parameter wanted, List<ToolParameter> known) {
        ToolParameter plain =
                new ToolParameter(wanted.getName(), wanted.getParameterizedType(), "", false, List.of(), List.of());
        if (plain.isInjected()) return Optional.of(plain);
        Param param = wanted.getAnnotation(Param.class);
        String name = param == null || param.name().isEmpty() ? wanted.getName() : param.name();
        return known.stream()
                .filter(each -> each.name().equals(name) && each.type().equals(wanted.getParameterizedType()))
                .findFirst();
    }

    @Override
    public Reconciliation reconcile(ToolInvocation cutShort) throws Exception {
        @Nullable
        Object[] values = parameters.stream()
                .map(each -> each.isInjected() ? each.injected(cutShort) : each.read(cutShort.arguments()))
                .toArray();
        Object found = MethodTool.invoke(target, method, values);
        return (Reconciliation) Objects.requireNonNull(found, "a Reconciliation; return unknown(…) rather than null");
    }
}
