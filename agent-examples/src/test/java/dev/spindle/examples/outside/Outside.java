package dev.spindle.examples.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Maven projects beside this build, tied to it by nothing but the jars that it has made.
 *
 * <p>Their local repository is one of their own, into which these jars are laid; what comes from elsewhere it shares with this build's.
 */
final class Outside implements AutoCloseable {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final String VERSION = System.getProperty("spindle.version");
    private static final String COMPILE = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath";

    private final Path projects;
    private final Path repository;
    private final List<String> names = new ArrayList<>();

    private Outside(Path projects, Path repository) {
        this.projects = projects;
        this.repository = repository;
    }

    static Outside in(Path folder) throws IOException {
        Path repository = Files.createDirectories(folder.resolve("repository"));
        Outside outside = new Outside(Files.createDirectories(folder.resolve("projects")), repository);
        share(Path.of(System.getProperty("spindle.maven.repository")), repository, "dev");
        share(Path.of(System.getProperty("spindle.maven.repository"), "dev"), repository.resolve("dev"), "spindle");
        outside.lay("agent-parent", Path.of("pom.xml"), false);
        outside.lay("agent-bom", Path.of("agent-bom", ".flattened-pom.xml"), false);
        outside.lay("agent-core", Path.of("agent-core", "pom.xml"), true);
        return outside;
    }

    /** Links all but one folder; where a file system knows no links, Maven gets what it needs by itself. */
    private static void share(Path from, Path to, String except) throws IOException {
        Files.createDirectories(to);
        if (!Files.isDirectory(from)) return;
        try (Stream<Path> groups = Files.list(from)) {
            for (Path group : groups.filter(Files::isDirectory).toList()) {
                if (!group.endsWith(except)) Files.createSymbolicLink(to.resolve(group.getFileName()), group);
            }
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            System.out.println("outside projects have an empty repository: " + noLinks);
        }
    }

    private void lay(String artifact, Path pom, boolean jar) throws IOException {
        Path folder = Files.createDirectories(repository.resolve(Path.of("dev", "spindle", artifact, VERSION)));
        String name = artifact + "-" + VERSION;
        Files.copy(REPOSITORY.resolve(pom), folder.resolve(name + ".pom"));
        if (!jar) return;
        Path made = REPOSITORY.resolve(Path.of(artifact, "target", name + ".jar"));
        assertThat(made).as("the jar of " + artifact).isRegularFile();
        Files.copy(made, folder.resolve(name + ".jar"));
    }

    /** Takes the links away, so that nobody who clears the folder follows them. */
    @Override
    public void close() throws IOException {
        for (Path shared : List.of(repository, repository.resolve("dev"))) {
            try (Stream<Path> groups = Files.list(shared)) {
                for (Path link : groups.filter(Files::isSymbolicLink).toList()) Files.delete(link);
            }
        }
    }

    /** Adds a project of one class. */
    void add(String name, String pom, String className, String source) throws IOException {
        Path folder = Files.createDirectories(projects.resolve(name));
        Files.writeString(folder.resolve("pom.xml"), pom);
        Path sources = Files.createDirectories(folder.resolve(Path.of("src", "main", "java")));
        Files.writeString(sources.resolve(className + ".java"), source);
        names.add(name);
    }

    /** Compiles all projects, and fails with what Maven said. */
    void build() throws IOException, InterruptedException {
        Files.writeString(projects.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>outside</groupId>
                  <artifactId>all</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <modules>%s</modules>
                </project>
                """.formatted(String.join(
                "", names.stream().map(each -> "<module>" + each + "</module>").toList())));
        List<String> command = new ArrayList<>(List.of(maven(), "-B", "-ntp", "-q", "-Dstyle.color=never"));
        command.add("-Dmaven.repo.local=" + repository);
        command.addAll(List.of("compile", COMPILE, "-Dmdep.outputFile=target/classpath"));
        Ran ran = run(projects, command, Map.of());
        assertThat(ran.exit()).as(ran.output()).isZero();
    }

    private static String maven() {
        String home = System.getProperty("maven.home", "");
        String name = System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn";
        return home.isBlank() ? name : Path.of(home, "bin", name).toString();
    }

    /** The jars of a project, by artifact. */
    Map<String, String> jars(String name) throws IOException {
        Map<String, String> versions = new LinkedHashMap<>();
        for (String jar : classPath(name).split(File.pathSeparator, -1)) {
            Path version = Path.of(jar).getParent();
            versions.put(
                    version.getParent().getFileName().toString(),
                    version.getFileName().toString());
        }
        return versions;
    }

    private String classPath(String name) throws IOException {
        return Files.readString(projects.resolve(Path.of(name, "target", "classpath")))
                .strip();
    }

    /** Runs the class of a project. */
    Ran main(String name, String className, Map<String, String> environment) throws IOException, InterruptedException {
        Path folder = projects.resolve(name);
        String launcher =
                Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = folder.resolve(Path.of("target", "classes")) + File.pathSeparator + classPath(name);
        return run(folder, List.of(launcher, "-cp", classes, className), environment);
    }

    /**
     * What a process did.
     *
     * @param output of both kinds
     */
    record Ran(int exit, String output) {}

    private static Ran run(Path folder, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder process =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        process.environment().putAll(environment);
        Process running = process.start();
        try {
            running.getOutputStream().close();
            String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(running.waitFor(), output);
        } finally {
            running.destroyForcibly();
        }
    }
}
