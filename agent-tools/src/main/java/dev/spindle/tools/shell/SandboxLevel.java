package dev.spindle.tools.shell;

import dev.spindle.tools.process.CommandPrefix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How far commands are kept from the machine; every result names it. */
public enum SandboxLevel {
    /** Bubblewrap: the system is read-only, home and temporary files are empty, the folder is writable, its {@code .git} is not. */
    BUBBLEWRAP("sandboxed by bubblewrap"),
    /** Namespaces by {@code unshare}: own processes and, unless allowed, no network; files are not isolated. */
    NAMESPACES("no bubblewrap: own processes, files not isolated"),
    /** Nothing but limits and a cleared environment. */
    NONE("not isolated");

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
        static final boolean LIMITS = new CommandPrefix(ResourceLimits.DEFAULT.prefix()).works();

        private static SandboxLevel find() {
            List<String> bubble = new ArrayList<>(List.of("bwrap", "--ro-bind", "/", "/"));
            bubble.addAll(namespaces(false));
            bubble.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
            if (new CommandPrefix(bubble).works()) return BUBBLEWRAP;
            return new CommandPrefix(unshare(false)).works() ? NAMESPACES : NONE;
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

    /**
     * The options by which bubblewrap gives a command namespaces of its own: all but that of control groups, in which a Java of before 18
     * breaks off when it is asked for the memory of its machine.
     *
     * @param network whether it keeps the machine's network
     */
    public static List<String> namespaces(boolean network) {
        List<String> own =
                new ArrayList<>(List.of("--unshare-user-try", "--unshare-ipc", "--unshare-pid", "--unshare-uts"));
        if (!network) own.add("--unshare-net");
        return List.copyOf(own);
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
        line.addAll(namespaces(network));
        line.addAll(List.of("--new-session", "--cap-drop", "ALL", "--chdir", folder.toString(), "--"));
        return line;
    }
}
