package dev.spindle.tools.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which programs that run tests this machine has. */
final class Programs {
    /** A folder {@code node_modules} into which somebody has installed Vitest and Jest. */
    private static final @Nullable String NODE_MODULES = System.getProperty("spindle.node.modules");

    /** Those alone that are to be tried, by their names with commas between them; all if nobody says. */
    private static final @Nullable String ONLY = System.getProperty("spindle.programs");

    private static final Set<TestProgram> HERE = Stream.of(TestProgram.values())
            .filter(Programs::isWanted)
            .filter(Programs::looksHere)
            .collect(Collectors.toUnmodifiableSet());

    private Programs() {}

    /** Whether it is here; of one that is not, it is printed once that tests with it are left out. */
    static boolean isHere(TestProgram program) {
        return HERE.contains(program);
    }

    private static boolean isWanted(TestProgram program) {
        return ONLY == null || List.of(ONLY.split(",")).contains(program.name());
    }

    private static boolean looksHere(TestProgram program) {
        boolean here = switch (program) {
            case PYTEST -> answers("python3", "-m", "pytest", "--version");
            case NODE -> answers("node", "--test", "--test-reporter=junit", "--version");
            case VITEST -> isInstalled("vitest");
            case JEST -> isInstalled("jest");
            case CARGO -> answers("cargo", "--version");
            case MAVEN -> answers("mvn", "--version");
            case GRADLE -> answers("gradle", "--version");
            case GO -> answers("go", "version");
        };
        if (!here) System.out.println(program + " is not on this machine: its tests are left out");
        return here;
    }

    private static boolean answers(String... command) {
        try {
            Process asked = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return asked.waitFor(30, TimeUnit.SECONDS) && asked.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private static boolean isInstalled(String name) {
        return NODE_MODULES != null && Files.isDirectory(Path.of(NODE_MODULES, name));
    }

    /** Brings along what a project of a program must have installed. */
    static void install(TestProgram program, Path project) throws IOException {
        if (program != TestProgram.VITEST && program != TestProgram.JEST) return;
        Path from = Path.of(String.valueOf(NODE_MODULES));
        Path to = project.resolve("node_modules");
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : (Iterable<Path>) all::iterator)
                Files.copy(each, to.resolve(from.relativize(each).toString()), LinkOption.NOFOLLOW_LINKS);
        }
    }
}
