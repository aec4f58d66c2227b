package dev.spindle.tools.tests;

import dev.spindle.tools.process.ProcessTree;
import dev.spindle.tools.shell.SandboxLevel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in front of a command that runs a project's tests, so that it reaches the project, what it builds with, and nothing else.
 *
 * <p>In bubblewrap's sandbox the machine is read-only, home and temporary folders are empty, and the project is writable, but for what
 * version control keeps of it. Of the home there are the folders in which build tools keep programs and libraries, and no files of
 * credentials. There is no network but the loopback, unless it is allowed.
 */
final class TestSandbox {
    /** What is read, below the home: no folder that holds passwords as well. */
    private static final List<String> READ = List.of(
            ".m2/wrapper",
            ".m2/toolchains.xml",
            ".cargo/bin",
            ".cargo/config.toml",
            ".rustup",
            ".pyenv",
            ".sdkman",
            ".nvm",
            ".volta",
            ".local/lib",
            ".local/bin",
            ".local/share/virtualenvs",
            ".local/share/uv",
            ".npm/_cacache",
            "go/bin",
            ".gradle/wrapper",
            ".gradle/jdks",
            ".jdks");

    /** What build tools fill with what they fetch, and lock while they read it. */
    private static final List<String> WRITTEN = List.of(
            ".m2/repository",
            ".cargo/registry",
            ".cargo/git",
            "go/pkg",
            ".gradle/caches",
            ".gradle/native",
            ".cache/go-build");

    /** The name of the copy of Maven's settings that is left behind. */
    static final String SETTINGS = "settings.xml";

    private static final Pattern REPOSITORY = Pattern.compile("-Dmaven\\.repo\\.local=(\\S{1,1000})");
    private static final Pattern SERVERS = Pattern.compile("<servers>.*?</servers>", Pattern.DOTALL);

    private final Path project;
    private final Path scratch;
    private final Settings settings;
    private final Path home = Path.of(System.getProperty("user.home"));

    /** For a project, with a folder for reports that tests may write to. */
    TestSandbox(Path project, Path scratch, Settings settings) {
        this.project = project;
        this.scratch = scratch;
        this.settings = settings;
    }

    /** How far tests are kept from the machine, in words. */
    static String words(Settings settings) {
        SandboxLevel level = settings.isolated() ? SandboxLevel.best() : SandboxLevel.NONE;
        boolean cut = level == SandboxLevel.BUBBLEWRAP && !settings.network();
        return level.words() + (cut ? ", no network" : level == SandboxLevel.BUBBLEWRAP ? ", network allowed" : "");
    }

    /** Whether what runs reaches no network. */
    static boolean cutsNetwork(Settings settings) {
        return settings.isolated() && !settings.network() && SandboxLevel.best() == SandboxLevel.BUBBLEWRAP;
    }

    /** The command with what stands in front of it. */
    List<String> around(List<String> command) throws IOException {
        if (!settings.isolated() || SandboxLevel.best() != SandboxLevel.BUBBLEWRAP) return command;
        ProcessTree.checkThere(command.get(0), project, Objects.requireNonNullElse(System.getenv("PATH"), ""));
        List<String> line =
                new ArrayList<>(List.of("bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"));
        for (String empty : List.of("/tmp", "/run", "/var/tmp")) line.addAll(List.of("--tmpfs", empty));
        if (!home.toString().equals("/") && Files.isDirectory(home)) line.addAll(List.of("--tmpfs", home.toString()));
        for (Path each : read()) line.addAll(List.of("--ro-bind-try", each.toString(), each.toString()));
        for (Path each : written()) line.addAll(List.of("--bind-try", each.toString(), each.toString()));
        line.addAll(settingsOfMaven());
        line.addAll(List.of("--bind", scratch.toString(), scratch.toString()));
        for (Path each : List.of(repository(), project)) {
            line.addAll(List.of("--bind", each.toString(), each.toString()));
            for (String kept : List.of(".git", ".spindle")) {
                String path = each.resolve(kept).toString();
                line.addAll(List.of("--ro-bind-try", path, path));
            }
        }
        if (settings.network()) line.addAll(List.of("--ro-bind-try", "/run/systemd/resolve", "/run/systemd/resolve"));
        line.addAll(SandboxLevel.namespaces(settings.network()));
        line.addAll(List.of("--new-session", "--cap-drop", "ALL", "--chdir", project.toString(), "--"));
        line.addAll(command);
        return line;
    }

    /** The top of the repository that the project is a part of, which may hold what it is built with; never the home or more. */
    private Path repository() {
        for (Path each = project; each != null; each = each.getParent()) {
            if (home.startsWith(each)) break;
            if (Files.exists(each.resolve(".git"))) return each;
        }
        return project;
    }

    private Set<Path> read() {
        Set<Path> all = new LinkedHashSet<>();
        READ.forEach(each -> all.add(home.resolve(each)));
        addIfHidden(all, Path.of(System.getProperty("java.home")));
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        for (String each : path.split(File.pathSeparator, -1))
            if (!each.isEmpty()) addIfHidden(all, installation(Path.of(each)));
        for (String name : List.of("JAVA_HOME", "MAVEN_HOME", "M2_HOME", "VIRTUAL_ENV")) {
            String value = System.getenv(name);
            if (value != null && !value.isEmpty()) addIfHidden(all, Path.of(value));
        }
        if (settings.command() != null && settings.command().getParent() != null)
            addIfHidden(
                    all,
                    installation(Objects.requireNonNull(
                            settings.command().toAbsolutePath().getParent())));
        return all;
    }

    /** A folder of programs with their libraries, where these stand beside it; a dotted folder of the home holds other things, too. */
    private Path installation(Path programs) {
        Path above = programs.toAbsolutePath().normalize().getParent();
        if (above == null || home.startsWith(above) || !Files.isDirectory(above.resolve("lib"))) return programs;
        boolean isDotted = home.equals(above.getParent())
                && String.valueOf(above.getFileName()).startsWith(".");
        return isDotted ? programs : above;
    }

    /** Whatever the empty folders would hide. A whole home is no folder of programs. */
    private void addIfHidden(Set<Path> all, Path folder) {
        boolean hidden = folder.startsWith(home) || folder.startsWith("/tmp") || folder.startsWith("/var/tmp");
        boolean isHome = home.startsWith(folder);
        if (hidden && !isHome) all.add(folder);
    }

    private Set<Path> written() {
        Set<Path> all = new LinkedHashSet<>();
        WRITTEN.forEach(each -> all.add(home.resolve(each)));
        if (settings.localRepository() != null) all.add(settings.localRepository());
        for (String name : List.of("MAVEN_OPTS", "MAVEN_ARGS")) {
            Matcher named = REPOSITORY.matcher(Objects.requireNonNullElse(System.getenv(name), ""));
            if (named.find()) all.add(Path.of(named.group(1)).toAbsolutePath());
        }
        return all;
    }

    /** Maven's settings say where libraries come from, and with which passwords: these are left out where nobody is asked. */
    private List<String> settingsOfMaven() throws IOException {
        Path file = home.resolve(".m2/settings.xml");
        if (!Files.isRegularFile(file)) return List.of();
        if (settings.network()) return List.of("--ro-bind", file.toString(), file.toString());
        Path without = scratch.resolve(SETTINGS);
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(without, SERVERS.matcher(text).replaceAll(""));
        return List.of("--ro-bind", without.toString(), file.toString());
    }
}
