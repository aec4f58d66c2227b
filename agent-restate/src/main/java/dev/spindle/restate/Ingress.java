package dev.spindle.restate;

import dev.spindle.context.AgentException;
import dev.spindle.journal.JournalException;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The engine's door for clients. Thread-safe. */
final class Ingress {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    private static final int LONGEST_QUOTED = 500;

    private final HttpClient client;
    private final String base;
    private final String service;

    /**
     * The door to a service.
     *
     * @param engine where it takes requests
     */
    Ingress(URI engine, String service) {
        this(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(10))
                        .build(),
                engine.toString().endsWith("/") ? engine.toString() : engine + "/",
                service);
    }

    private Ingress(HttpClient client, String base, String service) {
        this.client = client;
        this.base = base;
        this.service = service;
    }

    /** To another service, through the same connections. */
    Ingress to(String other) {
        return new Ingress(client, base, other);
    }

    /** Calls a handler of a run; the engine does it once, however often it is asked. */
    String call(String runId, String handler, String body) {
        return send(
                runId,
                request(runId, handler, body)
                        .header("idempotency-key", UUID.randomUUID().toString())
                        .build());
    }

    /** Begins a run, unless it has begun already. */
    String begin(String runId, String body) {
        return send(runId, request(runId, "run/send", body).build());
    }

    /** Begins a run when those before it in its conversation are over, unless it stands there already. */
    String begin(String runId, String conversation, String body) {
        String turn = new Conversations.Turn(runId, body).json();
        HttpRequest.Builder request = request(Conversations.serviceOf(service), conversation, "run/send", turn);
        return send(runId, request.header("idempotency-key", encoded(runId)).build()); // headers are ASCII
    }

    /** Tells something that need not arrive, and waits for nobody. */
    CompletableFuture<?> tell(String runId, String body) {
        HttpRequest request =
                request(runId, "tell/send", body).timeout(PATIENCE).build();
        return client.sendAsync(request, BodyHandlers.discarding());
    }

    private HttpRequest.Builder request(String runId, String handler, String body) {
        return request(service, runId, handler, body);
    }

    private HttpRequest.Builder request(String service, String id, String handler, String body) {
        return HttpRequest.newBuilder(URI.create(base + service + "/" + encoded(id) + "/" + handler))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** An engine that is started anew is waited for. */
    private String send(String runId, HttpRequest request) {
        long pause = FIRST_PAUSE_MILLIS;
        long giveUp = 0;
        while (true) {
            long begun = System.nanoTime();
            try {
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                if (response.statusCode() < 300) return response.body();
                if (response.statusCode() != 503) throw refused(runId, response);
                if (isOver(giveUp)) throw refused(runId, response);
            } catch (IOException failed) {
                if (isOver(giveUp)) throw new JournalException(unreachable(request, failed), failed);
            } catch (InterruptedException stopped) {
                throw interrupted(runId, stopped);
            }
            boolean isFirst = giveUp == 0 || System.nanoTime() - begun > PATIENCE.toNanos();
            if (isFirst) giveUp = System.nanoTime() + PATIENCE.toNanos();
            pause = isFirst ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            pause(runId, pause);
        }
    }

    private static boolean isOver(long giveUp) {
        return giveUp != 0 && System.nanoTime() > giveUp;
    }

    private static void pause(String runId, long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            throw interrupted(runId, stopped);
        }
    }

    private static AgentException interrupted(String runId, InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new AgentException(
                "The thread that waited for run '" + runId + "' was interrupted; the run itself goes on", stopped);
    }

    private String unreachable(HttpRequest request, IOException failed) {
        return "The engine does not answer at " + request.uri().getHost() + ":"
                + request.uri().getPort() + " (" + failed + "); check that Restate runs and that this is its ingress";
    }

    private AgentException refused(String runId, HttpResponse<String> response) {
        String why = message(response.body());
        return switch (response.statusCode()) {
            case 404 ->
                new AgentException("The engine knows no agent '" + service + "', or no run '" + runId + "' of it ("
                        + why + "); register a worker that serves it");
            case 400, 409 -> new AgentException(why);
            default ->
                new JournalException(
                        "The engine answers " + response.statusCode() + " about run '" + runId + "': " + why, null);
        };
    }

    /** What an answer of the engine says is wrong, cut where it is long. */
    static String message(String body) {
        String why = body;
        try {
            why = Json.parse(body).find("message").map(Json::string).orElse(body);
        } catch (JsonException noJson) {
            why = body;
        }
        return why.length() <= LONGEST_QUOTED ? why : why.substring(0, LONGEST_QUOTED) + "…";
    }
}
