package dev.spindle.examples.guide;

import static dev.spindle.tool.Tool.Effect.READ;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.spindle.Agent;
import dev.spindle.run.RunHandle;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A browser that loses its connection again and again, at any byte, sees each event once. */
@Timeout(120)
class EventStreamTest {
    private static final int DISCONNECTS = 100;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    static class Weather {
        private final CountDownLatch mayEnd = new CountDownLatch(1);

        @Tool(value = "Weather.", effect = READ)
        String now(@Param("City") String city) throws InterruptedException {
            mayEnd.await();
            return "rain in " + city;
        }
    }

    private record Event(String id, String data) {}

    @Test
    void aHundredDisconnectsInTheMiddleLoseNothingAndRepeatNothing() throws IOException {
        Weather weather = new Weather();
        ScriptedModel model = ScriptedModel.calls("now", "{\"city\":\"Oslo\"}").then("Take a coat. ".repeat(200));
        RunHandle run = Agent.builder(model).tools(weather).build().start(RunRequest.of("Oslo?"));
        server.createContext("/events", new EventStream.Events(run));
        Random random = new Random(7);

        List<Event> seen = new ArrayList<>();
        for (int disconnect = 0; disconnect < DISCONNECTS; disconnect++) {
            if (disconnect == DISCONNECTS / 4) weather.mayEnd.countDown();
            boolean waits = disconnect < DISCONNECTS / 4;
            seen.addAll(read(lastId(seen), 1 + random.nextInt(900), waits ? 50 : 0));
        }
        seen.addAll(read(lastId(seen), Integer.MAX_VALUE, 0));

        assertThat(run.await().isAnswered()).isTrue();
        assertThat(seen).isEqualTo(read("", Integer.MAX_VALUE, 0)).hasSizeGreaterThan(100);
    }

    private static String lastId(List<Event> seen) {
        return seen.isEmpty() ? "" : seen.get(seen.size() - 1).id();
    }

    /**
     * Reads so many characters behind the head, or until nothing comes for a while, and hangs up; an event counts once its empty line has
     * come, as in a browser.
     */
    private List<Event> read(String lastId, int most, int patienceMillis) throws IOException {
        List<Event> events = new ArrayList<>();
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
            String request = "GET /events HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n"
                    + (lastId.isEmpty() ? "" : "Last-Event-ID: " + lastId + "\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String head = in.readLine();
            assertThat(head).contains("200");
            while (!in.readLine().isEmpty()) {}
            socket.setSoTimeout(patienceMillis);
            String id = "";
            String data = "";
            StringBuilder line = new StringBuilder();
            for (int count = 0; count < most; count++) {
                int next = in.read();
                if (next < 0) break;
                if (next != '\n') {
                    line.append((char) next);
                    continue;
                }
                if (line.indexOf("id: ") == 0) id = line.substring(4);
                if (line.indexOf("data: ") == 0) data = line.substring(6);
                if (line.isEmpty()) events.add(new Event(id, data));
                line.setLength(0);
            }
        } catch (SocketTimeoutException impatient) {
            return events; // the run waits for its tool, and the browser does not
        }
        return events;
    }
}
