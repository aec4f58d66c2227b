package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import dev.spindle.message.Transcript;
import dev.spindle.tool.Arguments.Accepted;
import dev.spindle.tool.Reconciler;
import dev.spindle.tool.Reconciler.Reconciliation;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How the tools of a server are listed and run for its clients. */
class ServedToolsTest {
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) each.close();
    }

    @Test
    void aToolThatTakesTooLongIsStopped() throws Exception {
        CompletableFuture<String> why = new CompletableFuture<>();
        ToolFunction slow = timed("slow", Duration.ofMillis(200), invocation -> {
            invocation.context().cancellation().onCancel(() -> why.complete("cancelled"));
            return ToolResult.text(new CompletableFuture<String>().get());
        });

        ToolResult result = McpRegistryTest.call(serving(slow), "s_slow", "{}");

        assertThat(result.text())
                .isEqualTo("slow was stopped, since it took longer than 200 ms; whether it took effect is not known");
        assertThat(why.get()).isEqualTo("cancelled");
    }

    @Test
    void aToolThatDoesNotHearThatItsTimeIsOverIsLeftBehind() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        ToolFunction deaf = timed("deaf", Duration.ofMillis(200), invocation -> {
            while (!end.isDone()) Thread.onSpinWait();
            return ToolResult.text("late");
        });

        ToolResult result = McpRegistryTest.call(serving(deaf), "s_deaf", "{}");
        end.complete("");

        assertThat(result.text()).startsWith("deaf was stopped");
    }

    @Test
    void aToolThatWaitsIsInterruptedWhenItsTimeIsOver() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        ToolFunction waiting = timed("waits", Duration.ofMillis(200), invocation -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stopped) {
                interrupted.complete(true);
            }
            return ToolResult.text("late");
        });

        McpRegistryTest.call(serving(waiting), "s_waits", "{}");

        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
    }

    private static Stream<Arguments> findings() {
        String stopped = "pay was stopped, since it took longer than 1 s; ";
        return Stream.of(
                Arguments.of("it was paid", finder(cutShort -> Reconciliation.tookEffect("Paid.")), "Paid."),
                Arguments.of(
                        "it was not paid",
                        finder(cutShort -> Reconciliation.tookNoEffect()),
                        stopped + "it took no effect"),
                Arguments.of(
                        "nobody knows",
                        finder(cutShort -> Reconciliation.unknown("the bank is closed")),
                        stopped + "whether it took effect is not known"),
                Arguments.of(
                        "it cannot be asked",
                        finder(cutShort -> {
                            throw new IllegalStateException("no bank");
                        }),
                        stopped + "whether it took effect is not known"),
                Arguments.of(
                        "it does not answer",
                        finder(cutShort -> {
                            new CountDownLatch(1).await();
                            return Reconciliation.tookNoEffect();
                        }),
                        stopped + "whether it took effect is not known"),
                Arguments.of(
                        "it says nothing", finder(cutShort -> null), stopped + "whether it took effect is not known"));
    }

    private static Reconciler finder(Reconciler finder) {
        return finder;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("findings")
    void whoeverKnowsWhatBecameOfACallThatWasCutShortIsAsked(String what, Reconciler finder, String told)
            throws Exception {
        BlockingQueue<String> keys = new LinkedBlockingQueue<>();
        ToolSpec spec = ToolSpec.of("pay", "Pays", Json.parse("{\"type\":\"object\"}"), Effect.WRITE);
        ToolFunction pay = ToolFunction.of(
                        spec.withSupervision(spec.supervision().withTimeout(Duration.ofSeconds(1))), invocation -> {
                            keys.add(invocation.idempotencyKey());
                            new CountDownLatch(1).await();
                            return ToolResult.text("late");
                        })
                .reconciledBy(cutShort -> {
                    keys.add(cutShort.idempotencyKey());
                    return finder.reconcile(cutShort);
                });

        ToolResult result = McpRegistryTest.call(serving(pay), "s_pay", "{}");

        assertThat(result.text()).isEqualTo(told);
        // Each comes from a thread of its own, and may come after the answer.
        String one = keys.poll(20, TimeUnit.SECONDS);
        String other = keys.poll(20, TimeUnit.SECONDS);
        assertThat(one).isNotNull().isEqualTo(other);
        assertThat(keys).isEmpty();
    }

    @Test
    void listsAreHandedOutInPages() throws IOException {
        List<ToolFunction> many = new ArrayList<>();
        for (int count = 0; count < 1_001; count++)
            many.add(timed("t" + count, Duration.ZERO, invocation -> ToolResult.text("x")));
        McpServer server =
                McpServer.builder("m", "1").tools(ToolRegistry.of(many)).build();
        McpSource.Bounds bounds = McpSource.Bounds.DEFAULT.withMaxTools(2_000);
        McpRegistry tools = open(
                McpSource.http("s", listening(server).uri()).withTerms(McpSource.Terms.DEFAULT.withBounds(bounds)));

        assertThat(tools.list(Transcript.EMPTY)).hasSize(1_001);
        for (String cursor : List.of("from-0", "from-7", "from--1", "x", "from-99999999999"))
            assertThat(McpServerTest.pipe(
                            server,
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"cursor\":\"" + cursor
                                    + "\"}}"))
                    .contains("-32602", "Unknown cursor");
    }

    @Test
    void aTraceGoesFromClientToServerAndOn() throws IOException {
        List<Map<String, String>> seen = new ArrayList<>();
        ToolFunction last = timed("last", Duration.ZERO, invocation -> {
            seen.add(McpCaller.find(invocation.context()).orElseThrow().trace());
            return ToolResult.text("seen");
        });
        McpRegistry inner = serving(last);
        ToolFunction first = timed("first", Duration.ZERO, invocation -> {
            ToolFunction next = inner.find("s_last").orElseThrow();
            return next.call(new ToolInvocation(
                    invocation.id(), next.spec(), (Accepted) next.read("{}"), invocation.context(), text -> {}));
        });
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        McpSource outer = McpSource.http(
                        "s",
                        listening(McpServer.builder("o", "1")
                                        .tools(ToolRegistry.of(List.of(first)))
                                        .build())
                                .uri())
                .withTerms(McpSource.Terms.DEFAULT.withTrace(
                        context -> Map.of("traceparent", parent, "tracestate", "a\nb", "cookie", "s3cret")));

        McpRegistryTest.call(open(outer), "s_first", "{}");

        assertThat(seen).containsExactly(Map.of("traceparent", parent));
    }

    private McpRegistry serving(ToolFunction tool) throws IOException {
        McpServer server = McpServer.builder("w", "1")
                .tools(ToolRegistry.of(List.of(tool)))
                .build();
        return open(McpSource.http("s", listening(server).uri()));
    }

    private McpServer.Listening listening(McpServer server) throws IOException {
        McpServer.Listening listening = server.listen(0);
        opened.add(listening);
        return listening;
    }

    private McpRegistry open(McpSource source) {
        McpRegistry tools = McpRegistry.of(source);
        opened.add(0, tools);
        return tools;
    }

    private static ToolFunction timed(String name, Duration timeout, ToolInvocation.Handler handler) {
        ToolSpec spec = ToolSpec.of(name, "Does it", Json.parse("{\"type\":\"object\"}"), Effect.READ);
        return ToolFunction.of(spec.withSupervision(spec.supervision().withTimeout(timeout)), handler);
    }
}
