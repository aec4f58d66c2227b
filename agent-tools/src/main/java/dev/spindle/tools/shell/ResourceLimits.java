package dev.spindle.tools.shell;

import java.util.List;

/**
 * How much a process of a command may use.
 *
 * @param memoryBytes the address space of one process; programs that reserve much and use little (Java, Node) need gigabytes
 * @param processes how many processes and threads the user may have, all programs counted
 * @param fileBytes the biggest file that may be written
 */
public record ResourceLimits(long memoryBytes, long processes, long fileBytes) {
    /** 16 GiB of address space, 4,096 processes, files of 1 GiB. */
    public static final ResourceLimits DEFAULT = new ResourceLimits(16L << 30, 4_096, 1L << 30);

    /** Checks that all are positive. */
    public ResourceLimits {
        if (memoryBytes <= 0 || processes <= 0 || fileBytes <= 0) {
            throw new IllegalArgumentException(
                    "Limits are positive, not " + memoryBytes + ", " + processes + ", " + fileBytes);
        }
    }

    List<String> prefix() {
        return List.of(
                "prlimit", "--as=" + memoryBytes, "--nproc=" + processes, "--fsize=" + fileBytes, "--core=0", "--");
    }
}
