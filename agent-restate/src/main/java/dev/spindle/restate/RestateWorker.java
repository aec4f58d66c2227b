package dev.spindle.restate;

import dev.restate.sdk.http.vertx.RestateHttpServer;
import dev.spindle.context.AgentException;
import dev.spindle.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * An HTTP server through which an engine drives the runs of agents in this process. Thread-safe.
 *
 * <p>It takes requests of whoever reaches it: let nobody but the engine do so.
 */
public final class RestateWorker implements AutoCloseable {
    private static final Duration WIND_DOWN = Duration.ofSeconds(2);
    private static final Duration REGISTERING = Duration.ofMinutes(1);

    private final Crew crew;
    private final Vertx vertx;
    private final HttpServer server;

    private RestateWorker(Crew crew, Vertx vertx, HttpServer server) {
        this.crew = crew;
        this.vertx = vertx;
        this.server = server;
    }

    /**
     * Begins to serve.
     *
     * @param host the address to listen on, such as 127.0.0.1
     * @param port 0 for any that is free
     * @throws AgentException if it cannot listen there
     */
    public static RestateWorker serve(RestateAgents agents, String host, int port) {
        Crew crew = new Crew();
        Vertx vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
        HttpServerOptions options = new HttpServerOptions().setHost(host).setPort(port);
        HttpServer server = RestateHttpServer.fromEndpoint(vertx, agents.endpoint(crew), options);
        try {
            server.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException failed) {
            vertx.close();
            throw new AgentException(
                    "The worker cannot listen on " + host + ":" + port + ": " + failed.getCause(), failed.getCause());
        }
        return new RestateWorker(crew, vertx, server);
    }

    /** The port it listens on. */
    public int port() {
        return server.actualPort();
    }

    /**
     * Tells an engine where this worker, or what stands before several like it, is to be reached. Once is enough for all workers of a
     * version behind one address.
     *
     * @param admin where the engine is administered, mostly port 9070
     * @param worker as the engine reaches it
     * @throws AgentException if the engine does not answer within a minute, or refuses
     */
    public static void register(URI admin, URI worker) {
        String body = Json.object(Map.of("uri", Json.of(worker.toString()), "force", Json.of(true)))
                .text();
        HttpRequest request = HttpRequest.newBuilder(admin.resolve("/deployments"))
                .timeout(REGISTERING)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300)
                throw new AgentException("The engine at " + admin + " refuses the worker at " + worker + " ("
                        + response.statusCode() + "): " + Ingress.message(response.body()));
        } catch (IOException failed) {
            throw new AgentException("The engine does not answer at " + admin + " (" + failed + ")", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AgentException("The thread that registered a worker was interrupted", stopped);
        }
    }

    /**
     * How a worker is.
     *
     * @param draining whether it begins no more steps
     * @param steps how many replies and calls of tools it is at
     */
    public record Status(boolean draining, int steps) {
        /** Whether it begins steps. */
        public boolean isWell() {
            return !draining;
        }
    }

    /** How it is at the moment. */
    public Status status() {
        return crew.status();
    }

    /**
     * Begins no more steps, and waits until those that were begun have ended, so that nothing is cut short by {@link #close}. The engine
     * goes on with the runs through other workers.
     *
     * @param atMost for the longest that a reply or a call may take
     * @return whether all have ended; false, too, if the thread was interrupted, which it then is
     */
    public boolean drain(Duration atMost) {
        crew.leave();
        try {
            crew.awaitSteps(atMost);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return status().steps() == 0;
    }

    /** Ends the server at once; the engine goes on with its runs through other workers. Calls that run here are cut short. */
    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
        try {
            crew.awaitTasks(WIND_DOWN);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        crew.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
