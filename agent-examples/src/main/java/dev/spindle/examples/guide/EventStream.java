package dev.spindle.examples.guide;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.Agent;
import dev.spindle.event.EventJson;
import dev.spindle.event.RunEvent;
import dev.spindle.run.RunHandle;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/** A run in a browser: its events as server-sent events, of which a browser that comes back misses none. */
public final class EventStream {
    private EventStream() {}

    // region event-stream
    /** Serves the events of a run; a browser's EventSource comes back with the id of the last event that it has seen. */
    record Events(RunHandle run) implements HttpHandler {
        @Override
        public void handle(HttpExchange exchange) throws IOException {
            String last =
                    Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Last-Event-ID"), "");
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            run.events(RunHandle.Cursor.parse(last)).subscribe(new Browser(exchange));
        }
    }
    // endregion

    /** One event at a time: the next is asked for when the last is sent. */
    @SuppressWarnings("NullAway.Init") // a subscriber gets its subscription first
    // region event-stream
    static final class Browser implements Flow.Subscriber<RunEvent> {
        private final HttpExchange exchange;
        private Flow.Subscription subscription;

        Browser(HttpExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(RunEvent event) {
            String text = "id: " + RunHandle.Cursor.behind(event) + "\ndata: " + EventJson.write(event) + "\n\n";
            try {
                OutputStream out = exchange.getResponseBody();
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
                subscription.request(1);
            } catch (IOException gone) {
                subscription.cancel();
                exchange.close();
            }
        }

        @Override
        public void onError(Throwable failure) {
            exchange.close();
        }

        @Override
        public void onComplete() {
            exchange.close();
        }
    }
    // endregion

    /** Runs the example: starts a run, serves it, and reads it as a browser would. */
    public static void main(String... arguments) throws Exception {
        Agent agent = Agent.builder(Models.realOr(ScriptedModel.says("Walk the harbour.")))
                .build();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        // region start
        RunHandle run = agent.start(RunRequest.of("Plan a day in Oslo."));
        server.createContext("/events", new Events(run));
        server.start();

        run.result().thenAccept(result -> System.out.println(result.text()));
        // endregion
        try {
            run.await();
            URI events = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/events");
            Stream<String> lines = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(events).build(), BodyHandlers.ofLines())
                    .body();
            System.out.println(lines.filter(line -> line.startsWith("id: "))
                    .reduce((first, second) -> second)
                    .orElse("nothing"));
        } finally {
            server.stop(0);
        }
    }
}
