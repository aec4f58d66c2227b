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
import java.util.Arrays;
import java.util.List;

/** What a step of a run costs beside a step of the plain SDK that keeps the same text: {@code CostOfSteps ROUNDS}. */
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
            HttpServer plain =
                    servePlain(text(events, RunEvent.Replied.class), text(events, RunEvent.ToolFinished.class));
            RestateWorker.register(engine.admin(), URI.create("http://127.0.0.1:" + plain.actualPort()));
            compare(engine, Ask.of(RunRequest.of("Look.")).json(), Integer.parseInt(arguments[0]));
        }
        System.exit(0);
    }

    private static String text(List<RunEvent.Recorded> events, Class<?> kind) {
        return EventJson.write(
                events.stream().filter(kind::isInstance).findFirst().orElseThrow());
    }

    private static HttpServer servePlain(String reply, String result) {
        HandlerDefinition<String, String> run = HandlerDefinition.of(
                "run",
                HandlerType.WORKFLOW,
                Texts.JSON,
                Texts.JSON,
                HandlerRunner.of(
                        (WorkflowContext engine, String input) -> {
                            for (int turn = 0; turn < TURNS; turn++) {
                                engine.run("ask " + turn, Texts.JSON, () -> reply);
                                engine.run("call " + turn, Texts.JSON, () -> result);
                            }
                            return engine.run("ask", Texts.JSON, () -> reply);
                        },
                        SerdeFactory.NOOP,
                        HandlerRunner.Options.withExecutor(new Crew())));
        Endpoint endpoint = Endpoint.bind(ServiceDefinition.of("plain", ServiceType.WORKFLOW, List.of(run)))
                .build();
        HttpServer server = RestateHttpServer.fromEndpoint(
                endpoint, new HttpServerOptions().setHost("127.0.0.1").setPort(0));
        return server.listen().toCompletionStage().toCompletableFuture().join();
    }

    private static void compare(Engine engine, String ask, int rounds) throws Exception {
        double[][] wall = new double[2][rounds];
        double[][] processor = new double[2][rounds];
        for (int round = -rounds / 2; round < rounds; round++) {
            for (int which = 0; which < 2; which++) {
                String service = which == 0 ? "plain" : "ours";
                long cpu = SYSTEM.getProcessCpuTime();
                long begun = System.nanoTime();
                HttpRequest request = HttpRequest.newBuilder(
                                engine.ingress().resolve("/" + service + "/r" + round + "-" + which + "/run"))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(ask))
                        .build();
                int status = CLIENT.send(request, BodyHandlers.ofString()).statusCode();
                if (status != 200) throw new IllegalStateException(service + " answers " + status);
                if (round < 0) continue;
                wall[which][round] = (System.nanoTime() - begun) / 1e3 / QuickSteps.STEPS;
                processor[which][round] = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / QuickSteps.STEPS;
            }
        }
        System.out.printf(
                "microseconds a step, medians of %d runs of %d steps: wall %.0f plain, %.0f ours, %.2f times; processor %.0f plain, %.0f"
                        + " ours, %.2f times%n",
                rounds,
                QuickSteps.STEPS,
                median(wall[0]),
                median(wall[1]),
                median(wall[1]) / median(wall[0]),
                median(processor[0]),
                median(processor[1]),
                median(processor[1]) / median(processor[0]));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
