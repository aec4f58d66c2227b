package dev.spindle.restate;

import com.sun.management.OperatingSystemMXBean;
import dev.restate.sdk.HandlerRunner;
import dev.restate.sdk.WorkflowContext;
import dev.restate.sdk.endpoint.Endpoint;
import dev.restate.sdk.endpoint.definition.HandlerDefinition;
import dev.restate.sdk.endpoint.definition.HandlerType;
import dev.restate.sdk.endpoint.definition.ServiceDefinition;
import dev.restate.sdk.endpoint.definition.ServiceType;
import dev.restate.sdk.http.vertx.RestateHttpServer;
import dev.restate.serde.SerdeFactory;
import dev.spindle.Agent;
import dev.spindle.event.EventJson;
import dev.spindle.event.RunEvent;
import dev.spindle.run.RunRequest;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What a step of a run costs beside a step of the plain SDK that keeps the same text: {@code CostOfSteps ROUNDS RUNS-AT-ONCE}. */
final class CostOfSteps {
    private static final int TURNS = QuickSteps.TURNS;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private CostOfSteps() {}

    public static void main(String[] arguments) throws Exception {
        try (Engine engine = Engine.start()) {
            Agent agent = QuickSteps.agent("ours").build();
            RestateWorker worker = RestateWorker.serve(RestateAgents.of(agent), "127.0.0.1", 0);
            RestateWorker.register(engine.admin(), URI.create("http://127.0.0.1:" + worker.port()));
            RestateRuns runs = RestateRuns.of("ours", engine.ingress());
            runs.run(RunRequest.of("Look.").withRunId("texts"));
            List<RunEvent.Recorded> events = runs.events("texts");
            RunEvent reply = first(events, RunEvent.Replied.class);
            RunEvent result = first(events, RunEvent.ToolFinished.class);
            String replyText = EventJson.write(reply);
            String resultText = EventJson.write(result);
            serve(engine, "plain", () -> EventJson.write(reply), () -> EventJson.write(result));
            serve(engine, "ready", () -> replyText, () -> resultText);
            compare(
                    engine,
                    Ask.of(RunRequest.of("Look.")).json(),
                    Integer.parseInt(arguments[0]),
                    Integer.parseInt(arguments[1]));
        }
        System.exit(0);
    }

    private static RunEvent first(List<RunEvent.Recorded> events, Class<?> kind) {
        return events.stream().filter(kind::isInstance).findFirst().orElseThrow();
    }

    /** The steps of a run by the SDK alone. */
    private static void serve(Engine engine, String name, Supplier<String> reply, Supplier<String> result) {
        HandlerDefinition<String, String> run = HandlerDefinition.of(
                "run",
                HandlerType.WORKFLOW,
                Texts.JSON,
                Texts.JSON,
                HandlerRunner.of(
                        (WorkflowContext context, String input) -> {
                            for (int turn = 0; turn < TURNS; turn++) {
                                context.run("ask " + turn, Texts.JSON, reply::get);
                                context.run("call " + turn, Texts.JSON, result::get);
                            }
                            return context.run("ask", Texts.JSON, reply::get);
                        },
                        SerdeFactory.NOOP,
                        HandlerRunner.Options.withExecutor(new Crew())));
        Endpoint endpoint = Endpoint.bind(ServiceDefinition.of(name, ServiceType.WORKFLOW, List.of(run)))
                .build();
        HttpServer server = RestateHttpServer.fromEndpoint(
                endpoint, new HttpServerOptions().setHost("127.0.0.1").setPort(0));
        int port =
                server.listen().toCompletionStage().toCompletableFuture().join().actualPort();
        RestateWorker.register(engine.admin(), URI.create("http://127.0.0.1:" + port));
    }

    private static void compare(Engine engine, String ask, int rounds, int atOnce) {
        List<String> services = List.of("ready", "plain", "ours");
        double[][] wall = new double[services.size()][rounds];
        double[][] processor = new double[services.size()][rounds];
        int steps = atOnce * QuickSteps.STEPS;
        for (int round = -rounds / 2; round < rounds; round++) {
            for (int which = 0; which < services.size(); which++) {
                long cpu = SYSTEM.getProcessCpuTime();
                long begun = System.nanoTime();
                List<CompletableFuture<?>> runs = new ArrayList<>();
                for (int run = 0; run < atOnce; run++) {
                    String path = "/" + services.get(which) + "/r" + round + "-" + run + "/run";
                    runs.add(ask(engine.ingress().resolve(path), ask));
                }
                runs.forEach(CompletableFuture::join);
                if (round < 0) continue;
                wall[which][round] = (System.nanoTime() - begun) / 1e3 / steps;
                processor[which][round] = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / steps;
            }
        }
        System.out.printf(
                "microseconds a step, medians of %d times %d runs of %d steps at once%n",
                rounds, atOnce, QuickSteps.STEPS);
        print("wall", wall);
        print("processor", processor);
    }

    private static void print(String what, double[][] times) {
        double ready = median(times[0]);
        double plain = median(times[1]);
        double ours = median(times[2]);
        System.out.printf(
                "%s: %.0f the SDK with texts that are there, %.0f the SDK that writes its values as JSON, %.0f ours: %.2f and %.2f times%n",
                what, ready, plain, ours, ours / ready, ours / plain);
    }

    private static CompletableFuture<?> ask(URI run, String question) {
        HttpRequest request = HttpRequest.newBuilder(run)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(question))
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofString()).thenAccept(answer -> {
            if (answer.statusCode() != 200) throw new IllegalStateException(run + " answers " + answer.statusCode());
        });
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
