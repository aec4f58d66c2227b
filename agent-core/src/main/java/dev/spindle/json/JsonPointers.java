package dev.spindle.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Pointers (RFC 6901) followed through a tree. */
final class JsonPointers {
    private JsonPointers() {}

    static Optional<JsonNode> find(JsonNode root, String pointer) {
        JsonNode node = root;
        for (String step : steps(pointer)) {
            node = child(node, step);
            if (node == null) {
                return Optional.empty();
            }
        }
        return Optional.of(node);
    }

    /** A copy with other values, one behind the other. */
    static JsonNode replace(JsonNode root, Map<String, JsonNode> values) {
        JsonNode copy = root.deepCopy();
        for (Map.Entry<String, JsonNode> value : values.entrySet()) {
            copy = put(copy, value.getKey(), value.getValue());
        }
        return copy;
    }

    private static JsonNode put(JsonNode root, String pointer, JsonNode value) {
        List<String> steps = steps(pointer);
        if (steps.isEmpty()) {
            return value;
        }
        JsonNode parent = root;
        for (String step : steps.subList(0, steps.size() - 1)) {
            parent = child(parent, step);
            if (parent == null) {
                throw new JsonException("no place '" + step + "' on the way to " + pointer);
            }
        }
        put(parent, steps.get(steps.size() - 1), value, pointer);
        return root;
    }

    /** One step written into a pointer, with its {@code /} in front. */
    static String step(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private static void put(JsonNode parent, String step, JsonNode value, String pointer) {
        if (parent instanceof ObjectNode object) {
            object.set(step, value);
            return;
        }
        if (parent instanceof ArrayNode array) {
            int at = step.equals("-") ? array.size() : index(step);
            if (at >= 0 && at < array.size()) {
                array.set(at, value);
                return;
            }
            if (at == array.size()) {
                array.add(value);
                return;
            }
        }
        throw new JsonException("no place for " + pointer + " in " + JsonWords.describe(parent));
    }

    private static @Nullable JsonNode child(JsonNode node, String step) {
        if (!node.isArray()) {
            return node.get(step);
        }
        int at = index(step);
        return at < 0 ? null : node.get(at);
    }

    /** An array index as RFC 6901 writes it, digits without a leading zero; else -1. */
    private static int index(String step) {
        boolean digits = !step.isEmpty() && step.length() <= 9 && step.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && (step.length() == 1 || step.charAt(0) != '0') ? Integer.parseInt(step) : -1;
    }

    private static List<String> steps(String pointer) {
        if (pointer.isEmpty()) {
            return List.of();
        }
        if (pointer.charAt(0) != '/') {
            throw new JsonException("a JSON Pointer is empty or begins with '/', but this is '" + pointer + "'");
        }
        List<String> steps = new ArrayList<>();
        for (String step : pointer.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return steps;
    }
}
