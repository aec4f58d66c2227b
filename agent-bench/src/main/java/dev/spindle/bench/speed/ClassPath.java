package dev.spindle.bench.speed;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The jars of a program that depends on {@code agent-core} and nothing else. The build lays them beside the jar of this program. */
final class ClassPath {
    private static final List<String> FLOOR =
            List.of("okhttp-jvm-", "okio-jvm-", "kotlin-stdlib-", "annotations-", "jackson-core-");

    private ClassPath() {}

    static double megabytes() throws IOException {
        return megabytes(jar -> true);
    }

    /** Of those jars, what the floor cannot do without. */
    static double megabytesOfFloor() throws IOException {
        return megabytes(jar -> FLOOR.stream().anyMatch(jar::startsWith));
    }

    private static double megabytes(Predicate<String> wanted) throws IOException {
        long bytes = 0;
        try (Stream<Path> jars = Files.list(folder())) {
            for (Path jar : jars.toList()) {
                if (wanted.test(jar.getFileName().toString())) bytes += Files.size(jar);
            }
        }
        return bytes / 1e6;
    }

    private static Path folder() throws IOException {
        Path folder = own().resolveSibling("class-path");
        if (!Files.isDirectory(folder)) {
            throw new IOException("The jars of agent-core are not in " + folder
                    + "; build with 'mvn -pl agent-bench -am -DskipTests package' and run the jar where it was built");
        }
        return folder;
    }

    private static Path own() {
        URI location;
        try {
            location = ClassPath.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
        } catch (URISyntaxException impossible) {
            throw new AssertionError("a class path is made of addresses", impossible);
        }
        return Path.of(location);
    }
}
