package dev.spindle.restate;

import dev.spindle.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A server of Restate on the loopback address, with its data below {@code target}; it can be killed and started anew. */
public final class Engine implements AutoCloseable {
    /** Which one the tests install. */
    public static final String VERSION = "1.7.12";

    private static final int FEW_PARTITIONS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path FOLDER = Path.of("target", "restate").toAbsolutePath();

    /** Where the tests of this module have installed it, for those of others. */
    private static final Path INSTALLED =
            Path.of("..", "agent-restate", "target", "restate").toAbsolutePath();

    private final Path data;
    private final List<Integer> ports;
    private final int partitions;
    private Process process;

    private Engine(Path data, List<Integer> ports, int partitions) throws IOException {
        this.data = data;
        this.ports = ports;
        this.partitions = partitions;
        this.process = launch();
    }

    /** Whether npm is here. */
    static boolean canBeInstalled() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "npm")));
    }

    /** A new engine without data. */
    public static Engine start() {
        return start(FEW_PARTITIONS);
    }

    /** The same with so many partitions; it opens a connection to the workers for each. */
    static Engine start(int partitions) {
        try {
            Path data = Files.createTempDirectory(Files.createDirectories(FOLDER), "data");
            Engine engine = new Engine(data, List.of(freePort(), freePort(), freePort()), partitions);
            engine.await();
            return engine;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Path program() throws IOException {
        Optional<Path> known = findProgram();
        if (known.isPresent()) return known.get();
        Path log = Files.createDirectories(FOLDER).resolve("npm.log");
        Files.writeString(FOLDER.resolve("package.json"), "{\"private\":true}");
        Process npm = new ProcessBuilder(
                        "npm",
                        "install",
                        "--ignore-scripts",
                        "--no-audit",
                        "--no-fund",
                        "--silent",
                        "@restatedev/restate-server@" + VERSION)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        npm.onExit().join();
        return findProgram()
                .orElseThrow(() -> new IOException("npm could not install the engine; it says in " + log + " why"));
    }

    private static Optional<Path> findProgram() throws IOException {
        Optional<Path> own = findProgram(FOLDER);
        return own.isPresent() ? own : findProgram(INSTALLED);
    }

    private static Optional<Path> findProgram(Path folder) throws IOException {
        Path packages = folder.resolve("node_modules").resolve("@restatedev");
        if (!Files.isDirectory(packages)) return Optional.empty();
        try (Stream<Path> installed = Files.list(packages)) {
            Optional<Path> found = installed
                    .map(one -> one.resolve("bin").resolve("restate-server"))
                    .filter(Files::exists)
                    .findFirst();
            found.ifPresent(program -> program.toFile().setExecutable(true));
            return found;
        }
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        program().toString(), "--node-name", "test", "--base-dir", data.toString(), "--no-logo")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve("server.log").toFile()));
        Map<String, String> settings = builder.environment();
        settings.put("RESTATE_DISABLE_TELEMETRY", "true");
        settings.put("RESTATE_LISTEN_MODE", "tcp");
        settings.put("RESTATE_BIND_IP", "127.0.0.1");
        settings.put("RESTATE_BIND_PORT", ports.get(0).toString());
        settings.put("RESTATE_ADVERTISED_HOST", "127.0.0.1");
        settings.put("RESTATE_INGRESS__BIND_ADDRESS", "127.0.0.1:" + ports.get(1));
        settings.put("RESTATE_ADMIN__BIND_ADDRESS", "127.0.0.1:" + ports.get(2));
        settings.put("RESTATE_DEFAULT_NUM_PARTITIONS", Integer.toString(partitions));
        settings.put("RESTATE_WORKER__INVOKER__HTTP2_KEEP_ALIVE_INTERVAL", "2s");
        settings.put("RESTATE_WORKER__INVOKER__HTTP2_KEEP_ALIVE_TIMEOUT", "4s");
        settings.put("RESTATE_ROCKSDB_TOTAL_MEMORY_SIZE", "256MB");
        Process started = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        return started;
    }

    private void await() throws IOException {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!answers(ingress().resolve("/restate/health")) || !answers(admin().resolve("/health"))) {
            if (!process.isAlive() || System.nanoTime() > giveUp)
                throw new IOException("The engine did not start: " + Files.readString(data.resolve("server.log")));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static boolean answers(URI health) {
        try {
            HttpRequest request = HttpRequest.newBuilder(health)
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** Waits until a run of an agent has failed with such words and is to be tried again; what the worker said. */
    String awaitFailure(String agent, String words) throws IOException, InterruptedException {
        String question = "select last_failure from sys_invocation where target_service_name = '" + agent
                + "' and last_failure is not null";
        HttpRequest request = HttpRequest.newBuilder(admin().resolve("/query"))
                .header("content-type", "application/json")
                .header("accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        Json.object(Map.of("query", Json.of(question))).text()))
                .build();
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUp) {
            String answer = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            if (answer.contains(words)) return answer;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new AssertionError("No run of " + agent + " has failed with: " + words);
    }

    /** Where it takes requests. */
    public URI ingress() {
        return URI.create("http://127.0.0.1:" + ports.get(1));
    }

    /** Where it is administered. */
    public URI admin() {
        return URI.create("http://127.0.0.1:" + ports.get(2));
    }

    /** As SIGKILL does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** On the same data, once it was killed. */
    void startAgain() {
        try {
            process = launch();
            await();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
