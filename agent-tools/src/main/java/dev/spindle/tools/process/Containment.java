package dev.spindle.tools.process;

import java.util.ArrayList;
import java.util.List;

/**
 * How the processes of a command are kept together, so that all of them can be ended.
 *
 * @param prefix what stands in front of the command
 * @param airtight whether no process can leave
 */
record Containment(List<String> prefix, boolean airtight) {
    private static final List<String> NAMESPACE =
            List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--");
    private static final List<String> USER_NAMESPACE =
            List.of("unshare", "--user", "--map-current-user", "--pid", "--fork", "--kill-child", "--mount-proc", "--");

    /** Process numbers of their own, as Linux gives to containers: when the first process ends, the kernel kills the others. */
    static List<Containment> namespaces() {
        return List.of(new Containment(NAMESPACE, true), new Containment(USER_NAMESPACE, true));
    }

    /** A session of their own: a process can leave it, but the children of its children are found by it. */
    static Containment session() {
        return new Containment(List.of("setsid"), false);
    }

    /** Nothing but who started whom. */
    static Containment none() {
        return new Containment(List.of(), false);
    }

    /** The best that this machine has; found out once. */
    static Containment best() {
        return Best.FOUND;
    }

    private static final class Best {
        static final Containment FOUND = find();

        private static Containment find() {
            List<Containment> wanted = new ArrayList<>(namespaces());
            wanted.add(session());
            return wanted.stream()
                    .filter(each -> new CommandPrefix(each.prefix()).works())
                    .findFirst()
                    .orElse(none());
        }
    }
}
