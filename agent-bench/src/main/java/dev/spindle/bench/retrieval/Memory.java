package dev.spindle.bench.retrieval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process holds of the machine's memory. */
final class Memory {
    private Memory() {}

    /** Inside and outside the heap, if the system tells; else the heap. */
    static long residentMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException elsewhere) {
            Runtime runtime = Runtime.getRuntime();
            return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
        }
    }
}
