package dev.spindle.restate;

import com.sun.management.OperatingSystemMXBean;
import dev.restate.common.function.ThrowingBiFunction;
import dev.restate.sdk.HandlerRunner;
import dev.restate.sdk.WorkflowContext;
import dev.restate.sdk.endpoint.Endpoint;
import dev.restate.sdk.endpoint.definition.HandlerDefinition;
import dev.restate.sdk.endpoint.definition.HandlerType;
import dev.restate.sdk.endpoint.definition.ServiceDefinition;
import dev.restate.sdk.endpoint.definition.ServiceType;
import dev.restate.sdk.http.vertx.RestateHttpServer;
import dev.restate.serde.SerdeFactory;
import dev.spindle.event.EventJson;
import dev.spindle.event.RunEvent;
import dev.spindle.model.Model;
import dev.spindle.model.openai.OpenAiModel;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What a step of a run costs beside a step of the plain SDK: {@code CostOfSteps ROUNDS RUNS-AT-ONCE [SERVICES]}. The SDK keeps texts that are there, or
 * values that it writes as JSON, or drives the same agent by hand, with a model in this process and with one behind HTTP in another.
 */
final class CostOfSteps {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Engine engine;
    private final AtomicLong done = new AtomicLong();

    /** Services, and what each of their runs is asked. */
    private final Map<String, String> services = new LinkedHashMap<>();

    private CostOfSteps(Engine engine) {
        this.engine = engine;
    }

    public static void main(String[] arguments) throws Exception {
        try (Engine engine = Engine.start();
                QuickModel.Running server = QuickModel.start()) {
            CostOfSteps costs = new CostOfSteps(engine);
            Model far = OpenAiModel.builder()
                    .model("quick")
                    .apiKey("none")
                    .baseUrl(server.address().toString())
                    .build();
            costs.serve(far);
            if (arguments.length > 2)
                costs.services.keySet().retainAll(List.of(arguments).subList(2, arguments.length));
            costs.compare(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        }
        System.exit(0);
    }

    private void serve(Model far) {
        Model near = new QuickSteps.Script(done);
        serveOurs("ours", near);
        RestateRuns runs = RestateRuns.of("ours", engine.ingress());
        runs.run(RunRequest.of("Look.").withRunId("texts"));
        List<RunEvent.Recorded> events = runs.events("texts");
        RunEvent reply = first(events, RunEvent.Replied.class);
        RunEvent result = first(events, RunEvent.ToolFinished.class);
        String replyText = EventJson.write(reply);
        String resultText = EventJson.write(result);
        serve("texts", (context, question) -> keep(context, () -> replyText, () -> resultText));
        serve(
                "values",
                (context, question) -> keep(context, () -> EventJson.write(reply), () -> EventJson.write(result)));
        serve("byhand", ByHand.of(near, new QuickSteps.Place(done))::run);
        serveOurs("oursfar", far);
        serve("byhandfar", ByHand.of(far, new QuickSteps.Place(done))::run);
    }

    private static RunEvent first(List<RunEvent.Recorded> events, Class<?> kind) {
        return events.stream().filter(kind::isInstance).findFirst().orElseThrow();
    }

    private static String keep(WorkflowContext context, Supplier<String> reply, Supplier<String> result) {
        for (int turn = 0; turn < QuickSteps.TURNS; turn++) {
            context.run("ask " + turn, Texts.JSON, reply::get);
            context.run("call " + turn, Texts.JSON, result::get);
        }
        return context.run("ask", Texts.JSON, reply::get);
    }

    private void serveOurs(String name, Model model) {
        services.put(name, Ask.of(RunRequest.of("Look.")).json());
        RestateAgents agents =
                RestateAgents.of(QuickSteps.agent(name, model, done).build());
        serve(agents.endpoint());
    }

    /** By the SDK alone. */
    private void serve(String name, ThrowingBiFunction<WorkflowContext, String, String> work) {
        services.put(name, "Look.");
        HandlerDefinition<String, String> run = HandlerDefinition.of(
                "run",
                HandlerType.WORKFLOW,
                Texts.JSON,
                Texts.JSON,
                HandlerRunner.of(work, SerdeFactory.NOOP, HandlerRunner.Options.withExecutor(new Crew())));
        serve(Endpoint.bind(ServiceDefinition.of(name, ServiceType.WORKFLOW, List.of(run)))
                .build());
    }

    private void serve(Endpoint endpoint) {
        HttpServer server = RestateHttpServer.fromEndpoint(
                endpoint, new HttpServerOptions().setHost("127.0.0.1").setPort(0));
        int port =
                server.listen().toCompletionStage().toCompletableFuture().join().actualPort();
        RestateWorker.register(engine.admin(), URI.create("http://127.0.0.1:" + port));
    }

    private void compare(int rounds, int atOnce) {
        Map<String, double[][]> times = new LinkedHashMap<>();
        for (String service : services.keySet()) times.put(service, new double[2][rounds]);
        for (int round = -rounds / 2; round < rounds; round++) {
            for (String service : services.keySet()) {
                long cpu = SYSTEM.getProcessCpuTime();
                long begun = System.nanoTime();
                run(service, atOnce, round);
                if (round < 0) continue;
                double[][] mine = times.get(service);
                mine[0][round] = (System.nanoTime() - begun) / 1e3 / atOnce / QuickSteps.STEPS;
                mine[1][round] = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / atOnce / QuickSteps.STEPS;
            }
        }
        System.out.printf(
                "microseconds a step, medians of %d times %d runs of %d steps at once%n",
                rounds, atOnce, QuickSteps.STEPS);
        times.forEach((service, each) ->
                System.out.printf("%-10s wall %5.0f, processor %4.0f%n", service, median(each[0]), median(each[1])));
        for (String other : List.of("texts", "values", "byhand")) print(times, "ours", other);
        print(times, "oursfar", "byhandfar");
    }

    private static void print(Map<String, double[][]> times, String ours, String other) {
        if (!times.keySet().containsAll(List.of(ours, other))) return;
        double[][] left = times.get(ours);
        double[][] right = times.get(other);
        System.out.printf(
                "%s / %s: %.2f by the clock, %.2f of a processor%n",
                ours, other, median(left[0]) / median(right[0]), median(left[1]) / median(right[1]));
    }

    private void run(String service, int atOnce, int round) {
        List<CompletableFuture<?>> runs = new ArrayList<>();
        for (int run = 0; run < atOnce; run++) {
            String path = "/" + service + "/r" + round + "-" + run + "/run";
            runs.add(ask(engine.ingress().resolve(path), services.get(service)));
        }
        runs.forEach(CompletableFuture::join);
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
