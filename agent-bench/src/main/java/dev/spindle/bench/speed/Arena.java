package dev.spindle.bench.speed;

import dev.spindle.bench.speed.contestant.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where contestants meet: a model server, and a process for each of them, which take turns. */
final class Arena implements AutoCloseable {
    private static final List<String> SERVER_OPTIONS = List.of("-Xmx1g", "-XX:+UseSerialGC");

    private final Path folder;
    private final WorkerProcess server;
    private final String url;

    private Arena(Path folder, WorkerProcess server, String url) {
        this.folder = folder;
        this.server = server;
        this.url = url;
    }

    /**
     * Opens an arena.
     *
     * @param folder for what contestants keep
     */
    static Arena open(Path folder) throws IOException {
        WorkerProcess server = WorkerProcess.start(Jdk.own(), SERVER_OPTIONS, List.of("serve"));
        return new Arena(folder, server, server.hear());
    }

    /** Where the model server is. */
    String url() {
        return url;
    }

    /** Measures round by round, in each round every contestant once. */
    Results compare(Jdk jdk, Workload workload, Plan plan, Entry... entries) throws IOException {
        Map<Entry, WorkerProcess> workers = new EnumMap<>(Entry.class);
        try {
            for (Entry entry : entries) workers.put(entry, worker(jdk, plan, entry));
            for (WorkerProcess worker : workers.values()) warmUp(worker, workload, plan);
            return new Results(rounds(workers, workload, plan));
        } finally {
            workers.values().forEach(WorkerProcess::close);
        }
    }

    /** The same with processes that are new in every round, for what a process does not give back. */
    Results compareAnew(Jdk jdk, Workload workload, Plan plan, Entry... entries) throws IOException {
        Map<Entry, List<Figures>> rounds = new EnumMap<>(Entry.class);
        for (int round = 0; round < plan.rounds(); round++) {
            compare(jdk, workload, plan.withRounds(1), entries)
                    .rounds()
                    .forEach((entry, figures) -> rounds.computeIfAbsent(entry, started -> new ArrayList<>())
                            .addAll(figures));
        }
        return new Results(rounds);
    }

    private WorkerProcess worker(Jdk jdk, Plan plan, Entry entry) throws IOException {
        WorkerProcess worker =
                WorkerProcess.start(jdk, plan.options(), List.of("work", entry.name(), url, folder.toString()));
        worker.hear();
        return worker;
    }

    private static void warmUp(WorkerProcess worker, Workload workload, Plan plan) throws IOException {
        for (int round = 0; round < plan.warmUp(); round++) {
            worker.tell(workload + " " + plan.size());
            worker.hear();
        }
    }

    private static Map<Entry, List<Figures>> rounds(Map<Entry, WorkerProcess> workers, Workload workload, Plan plan)
            throws IOException {
        Map<Entry, List<Figures>> figures = new EnumMap<>(Entry.class);
        for (int round = 0; round < plan.rounds(); round++) {
            for (Map.Entry<Entry, WorkerProcess> worker : workers.entrySet()) {
                worker.getValue().tell(workload + " " + plan.size());
                Figures heard = Figures.read(worker.getValue().hear());
                figures.computeIfAbsent(worker.getKey(), entry -> new ArrayList<>())
                        .add(heard);
            }
        }
        return figures;
    }

    @Override
    public void close() {
        server.close();
    }
}
