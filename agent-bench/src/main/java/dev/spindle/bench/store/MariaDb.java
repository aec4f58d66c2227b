package dev.spindle.bench.store;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A MariaDB of this machine on the loopback address, which ends with this process. */
final class MariaDb implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROGRAM = "mariadbd";
    private static final List<String> BESIDE_THE_PATH = List.of("/usr/sbin", "/usr/local/sbin", "/usr/libexec");
    private static final String DATABASE = "spindle";
    private static final String OPTIONS = "?user=root&sslMode=disable";

    private final Process process;
    private final Path log;
    private final String server;

    private MariaDb(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.server = "jdbc:mariadb://127.0.0.1:" + port + "/";
    }

    /** The server's program, where it is installed. */
    static Optional<Path> findProgram() {
        Stream<String> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Stream.concat(path, BESIDE_THE_PATH.stream())
                .map(folder -> Path.of(folder, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * A new server with an empty database.
     *
     * @param data where its files go
     */
    static MariaDb start(Path data) throws IOException {
        Path program = findProgram()
                .orElseThrow(() -> new IOException(
                        "There is no " + PROGRAM + " here; on Debian it is in the package mariadb-server-core"));
        Files.createDirectories(data);
        int port = freePort();
        Path log = data.resolve("server.log");
        // Without privileges there are no tables of the system's to make, and only this machine gets in.
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--no-defaults",
                        "--skip-grant-tables",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + data,
                        "--socket=" + data.resolve("s"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--character-set-server=utf8mb4",
                        "--collation-server=utf8mb4_bin",
                        "--innodb-log-file-size=64M")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new MariaDb(process, log, port).awaited();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private MariaDb awaited() throws IOException {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!makesDatabase()) {
            if (process.isAlive() && System.nanoTime() < giveUp && isPaused()) continue;
            close();
            throw new IOException("MariaDB did not start: " + Files.readString(log));
        }
        return this;
    }

    private static boolean isPaused() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean makesDatabase() {
        try (Connection connection = DriverManager.getConnection(server + OPTIONS);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE IF NOT EXISTS " + DATABASE);
            return true;
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** The address of the database. */
    String url() {
        return server + DATABASE + OPTIONS;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while MariaDB ended", stopped);
        }
    }
}
