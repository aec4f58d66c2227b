package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.UnreadableFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A program that projects are tested by. */
public enum TestProgram {
    /** Maven, with Surefire: a {@code pom.xml}. */
    MAVEN("Maven"),
    /** Gradle, by the project's own wrapper if it has one: a {@code build.gradle} or {@code build.gradle.kts}, or settings of one. */
    GRADLE("Gradle"),
    /** Cargo: a {@code Cargo.toml}. */
    CARGO("Cargo"),
    /** Go: a {@code go.mod}. */
    GO("Go"),
    /** Vitest, installed in the project: a dependency of its {@code package.json}. */
    VITEST("Vitest"),
    /** Jest, installed in the project: a dependency of its {@code package.json}. */
    JEST("Jest"),
    /** The runner that Node.js has built in, from 20.11 on: a {@code package.json} of which a script calls {@code node --test}. */
    NODE("Node.js"),
    /** pytest: a {@code pyproject.toml}, {@code pytest.ini}, {@code setup.cfg}, {@code setup.py} or {@code conftest.py}, or {@code test_*.py}. */
    PYTEST("pytest");

    private static final List<String> PYTHON =
            List.of("pyproject.toml", "pytest.ini", "setup.cfg", "setup.py", "tox.ini", "conftest.py");
    private static final List<String> GRADLE_FILES =
            List.of("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts");
    private static final int ENOUGH = 1;
    private static final Pattern NODES_OWN = Pattern.compile("\\bnode\\b[^&|;]{0,500}\\s--test(?:\\s|$)");

    private final String label;

    TestProgram(String label) {
        this.label = label;
    }

    /**
     * The program that a project's files name: the first one of {@link #values()} that fits.
     *
     * @throws AgentException if none does
     */
    static TestProgram of(Path project) {
        if (Files.isRegularFile(project.resolve("pom.xml"))) return MAVEN;
        if (GRADLE_FILES.stream().anyMatch(file -> Files.isRegularFile(project.resolve(file)))) return GRADLE;
        if (Files.isRegularFile(project.resolve("Cargo.toml"))) return CARGO;
        if (Files.isRegularFile(project.resolve("go.mod"))) return GO;
        return ofNode(project).orElseGet(() -> {
            if (isPython(project)) return PYTEST;
            throw new AgentException("Nothing in " + project
                    + " tells how it is tested: there is no pom.xml, no Cargo.toml, no build.gradle, no go.mod,"
                    + " no package.json with vitest, jest or a script that calls 'node --test', and nothing of pytest. Name the folder of a project,"
                    + " or one of " + names());
        });
    }

    private static String names() {
        return Arrays.stream(values()).map(TestProgram::toString).collect(Collectors.joining(", "));
    }

    private static Optional<TestProgram> ofNode(Path project) {
        Json manifest;
        try {
            manifest = Json.parse(String.join(
                    "\n", ConfinedFolder.of(project).read("package.json").lines()));
        } catch (UnreadableFileException | JsonException none) {
            return Optional.empty();
        }
        if (dependsOn(manifest, "vitest")) return Optional.of(VITEST);
        if (dependsOn(manifest, "jest")) return Optional.of(JEST);
        return runsNodesOwn(manifest) ? Optional.of(NODE) : Optional.empty();
    }

    /** Any script counts: one that is called "test" often calls others. */
    private static boolean runsNodesOwn(Json manifest) {
        return manifest.find("scripts").filter(Json::isObject).stream()
                .flatMap(scripts -> scripts.names().stream().map(scripts::get))
                .anyMatch(each ->
                        each.isString() && NODES_OWN.matcher(each.string()).find());
    }

    private static boolean dependsOn(Json manifest, String name) {
        return List.of("devDependencies", "dependencies").stream()
                .anyMatch(kind ->
                        manifest.find(kind).flatMap(found -> found.find(name)).isPresent());
    }

    private static boolean isPython(Path project) {
        if (PYTHON.stream().anyMatch(file -> Files.isRegularFile(project.resolve(file)))) return true;
        ConfinedFolder folder = ConfinedFolder.of(project).hiding("**/node_modules/**");
        return !folder.files("**/test_*.py", ENOUGH).files().isEmpty();
    }

    Adapter adapter() {
        return switch (this) {
            case CARGO -> new Cargo();
            case VITEST -> new Vitest();
            case JEST -> new Jest();
            case NODE -> new NodeTests();
            case PYTEST -> new Pytest();
            case MAVEN -> new Maven();
            case GRADLE -> new Gradle();
            case GO -> new GoTests();
        };
    }

    /** The name, as its makers write it. */
    @Override
    public String toString() {
        return label;
    }
}
