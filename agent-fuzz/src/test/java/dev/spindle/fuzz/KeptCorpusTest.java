package dev.spindle.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What reads hostile bytes reads the kept inputs, and for a little while damaged ones, as it promises to: each target says
 * what that is. A folder of the corpus bears the name of its target.
 */
class KeptCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");
    private static final Duration HANGS = Duration.ofSeconds(60);

    // Two builds of one tree shall not differ in their result. Other seeds are drawn by hand.
    private static final long SEED_OF_EVERY_BUILD = 26;

    @TestFactory
    Stream<DynamicTest> keptInputsAreRead() throws IOException {
        return targets().stream()
                .map(target -> DynamicTest.dynamicTest(target.name(), () -> {
                    for (Path file : target.files()) target.read(Files.readAllBytes(file), file.toString());
                }));
    }

    @TestFactory
    Stream<DynamicTest> damagedInputsAreRead() throws IOException {
        long millis = Long.getLong("fuzz.millis", 2_000);
        long seed = Long.getLong("spindle.seed", SEED_OF_EVERY_BUILD);
        return targets().stream()
                .map(target -> DynamicTest.dynamicTest(target.name(), () -> {
                    List<byte[]> kept = new ArrayList<>();
                    for (Path file : target.files()) kept.add(Files.readAllBytes(file));
                    Damage damage = new Damage(kept, seed);
                    long until = System.nanoTime() + millis * 1_000_000;
                    while (System.nanoTime() < until) target.read(damage.next(), "-Dspindle.seed=" + seed);
                }));
    }

    private static List<Target> targets() throws IOException {
        try (Stream<Path> folders = Files.list(CORPUS)) {
            List<Target> targets = folders.sorted().map(Target::of).toList();
            assertTrue(targets.size() > 10, targets::toString);
            return targets;
        }
    }

    private record Target(String name, Path folder, MethodHandle reader) {
        private static Target of(Path folder) {
            String name = folder.getFileName().toString();
            try {
                MethodHandle reader = MethodHandles.publicLookup()
                        .findStatic(
                                Class.forName("dev.spindle." + name),
                                "fuzzerTestOneInput",
                                MethodType.methodType(void.class, byte[].class));
                return new Target(name, folder, reader);
            } catch (ReflectiveOperationException wrongName) {
                throw new IllegalStateException("The folder " + folder + " bears no target's name", wrongName);
            }
        }

        private List<Path> files() throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.sorted().toList();
            }
        }

        private void read(byte[] input, String origin) {
            try {
                assertTimeoutPreemptively(HANGS, () -> {
                    try {
                        reader.invokeExact(input);
                    } catch (Exception | Error failed) {
                        throw failed;
                    } catch (Throwable other) {
                        throw new AssertionError(other);
                    }
                });
            } catch (Throwable failed) {
                throw new AssertionError(
                        name + " failed for an input of " + origin + "; keep it in " + folder + ", in Base64:\n"
                                + Base64.getEncoder().encodeToString(input),
                        failed);
            }
        }
    }
}
