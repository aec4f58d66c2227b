package dev.spindle.tool;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the tools among the methods of objects, and every mistake of every one of them. */
final class MethodScan {
    private final List<ToolFunction> tools = new ArrayList<>();
    private final Map<String, List<String>> places = new LinkedHashMap<>();
    private final List<String> mistakes = new ArrayList<>();

    private MethodScan() {}

    static List<ToolFunction> of(Object... objects) {
        MethodScan scan = new MethodScan();
        for (int at = 0; at < objects.length; at++) {
            int number = at + 1;
            scan.add(Objects.requireNonNull(
                    objects[at], () -> "tool object " + number + " is null; give an object with @Tool methods"));
        }
        scan.findSameNames();
        if (!scan.mistakes.isEmpty()) {
            throw new ToolDefinitionException(scan.mistakes);
        }
        return List.copyOf(scan.tools);
    }

    private void add(Object object) {
        if (object instanceof ToolFunction tool) {
            add(tool, "a ToolFunction");
            return;
        }
        Optional<String> noObject = NoToolObject.find(object);
        if (noObject.isPresent()) {
            mistakes.add(noObject.get());
            return;
        }
        int before = tools.size() + mistakes.size();
        methods(object.getClass()).forEach(overrides -> add(object, overrides));
        if (tools.size() + mistakes.size() == before) {
            mistakes.add(nameOf(object.getClass())
                    + ": has no method with @Tool; annotate one, or take the object out of the tools");
        }
    }

    private void add(Object object, List<Method> overrides) {
        for (Method method : overrides) {
            Tool tool = method.getAnnotation(Tool.class);
            if (tool != null) {
                String owner = nameOf(object.getClass());
                MethodDefinition definition = new MethodDefinition(owner, tool, overrides);
                definition
                        .function(object)
                        .ifPresentOrElse(
                                found -> add(found, owner + "." + signature(method)),
                                () -> mistakes.addAll(definition.mistakes()));
                return;
            }
        }
    }

    private void add(ToolFunction tool, String place) {
        tools.add(tool);
        places.computeIfAbsent(tool.spec().name(), none -> new ArrayList<>()).add(place);
    }

    private static String signature(Method method) {
        return method.getName()
                + Stream.of(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private void findSameNames() {
        places.forEach((name, found) -> {
            if (found.size() > 1) {
                mistakes.add(name + ": several tools have this name: " + String.join(", ", found)
                        + "; give each its own with @Tool(name = …)");
            }
        });
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

    /** The name of a class, of a nameless one with that of the class around it. */
    static String nameOf(Class<?> type) {
        boolean lambda = type.isHidden() && type.getInterfaces().length == 1;
        if (lambda) return nameOf(type.getInterfaces()[0]);
        String name = type.getName();
        return type.getSimpleName().isEmpty() ? name.substring(name.lastIndexOf('.') + 1) : type.getSimpleName();
    }
}
