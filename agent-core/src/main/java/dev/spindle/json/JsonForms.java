package dev.spindle.json;

import com.fasterxml.classmate.ResolvedType;
import java.io.Closeable;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

/** Knows which Java types have no JSON form, and what to use in their place. */
final class JsonForms {
    private static final List<String> PLATFORM = List.of("java.", "javax.", "jdk.", "sun.");

    private JsonForms() {}

    /** Whether a type is a process, not a value: it must not be written or read even where that is possible somehow. */
    static boolean isFormless(Class<?> raw) {
        return BaseStream.class.isAssignableFrom(raw)
                || Iterator.class.isAssignableFrom(raw)
                || Future.class.isAssignableFrom(raw)
                || AnnotatedElement.class.isAssignableFrom(raw)
                || ClassLoader.class.isAssignableFrom(raw)
                || Thread.class.isAssignableFrom(raw)
                || Closeable.class.isAssignableFrom(raw)
                || isFunction(raw);
    }

    /** Whether a type comes with Java: its fields are nobody's data, so it is never taken apart as a bean. */
    static boolean isPlatform(Class<?> raw) {
        return PLATFORM.stream().anyMatch(raw.getName()::startsWith);
    }

    /** Why a value of this class is not written. */
    static String refusal(Class<?> raw) {
        return refusal(raw, nameOf(raw));
    }

    /** The same of a type that is named as in source, with its type arguments. */
    static String refusal(Class<?> raw, String name) {
        return name + " has no JSON form; use " + insteadOf(raw);
    }

    /** A type as it is written in source: {@code Stream<String>}. */
    static String inSource(ResolvedType type) {
        return JsonWords.withoutPackages(type.getBriefDescription());
    }

    private static String nameOf(Class<?> raw) {
        if (raw.isHidden()) {
            return "a lambda";
        }
        boolean hiddenStream = BaseStream.class.isAssignableFrom(raw) && !raw.isInterface();
        return hiddenStream ? "Stream" : JsonWords.name(raw);
    }

    private static boolean isFunction(Class<?> raw) {
        boolean data = raw.isRecord() || raw.isEnum() || Path.class.isAssignableFrom(raw);
        boolean declared = raw.isInterface() && raw.isAnnotationPresent(FunctionalInterface.class);
        return !data && (raw.isHidden() || raw.isSynthetic() || declared);
    }

    private static String insteadOf(Class<?> raw) {
        if (BaseStream.class.isAssignableFrom(raw) || Iterator.class.isAssignableFrom(raw)) {
            return "a List";
        }
        if (Future.class.isAssignableFrom(raw)) {
            return "the value it will hold";
        }
        if (Closeable.class.isAssignableFrom(raw)) {
            return "a String or byte[]";
        }
        return "a record or a String";
    }
}
