package dev.spindle.testing.contract;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A MariaDB of this machine on the loopback address, with its data below {@code target}, which ends with this JVM. */
final class MariaDbServer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROGRAM = "mariadbd";
    private static final List<String> BESIDE_THE_PATH = List.of("/usr/sbin", "/usr/local/sbin", "/usr/libexec");

    private final Process process;
    private final Path log;
    private final int port;

    private MariaDbServer(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** The server's program, where it is installed. */
    private static Optional<Path> findProgram() {
        Stream<String> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Stream.concat(path, BESIDE_THE_PATH.stream())
                .map(folder -> Path.of(folder, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static boolean isInstalled() {
        return findProgram().isPresent();
    }

    /** A new server that accepts connections. */
    static MariaDbServer start(String... options) {
        Path program = findProgram().orElseThrow(() -> new IllegalStateException("There is no " + PROGRAM + " here"));
        try {
            Path data = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target").toAbsolutePath()), "mariadb");
            int port = freePort();
            List<String> command = Stream.concat(
                            Stream.of(
                                    program.toString(),
                                    "--no-defaults",
                                    "--skip-grant-tables",
                                    "--user=" + System.getProperty("user.name"),
                                    "--datadir=" + data,
                                    "--socket=" + data.resolve("s"),
                                    "--bind-address=127.0.0.1",
                                    "--port=" + port,
                                    "--innodb-log-file-size=64M"),
                            Stream.of(options))
                    .toList();
            Path log = data.resolve("server.log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new MariaDbServer(process, log, port).awaited();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private MariaDbServer awaited() throws IOException {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > giveUp)
                throw new IllegalStateException("MariaDB did not start: " + Files.readString(log));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return this;
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url(""))) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root&sslMode=disable";
    }

    void stop() {
        process.destroyForcibly();
    }
}
