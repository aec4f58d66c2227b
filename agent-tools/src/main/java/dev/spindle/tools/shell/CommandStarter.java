package dev.spindle.tools.shell;

import dev.spindle.tools.process.ProcessTree;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Starts commands below a root as a policy wants it. Immutable. */
final class CommandStarter {
    private static final List<String> PASSED_ON = List.of("LANG", "LC_ALL", "TZ", "JAVA_HOME");

    /** Any folder of files may look like a bare repository, whose settings git would follow. */
    private static final Map<String, String> NO_BARE_REPOSITORY = Map.of(
            "GIT_CONFIG_COUNT", "1", "GIT_CONFIG_KEY_0", "safe.bareRepository", "GIT_CONFIG_VALUE_0", "explicit");

    private final Path root;
    private final ShellPolicy policy;
    private final SandboxLevel level;

    CommandStarter(Path root, ShellPolicy policy, SandboxLevel level) {
        this.root = root;
        this.policy = policy;
        this.level = level;
    }

    /** How commands are isolated, in words. */
    String isolation() {
        String cut = level == SandboxLevel.NONE ? ", network not cut" : ", no network";
        return level.words()
                + (policy.network() ? ", network allowed" : cut)
                + (SandboxLevel.hasLimits() ? "" : ", without limits");
    }

    /** Why nothing may run here; null if it may. */
    @Nullable
    String obstacle() {
        return policy.sandboxOnly() && level != SandboxLevel.BUBBLEWRAP
                ? "Commands are run here only in a sandbox, and this machine has none: its owner is to install bubblewrap."
                : null;
    }

    ProcessTree start(List<String> command, @Nullable String folder) throws IOException {
        Path inside = folder(Objects.requireNonNullElse(folder, ""));
        List<String> line = new ArrayList<>(level.prefix(root, inside, policy.network()));
        if (SandboxLevel.hasLimits()) line.addAll(policy.limits().prefix());
        line.addAll(command);
        return ProcessTree.start(line, inside, environment());
    }

    /** The folder that a model named, which must lie in the root, also through links. */
    private Path folder(String named) throws IOException {
        try {
            Path folder = root.resolve(named).toRealPath();
            if (folder.startsWith(root)
                    && Files.isDirectory(folder)
                    && !Path.of(named).isAbsolute()) return folder;
        } catch (IOException | InvalidPathException none) {
            throw new NoSuchFolderException(
                    "There is no folder '" + named + "' here. Name one below the top folder.", none);
        }
        throw new NoSuchFolderException(
                "'" + named + "' is no folder below the top folder. Name one such as 'src'.", null);
    }

    /** Thrown for a folder that commands may not work in. */
    static final class NoSuchFolderException extends IOException {
        private static final long serialVersionUID = 1L;

        NoSuchFolderException(String message, @Nullable Exception cause) {
            super(message, cause);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        for (String name : PASSED_ON) {
            String value = System.getenv(name);
            if (value != null) environment.put(name, value);
        }
        environment.put("PATH", path());
        environment.put("HOME", System.getProperty("user.home"));
        environment.put("TERM", "dumb");
        environment.putAll(NO_BARE_REPOSITORY);
        environment.putAll(policy.environment());
        return environment;
    }

    /** Where programs are looked for: not where a model can put some. */
    private String path() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "/usr/local/bin:/usr/bin:/bin");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(each -> each.startsWith("/") && !Path.of(each).startsWith(root))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
