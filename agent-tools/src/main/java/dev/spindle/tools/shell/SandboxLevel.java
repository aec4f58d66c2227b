package dev.spindle.tools.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How far commands are kept from the machine; every result names it. */
public enum SandboxLevel {
    /** Bubblewrap: the system is read-only, home and temporary files are empty, the folder is writable, its {@code .git} is not. */
    BUBBLEWRAP("sandboxed by bubblewrap"),
    /** Namespaces by {@code unshare}: own processes and, unless allowed, no network; files are not isolated. */
    NAMESPACES("no bubblewrap: own processes, files not isolated"),
    /** Nothing but limits and a cleared environment. */
    NONE("not isolated");

    private static final int PROBE_SECONDS = 10;

    private final String words;

    SandboxLevel(String words) {
        this.words = words;
    }

    /** The level in words for a person or a model. */
    public String words() {
        return words;
    }

    /** The best that this machine has; found out once, by trying. */
    public static SandboxLevel best() {
        return Best.FOUND;
    }

    private static final class Best {
        static final SandboxLevel FOUND = find();
        static final boolean LIMITS = works(ResourceLimits.DEFAULT.prefix());

        private static SandboxLevel find() {
            if (works(List.of("bwrap", "--ro-bind", "/", "/", "--unshare-all", "--proc", "/proc", "--dev", "/dev"))) {
                return BUBBLEWRAP;
            }
            return works(unshare(false)) ? NAMESPACES : NONE;
        }
    }

    /** Whether processes can be bounded here. */
    static boolean hasLimits() {
        return Best.LIMITS;
    }

    /** What stands in front of a command that works in a folder below a root. */
    List<String> prefix(Path root, Path folder, boolean network) {
        return switch (this) {
            case BUBBLEWRAP -> bubblewrap(root, folder, network);
            case NAMESPACES -> network ? List.of() : unshare(network);
            case NONE -> List.of();
        };
    }

    private static List<String> unshare(boolean network) {
        return network ? List.of() : List.of("unshare", "--user", "--map-current-user", "--net", "--");
    }

    private static List<String> bubblewrap(Path root, Path folder, boolean network) {
        List<String> line = new ArrayList<>(List.of("bwrap", "--ro-bind", "/", "/"));
        line.addAll(List.of(
                "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--tmpfs", "/run", "--tmpfs", "/var/tmp"));
        String home = System.getProperty("user.home");
        if (!home.isEmpty() && !home.equals("/") && Files.isDirectory(Path.of(home))) {
            line.addAll(List.of("--tmpfs", home));
        }
        line.addAll(List.of("--bind", root.toString(), root.toString()));
        for (String settings : List.of(".git", ".spindle")) {
            String path = root.resolve(settings).toString();
            if (Files.exists(Path.of(path))) line.addAll(List.of("--ro-bind", path, path));
        }
        // For names of hosts, where they are resolved by a service of the machine.
        if (network) line.addAll(List.of("--ro-bind-try", "/run/systemd/resolve", "/run/systemd/resolve"));
        line.add("--unshare-all");
        if (network) line.add("--share-net");
        line.addAll(List.of("--new-session", "--cap-drop", "ALL", "--chdir", folder.toString(), "--"));
        return line;
    }

    private static boolean works(List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            Process probe = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS);
            if (!ended) probe.destroyForcibly();
            return ended && probe.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
