package dev.spindle.mcp;

import dev.spindle.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON object in the making, its fields in the order in which they come. For one thread. */
final class Fields {
    private final Map<String, Json> fields = new LinkedHashMap<>();

    static Fields none() {
        return new Fields();
    }

    static Fields of(String name, Object value) {
        return new Fields().and(name, value);
    }

    /** The fields of an object; none if it is no object. */
    static Fields of(Json object) {
        Fields copy = new Fields();
        object.names().forEach(name -> copy.fields.put(name, object.get(name)));
        return copy;
    }

    /** One more; null is left out. */
    Fields and(String name, @Nullable Object value) {
        if (value instanceof Fields nested) fields.put(name, nested.json());
        else if (value != null) fields.put(name, Json.of(value));
        return this;
    }

    Fields without(String name) {
        fields.remove(name);
        return this;
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    Json json() {
        return Json.object(fields);
    }

    /** The string in a field; empty if there is none. */
    static Optional<String> findString(Json object, String field) {
        return object.find(field).filter(Json::isString).map(Json::string);
    }

    /** The string in a field; "" if there is none. */
    static String string(Json object, String field) {
        return findString(object, field).orElse("");
    }

    /** Whether a field is there and true. */
    static boolean isTrue(Json object, String field) {
        return object.find(field).filter(Json::isBoolean).filter(Json::bool).isPresent();
    }

    /** The whole number in a field, not below zero; the other if there is none that fits. */
    static long count(Json object, String field, long otherwise) {
        return object.find(field)
                .filter(Json::isNumber)
                .map(Json::decimal)
                .filter(number -> number.signum() >= 0 && number.precision() - number.scale() < 18)
                .map(number -> number.longValue())
                .orElse(otherwise);
    }

    /** The elements of an array in a field; none if there is no array. */
    static List<Json> items(Json object, String field) {
        return object.find(field).map(Json::items).orElse(List.of());
    }

    /** The value in a field; an empty object if there is none. */
    static Json object(Json object, String field) {
        return object.find(field).filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
    }
}
