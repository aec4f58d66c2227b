package dev.spindle.bench.speed;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param version in full, as {@code 17.0.15}
 */
record Jdk(Path home, String version) {
    /** The one that runs this. */
    static Jdk own() {
        return new Jdk(Path.of(System.getProperty("java.home")), System.getProperty("java.version"));
    }

    /** The newest that is installed beside the one that runs this, if it has virtual threads. */
    static Optional<Jdk> findNewest() throws IOException {
        try (Stream<Path> homes = Files.list(own().home.toRealPath().resolveSibling("."))) {
            List<Path> installed =
                    homes.filter(home -> Files.exists(home.resolve("release"))).toList();
            return installed.stream()
                    .map(Jdk::at)
                    .filter(jdk -> jdk.feature() >= 21)
                    .max(Comparator.comparingInt(Jdk::feature));
        }
    }

    private static Jdk at(Path home) {
        Properties release = new Properties();
        try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
            release.load(in);
        } catch (IOException unreadable) {
            return new Jdk(home, "0"); // not one that we can use
        }
        return new Jdk(home, release.getProperty("JAVA_VERSION", "0").replace("\"", ""));
    }

    int feature() {
        return Runtime.Version.parse(version).feature();
    }

    Path java() {
        return home.resolve("bin").resolve("java");
    }
}
