package dev.spindle.bench.speed;

import dev.spindle.bench.speed.contestant.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** From the start of a process to the end of its first run, with and without a class-data archive. */
final class ColdStart {
    private final Arena arena;
    private final Path folder;

    ColdStart(Arena arena, Path folder) {
        this.arena = arena;
        this.folder = folder;
    }

    /** Starts each contestant in turn, plain and with its archive. */
    Results measure(int starts, Entry... entries) throws IOException, InterruptedException {
        Map<Entry, List<Figures>> rounds = new EnumMap<>(Entry.class);
        for (Entry entry : entries) {
            start(
                    entry,
                    List.of("-XX:ArchiveClassesAtExit=" + archive(entry), "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
        }
        for (int round = 0; round < starts; round++) {
            for (Entry entry : entries) {
                double plain = start(entry, List.of());
                double archived = start(entry, List.of("-XX:SharedArchiveFile=" + archive(entry)));
                rounds.computeIfAbsent(entry, started -> new ArrayList<>())
                        .add(Figures.of("plainMillis", plain).with("archivedMillis", archived));
            }
        }
        return new Results(rounds);
    }

    private Path archive(Entry entry) {
        return folder.resolve(entry.name() + ".jsa");
    }

    /** Milliseconds to the first answer. */
    private double start(Entry entry, List<String> options) throws IOException, InterruptedException {
        Meter meter = new Meter();
        try (WorkerProcess process =
                WorkerProcess.start(Jdk.own(), options, List.of("once", entry.name(), arena.url()))) {
            process.hear();
            double millis = meter.wallMicros() / 1e3;
            process.awaitEnd();
            return millis;
        }
    }
}
