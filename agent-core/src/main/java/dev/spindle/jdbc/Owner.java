package dev.spindle.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;

/*
 * Whether a process is dead can be known surely only where its number means the same to us: on the same boot of the same kernel, in
 * the same space of process numbers, and as the same user, from whom no process of its own is hidden. Linux tells all of that. A
 * number may be given again, so the instant of the start counts, too, in the kernel's own ticks since it booted: a start by the wall
 * clock shifts whenever somebody sets the clock. Elsewhere nothing is sure, and a lease is waited for.
 */
/**
 * Who drives a run: a journal of a process of a host.
 *
 * @param host where numbers of processes mean the same; empty if that cannot be said
 * @param pid the process
 * @param start when it started, in ticks since the boot
 * @param journal told apart from others of the process
 */
record Owner(String host, long pid, long start, String journal) {
    private static final Path PROCESSES = Path.of("/proc");
    private static final Set<String> ENDED = Set.of("Z", "X");
    private static final int STATE = 0;
    private static final int START = 19;

    /** A new journal of this process. */
    static Owner here() {
        String journal = UUID.randomUUID().toString();
        long pid = ProcessHandle.current().pid();
        try {
            String boot = Files.readString(PROCESSES.resolve("sys/kernel/random/boot_id"));
            Path numbers = Files.readSymbolicLink(PROCESSES.resolve("self/ns/pid"));
            String host = boot.strip() + "/" + numbers + "/" + System.getProperty("user.name");
            return new Owner(host.replace(' ', '_'), pid, start(process(pid)), journal);
        } catch (IOException | UnsupportedOperationException noSuchKernel) {
            return new Owner("", pid, 0, journal);
        }
    }

    /** What the kernel says of a process, behind its name, which may hold anything. */
    private static String[] process(long pid) throws IOException {
        String stat = Files.readString(PROCESSES.resolve(pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }

    private static long start(String[] process) {
        return Long.parseLong(process[START]);
    }

    /** Whether an owner, as {@link #toString} wrote it, is a process of this host that has ended. */
    boolean knowsDead(String written) {
        String[] words = written.split(" ", -1);
        if (host.isEmpty() || words.length != 4 || !words[0].equals(host)) return false;
        try {
            String[] process = process(Long.parseLong(words[1]));
            return start(process) != Long.parseLong(words[2]) || ENDED.contains(process[STATE]);
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException unsure) {
            return false;
        }
    }

    @Override
    public String toString() {
        return host + " " + pid + " " + start + " " + journal;
    }
}
