package dev.spindle.tool;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.BaseStream;

/** Tells what was given in the place of an object with tool methods, and what to give instead. */
final class NoToolObject {
    private NoToolObject() {}

    /** What is wrong with it, in words; empty of what may well have tool methods. */
    static Optional<String> find(Object given) {
        if (given instanceof Class<?> type) return Optional.of(MethodScan.nameOf(type) + ": " + ofClass(type));
        if (given instanceof Object[]) {
            return Optional.of("array: is no tool object; give its elements: tools(array)");
        }
        if (given instanceof Map)
            return Optional.of("Map: is no tool object; give its values: tools(map.values().toArray())");
        if (given instanceof BaseStream) {
            return Optional.of("Stream: is no tool object; give its elements: tools(stream.toArray())");
        }
        if (given instanceof Optional) return Optional.of("Optional: is no tool object; give what it holds");
        if (given instanceof Iterable && !hasTools(given.getClass())) {
            String name = given instanceof List ? "List" : MethodScan.nameOf(given.getClass());
            return Optional.of(name + ": is a collection; give its elements: tools(list.toArray())");
        }
        if (given instanceof ToolSpec spec) {
            return Optional.of(
                    spec.name() + ": is a definition without code; give ToolFunction.of(spec, invocation -> …)");
        }
        return Optional.empty();
    }

    private static String ofClass(Class<?> type) {
        String name = MethodScan.nameOf(type);
        if (type.isInterface()) return "is an interface; give an object of a class that implements it";
        if (Modifier.isAbstract(type.getModifiers())) {
            return "is an abstract class; give an object of a class that extends it";
        }
        return "is a class; give an object, new " + name + "(…)";
    }

    private static boolean hasTools(Class<?> type) {
        return MethodScan.methods(type).stream()
                .flatMap(overrides -> overrides.stream())
                .anyMatch(method -> method.isAnnotationPresent(Tool.class));
    }
}
