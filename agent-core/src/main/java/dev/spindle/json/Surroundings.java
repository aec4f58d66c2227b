package dev.spindle.json;

import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Knows which libraries a class path has too old, so that it is said in one sentence before something breaks far from its cause.
 *
 * <p>BOMs of others pin what this library needs newer. Only files are looked for: nothing is loaded.
 */
final class Surroundings {
    private static final String JACKSON_3_2 = "tools/jackson/databind/cfg/GeneratorInitializer.class";
    private static final String ANNOTATIONS = "com/fasterxml/jackson/annotation/";
    private static final String OKHTTP = "okhttp3/";

    private Surroundings() {}

    /**
     * A library that must not be older.
     *
     * @param artifact group and name
     * @param least the oldest version that will do
     * @param present a file of every version
     * @param newer a file that only those have which will do
     */
    private record Need(String artifact, String least, String present, String newer) {
        /** The sentence's part about this library; empty if it will do, or is not there at all. */
        Optional<String> unmet(ClassLoader classes) {
            URL found = classes.getResource(present);
            if (found == null || isBeside(found, classes)) return Optional.empty();
            return Optional.of(artifact + " " + least + " or newer (found " + versionOf(found) + ")");
        }

        /** A newer jar behind an older one is of no use: the classes that count are those found first. */
        private boolean isBeside(URL found, ClassLoader classes) {
            String wanted = found.toString().replace(present, newer);
            return classes.resources(newer).map(URL::toString).anyMatch(wanted::equals);
        }

        private String versionOf(URL file) {
            String name = artifact.substring(artifact.indexOf(':') + 1).replace("-jvm", "");
            Matcher version =
                    Pattern.compile(name + "[a-z-]*-(\\d[^/!]*)\\.jar").matcher(file.toString());
            return version.find() ? version.group(1) : "an older one";
        }
    }

    private static List<Need> needs(ClassLoader classes) {
        boolean newJackson = classes.getResource(JACKSON_3_2) != null;
        return List.of(
                new Need(
                        "com.fasterxml.jackson.core:jackson-annotations",
                        newJackson ? "2.22" : "2.21",
                        ANNOTATIONS + "JsonProperty.class",
                        ANNOTATIONS + (newJackson ? "JsonApplyView.class" : "JsonSerializeAs.class")),
                new Need(
                        "com.networknt:json-schema-validator",
                        "3.0.0",
                        "com/networknt/schema/SpecVersion.class",
                        "com/networknt/schema/SpecificationVersion.class"),
                new Need(
                        "com.squareup.okhttp3:okhttp",
                        "5.0.0",
                        OKHTTP + "OkHttpClient.class",
                        OKHTTP + "internal/concurrent/Lockable.class"));
    }

    /** What is too old, and what to do about it; null if all will do. */
    static @Nullable String complaint(ClassLoader classes) {
        List<String> unmet = new ArrayList<>();
        needs(classes).forEach(need -> need.unmet(classes).ifPresent(unmet::add));
        if (unmet.isEmpty()) return null;
        return "Spindle needs " + String.join(" and ", unmet)
                + "; import dev.spindle:agent-bom before the BOM that pins it, or set the version yourself";
    }

    /**
     * Complains about the class path of this library.
     *
     * @throws LinkageError if something is too old, as it would be thrown later, in other words
     */
    static void check() {
        String complaint = complaint(Surroundings.class.getClassLoader());
        if (complaint != null) throw new LinkageError(complaint);
    }
}
