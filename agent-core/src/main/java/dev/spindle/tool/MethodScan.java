package dev.spindle.tool;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Finds the tools among the methods of objects, and every mistake of every one of them. */
final class MethodScan {
    private final List<ToolFunction> tools = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();

    private MethodScan() {}

    static List<ToolFunction> of(Object... objects) {
        MethodScan scan = new MethodScan();
        for (Object object : objects) {
            scan.add(Objects.requireNonNull(object, "a tool object"));
        }
        scan.findSameNames();
        if (!scan.mistakes.isEmpty()) {
            throw new ToolDefinitionException(scan.mistakes);
        }
        return List.copyOf(scan.tools);
    }

    private void add(Object object) {
        if (object instanceof ToolFunction tool) {
            tools.add(tool);
            return;
        }
        if (object instanceof Class<?> type) {
            mistakes.add(nameOf(type) + ": is a class; give an object, new " + nameOf(type) + "(…)");
            return;
        }
        int before = tools.size() + mistakes.size();
        methods(object.getClass()).forEach(overrides -> add(object, overrides));
        if (tools.size() + mistakes.size() == before) {
            mistakes.add(nameOf(object.getClass()) + ": has no method with @Tool");
        }
    }

    private void add(Object object, List<Method> overrides) {
        for (Method method : overrides) {
            Tool tool = method.getAnnotation(Tool.class);
            if (tool != null) {
                MethodDefinition definition = new MethodDefinition(nameOf(object.getClass()), tool, overrides);
                definition.function(object).ifPresentOrElse(tools::add, () -> mistakes.addAll(definition.mistakes()));
                return;
            }
        }
    }

    private void findSameNames() {
        Set<String> names = new HashSet<>();
        Set<String> twice = new LinkedHashSet<>();
        for (ToolFunction tool : tools) {
            String name = tool.spec().name();
            if (!names.add(name)) {
                twice.add(name + ": several tools have this name; give another with @Tool(name = …)");
            }
        }
        mistakes.addAll(twice);
    }

    /** The methods of a class, each with those it overrides, nearest first; in order of name, the same on every start. */
    static Collection<List<Method>> methods(Class<?> type) {
        Map<String, List<Method>> bySignature = new TreeMap<>();
        for (Class<?> each : ancestry(type)) {
            for (Method method : each.getDeclaredMethods()) {
                if (!method.isBridge() && !method.isSynthetic()) {
                    String signature = method.getName() + List.of(method.getParameterTypes());
                    bySignature
                            .computeIfAbsent(signature, none -> new ArrayList<>())
                            .add(method);
                }
            }
        }
        return bySignature.values();
    }

    private static Set<Class<?>> ancestry(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            found.add(each);
        }
        for (Class<?> each : List.copyOf(found)) {
            addInterfaces(each, found);
        }
        return found;
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> found) {
        for (Class<?> each : type.getInterfaces()) {
            found.add(each);
            addInterfaces(each, found);
        }
    }

    private static String nameOf(Class<?> type) {
        String name = type.getName();
        return type.getSimpleName().isEmpty() ? name.substring(name.lastIndexOf('.') + 1) : type.getSimpleName();
    }
}
