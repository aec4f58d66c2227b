package dev.spindle.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuietPoolsTest {
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1);
            exchange.getResponseBody().write('.');
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private Request request() {
        return new Request.Builder()
                .url("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .build();
    }

    private void call(ConnectionPool pool) throws IOException {
        OkHttpClient client = new OkHttpClient.Builder().connectionPool(pool).build();
        try (Response response = client.newCall(request()).execute()) {
            assertEquals(".", response.body().string());
        }
    }

    @Test
    void keepsAConnectionForTheNextCall() throws IOException {
        ConnectionPool pool = new QuietPools(Duration.ofMinutes(1)).create(5);

        for (int times = 0; times < 3; times++) call(pool);

        assertEquals(1, pool.connectionCount());
        pool.evictAll();
    }

    @Test
    void closesIdleConnectionsAndEndsItsThread() throws IOException {
        Set<Thread> ofOthers = threadsOfPools();
        ConnectionPool pool = new QuietPools(Duration.ofMillis(60)).create(5);

        call(pool);

        await(() -> pool.connectionCount() == 0);
        await(() -> ofOthers.containsAll(threadsOfPools()));
    }

    @Test
    void closesIdleConnectionsBeyondTheNumberThatIsKept() throws IOException {
        ConnectionPool pool = new QuietPools(Duration.ofSeconds(1)).create(1);
        OkHttpClient client = new OkHttpClient.Builder().connectionPool(pool).build();
        try (Response one = client.newCall(request()).execute();
                Response other = client.newCall(request()).execute()) {
            assertEquals(one.body().string(), other.body().string());
        }

        await(() -> pool.connectionCount() <= 1);
        pool.evictAll();
    }

    /** Who has this OkHttp is not to pay for the pools of another. */
    @Test
    void theTransportUsesThem() throws IOException {
        Set<Thread> ofOthers = threadsOfPools();
        Lanes lanes = new Lanes(new OkHttpClient());
        Lane lane = lanes.enter();

        call(lane.client(lanes.client(false)).connectionPool());

        await(() -> !ofOthers.containsAll(threadsOfPools()));
        lanes.close();
        await(() -> ofOthers.containsAll(threadsOfPools()));
    }

    /** Models of other tests may still have theirs. OkHttp gives a thread the name of what it did last; one of its own would idle for a minute. */
    private static Set<Thread> threadsOfPools() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("spindle-connections")
                        || thread.getName().startsWith("OkHttp ConnectionPool"))
                .collect(Collectors.toSet());
    }

    private static void await(BooleanSupplier condition) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (!condition.getAsBoolean()) Thread.onSpinWait();
        });
    }
}
