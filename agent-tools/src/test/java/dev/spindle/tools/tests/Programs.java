package dev.spindle.tools.tests;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which programs that run tests this machine has. */
final class Programs {
    private Programs() {}

    /** Whether it is here; if not, it is printed that tests with it are left out. */
    static boolean isHere(TestProgram program) {
        List<String> version = switch (program) {
            case PYTEST -> List.of("python3", "-m", "pytest", "--version");
            case NODE -> List.of("node", "--test", "--test-reporter=junit", "--version");
            case CARGO -> List.of("cargo", "--version");
            case MAVEN -> List.of("mvn", "--version");
            case GRADLE, GO, VITEST, JEST -> List.of("no such program");
        };
        try {
            Process asked = new ProcessBuilder(version)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (asked.waitFor(30, TimeUnit.SECONDS) && asked.exitValue() == 0) return true;
        } catch (IOException notThere) {
            System.out.println(program + ": " + notThere.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        System.out.println(program + " is not on this machine: its tests are left out");
        return false;
    }
}
