package dev.spindle.restate;

import dev.spindle.run.RunRequest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** How many steps are recorded in a second by 1, 2 and 3 processes, on Restate and on PostgreSQL: {@code RateOfSteps SECONDS}. */
final class RateOfSteps {
    private static final int AT_ONCE = 16;

    private RateOfSteps() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[0]);
        for (int workers = 1; workers <= 3; workers++)
            System.out.printf("restate, %d workers: %d steps/s%n", workers, onRestate(workers, seconds));
        for (int workers = 1; workers <= 3; workers++)
            System.out.printf("postgres, %d processes: %d steps/s%n", workers, onPostgres(workers, seconds));
        System.exit(0);
    }

    private static long onRestate(int workers, int seconds) throws Exception {
        List<Process> processes = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try (Engine engine = Engine.start()) {
            for (int worker = 0; worker < workers; worker++) {
                ports.add(Engine.freePort());
                processes.add(launch("restate", ports.get(worker).toString()));
            }
            for (int port : ports) awaitPort(port);
            try (Gate gate = new Gate(ports)) {
                RestateWorker.register(engine.admin(), URI.create("http://127.0.0.1:" + gate.port()));
                return rate(engine, seconds);
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static long rate(Engine engine, int seconds) throws InterruptedException {
        RestateRuns runs = RestateRuns.of(RateWorker.AGENT, engine.ingress());
        AtomicLong ended = new AtomicLong();
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        for (int client = 0; client < AT_ONCE; client++)
            clients.execute(() -> {
                while (!isOver.get()) {
                    runs.run(RunRequest.of("Look."));
                    ended.incrementAndGet();
                }
            });
        TimeUnit.SECONDS.sleep(seconds);
        long before = ended.get();
        TimeUnit.SECONDS.sleep(seconds);
        long rate = (ended.get() - before) * QuickSteps.STEPS / seconds;
        clients.shutdown();
        isOver.set(true);
        clients.awaitTermination(1, TimeUnit.MINUTES);
        return rate;
    }

    private static long onPostgres(int workers, int seconds) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            List<Process> processes = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++)
                processes.add(launch("postgres", url, Integer.toString(AT_ONCE / workers), Integer.toString(seconds)));
            long all = 0;
            for (Process process : processes) {
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                all += Long.parseLong(said.strip());
            }
            return all;
        }
    }

    private static Process launch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                RateWorker.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void awaitPort(int port) {
        while (true) {
            try (Socket served = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }
}
