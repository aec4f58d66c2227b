package dev.spindle.tools.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The processes of this machine as Linux lists them; empty on other systems. */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final int MAX_ENVIRONMENT = 4 << 20;

    private final List<Row> rows;

    private ProcessTable(List<Row> rows) {
        this.rows = rows;
    }

    /** A process that lives: zombies, which wait to be taken note of, are left out. */
    private record Row(long pid, long parent, long session, long start) {}

    /** The table as it is now. */
    static ProcessTable now() {
        List<Row> rows = new ArrayList<>();
        if (!Files.isDirectory(PROC.resolve("self"))) return new ProcessTable(rows);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) row(process).ifPresent(rows::add);
        } catch (IOException closed) {
            return new ProcessTable(List.of());
        }
        return new ProcessTable(rows);
    }

    /** Whether this system has no such list. */
    boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * The living processes of a tree.
     *
     * @param isUnclear whether a process is just becoming another program: then it has no environment for an instant, and no mark
     */
    record Tree(Set<Long> living, boolean isUnclear) {}

    /**
     * Looks for a tree: its root, whoever carries its mark in the environment, and of all these the sessions that they lead and the
     * children, whosoever child they are by now.
     *
     * @param since when it began, on the clock of {@link #clock}
     * @param known what belongs to it besides
     */
    Tree tree(long root, String mark, long since, Set<Long> known) {
        Set<Long> members = new HashSet<>(known);
        members.add(root);
        boolean isUnclear = false;
        for (Row row : rows) {
            // Read once: a moment later it may be there, and its mark would have been missed.
            Optional<String> environment = environment(row);
            if (environment.orElse("").contains(mark)) members.add(row.pid());
            isUnclear |= row.start() >= since && environment.equals(Optional.of(""));
        }
        boolean grows = true;
        while (grows) {
            grows = rows.stream()
                            .filter(row -> members.contains(row.parent()) || members.contains(row.session()))
                            .filter(row -> members.add(row.pid()))
                            .count()
                    > 0;
        }
        members.remove(ProcessHandle.current().pid());
        members.retainAll(rows.stream().map(Row::pid).toList());
        return new Tree(members, isUnclear);
    }

    private static Optional<Row> row(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            // The name in parentheses may hold anything, parentheses and blanks too.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 21);
            if (fields[0].equals("Z") || fields[0].equals("X")) return Optional.empty();
            long pid = Long.parseLong(process.getFileName().toString());
            return Optional.of(
                    new Row(pid, Long.parseLong(fields[1]), Long.parseLong(fields[3]), Long.parseLong(fields[19])));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException gone) {
            return Optional.empty();
        }
    }

    /** The time since the machine started, in hundredths of a second, as starts of processes are told; 0 if there is none. */
    static long clock() {
        try {
            String uptime = Files.readString(PROC.resolve("uptime"), StandardCharsets.ISO_8859_1);
            return (long) (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 100);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException none) {
            return 0;
        }
    }

    private static Optional<String> environment(Row row) {
        try (var environment = Files.newInputStream(PROC.resolve(row.pid() + "/environ"))) {
            return Optional.of(new String(environment.readNBytes(MAX_ENVIRONMENT), StandardCharsets.ISO_8859_1));
        } catch (IOException goneOrAnothers) {
            return Optional.empty();
        }
    }
}
