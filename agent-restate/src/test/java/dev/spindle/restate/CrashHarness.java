package dev.spindle.restate;

import dev.spindle.event.Decision;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.journal.JournalException;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.tool.PendingCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Kills workers and the engine while runs go on, and looks afterwards whether anything was lost or done twice:
 * {@code CrashHarness WORKER-KILLS ENGINE-KILLS HOLDS SEED}.
 */
final class CrashHarness implements AutoCloseable {
    private static final int WORKERS = 3;
    private static final int AT_ONCE = 6;

    private final Path folder;
    private final Ledger ledger;
    private final Engine engine = Engine.start();
    private final List<Integer> ports = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private final Gate gate;
    private final Random random;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger doubts = new AtomicInteger();
    private final List<String> answered = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean killing = true;

    private CrashHarness(long seed) throws IOException {
        random = new Random(seed);
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of("target", "restate").toAbsolutePath()), "crash");
        ledger = new Ledger(folder.resolve("ledger"));
        Files.createFile(ledger.file());
        for (int worker = 0; worker < WORKERS; worker++) {
            ports.add(Engine.freePort());
            workers.add(launch(worker));
        }
        gate = new Gate(ports);
    }

    /** What was done, and what went wrong: nothing, it is hoped. */
    record Figures(
            int workersKilled,
            int insideATool,
            int enginesKilled,
            int holds,
            int runs,
            int doubts,
            int twice,
            int missing,
            int repeated) {
        boolean isClean() {
            return twice + missing + repeated == 0;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Figures figures = run(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Long.parseLong(arguments[3]));
        System.out.println(figures);
        System.exit(figures.isClean() ? 0 : 1);
    }

    /** Kills so many, and waits for all runs. */
    static Figures run(int workerKills, int engineKills, int holds, long seed) throws Exception {
        try (CrashHarness harness = new CrashHarness(seed)) {
            return harness.run(workerKills, engineKills, holds);
        }
    }

    private Process launch(int worker) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                CrashWorker.class.getName(),
                ports.get(worker).toString(),
                ledger.file().toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("worker" + worker + ".log").toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    private Figures run(int workerKills, int engineKills, int holds) throws Exception {
        for (int port : ports) awaitWorker(port);
        RestateWorker.register(engine.admin(), URI.create("http://127.0.0.1:" + gate.port()));
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE, CrashHarness::daemon);
        for (int client = 0; client < AT_ONCE; client++) clients.execute(this::askAgainAndAgain);
        int inside = kill(workerKills, engineKills, holds);
        killing = false;
        clients.shutdown();
        if (!clients.awaitTermination(3, TimeUnit.MINUTES))
            throw new IllegalStateException("runs do not end: " + folder);
        return count(workerKills, engineKills, holds, inside);
    }

    /** One that keeps nobody waiting who has failed. */
    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "client");
        thread.setDaemon(true);
        return thread;
    }

    private static void awaitWorker(int port) {
        while (true) {
            try (Socket served = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                park(20);
            }
        }
    }

    private static void park(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private int kill(int workerKills, int engineKills, int holds) throws IOException {
        int inside = 0;
        for (int kill = 0; kill < workerKills; kill++) {
            park(50 + random.nextInt(400));
            if (kill * engineKills / workerKills != (kill + 1) * engineKills / workerKills) {
                engine.kill();
                engine.startAgain();
            }
            if (kill * holds / workerKills != (kill + 1) * holds / workerKills) {
                gate.hold();
                park(500 + random.nextInt(3_000));
                gate.letGo();
            }
            if (kill % 3 == 0) inside += killInsideATool();
            else kill(random.nextInt(WORKERS));
        }
        return inside;
    }

    private void kill(int worker) throws IOException {
        awaitWorker(ports.get(worker));
        workers.get(worker).destroyForcibly().onExit().join();
        workers.set(worker, launch(worker));
    }

    /** Whether the call that was seen to begin has not taken effect. */
    private int killInsideATool() throws IOException {
        int seen = ledger.lines().size();
        Optional<Ledger.Line> begun = Optional.empty();
        while (begun.isEmpty()) {
            List<Ledger.Line> lines = ledger.lines();
            begun = lines.subList(seen, lines.size()).stream()
                    .filter(line -> line.what().equals(Ledger.BEGUN))
                    .reduce((before, last) -> last);
        }
        String more = begun.get().more();
        long pid = Long.parseLong(more.substring(more.indexOf(' ') + 1));
        for (int worker = 0; worker < WORKERS; worker++) {
            if (workers.get(worker).pid() != pid) continue;
            kill(worker);
            return ledger.count(Ledger.DONE, begun.get().key()) == 0 ? 1 : 0;
        }
        return 0;
    }

    private void askAgainAndAgain() {
        RestateRuns runs = RestateRuns.of(CrashWorker.AGENT, engine.ingress());
        while (killing) {
            String runId = "run-" + begun.incrementAndGet();
            RunResult result = patiently(() -> runs.run(RunRequest.of("Work.").withRunId(runId)));
            while (result.isPaused()) {
                for (PendingCall call : result.awaitingApproval()) settle(runs, call);
                result = patiently(() -> runs.attach(runId));
            }
            if (result.stopReason() == StopReason.ANSWERED) answered.add(runId);
        }
    }

    private static RunResult patiently(Supplier<RunResult> call) {
        while (true) {
            try {
                return call.get();
            } catch (JournalException engineIsAway) {
                park(200);
            }
        }
    }

    /** As a person who can look into the books. */
    private void settle(RestateRuns runs, PendingCall call) {
        doubts.incrementAndGet();
        boolean happened = ledger.count(Ledger.DONE, call.runId() + "/" + call.path()) > 0;
        Decision decision = happened ? Decision.answer(call, "done pay") : Decision.repeat(call);
        patiently(() -> {
            runs.decide(call.runId(), decision);
            return null;
        });
    }

    private Figures count(int workerKills, int engineKills, int holds, int inside) {
        List<Ledger.Line> lines = ledger.lines();
        int twice = 0;
        int missing = begun.get() - answered.size();
        int repeated = 0;
        RestateRuns runs = RestateRuns.of(CrashWorker.AGENT, engine.ingress());
        RestateRuns runsOfClerk = RestateRuns.of(CrashWorker.AGENT + ".clerk", engine.ingress());
        for (String runId : answered) {
            for (int turn = 0; turn < CrashWorker.TURNS.size(); turn++) {
                List<String> tools = CrashWorker.TURNS.get(turn);
                for (int call = 0; call < tools.size(); call++) {
                    String tool = tools.get(call);
                    String key = runId + "/" + turn + "." + call;
                    long done = count(lines, Ledger.DONE, tool.equals("clerk") ? key + "/0.0" : key);
                    if (done == 0) missing++;
                    if (done > 1 && (tool.equals("pay") || tool.equals("clerk"))) twice++;
                    if (tool.equals("clerk")) repeated += repeated(runsOfClerk.events(key), lines, key);
                }
            }
            repeated += repeated(runs.events(runId), lines, runId);
        }
        return new Figures(
                workerKills, inside, engineKills, holds, answered.size(), doubts.get(), twice, missing, repeated);
    }

    private static long count(List<Ledger.Line> lines, String what, String key) {
        return lines.stream()
                .filter(line -> line.what().equals(what) && line.key().equals(key))
                .count();
    }

    /** Questions that were asked after their answer was recorded. */
    private static int repeated(List<Recorded> events, List<Ledger.Line> lines, String runId) {
        int turn = 0;
        int repeated = 0;
        for (Recorded event : events) {
            if (!(event instanceof RunEvent.Replied replied)) continue;
            String key = runId + "/" + turn++;
            List<String> asked = lines.stream()
                    .filter(line ->
                            line.what().equals(Ledger.ASKED) && line.key().equals(key))
                    .map(Ledger.Line::more)
                    .toList();
            String said = replied.reply().message().text().isEmpty()
                    ? replied.reply().message().toolCalls().get(0).id().replaceFirst("-[a-z]+$", "")
                    : replied.reply().message().text();
            repeated += asked.size() - 1 - asked.indexOf(said);
        }
        return repeated;
    }

    @Override
    public void close() throws IOException {
        for (Process worker : workers) worker.destroyForcibly().onExit().join();
        engine.close();
        gate.close();
    }
}
