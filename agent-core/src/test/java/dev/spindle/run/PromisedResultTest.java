package dev.spindle.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.Agent;
import dev.spindle.context.Cancellation;
import dev.spindle.event.StopReason;
import dev.spindle.message.ToolMessage;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that promise their result. */
class PromisedResultTest {
    record Report(int celsius) {}

    static final class Promises {
        private final CompletableFuture<String> never = new CompletableFuture<>();
        private final Cancellation ofTheRun = Cancellation.create();

        @Tool(value = "Reports.", effect = Effect.READ)
        CompletionStage<Report> report() {
            return CompletableFuture.supplyAsync(() -> new Report(7));
        }

        @Tool(value = "Fails.", effect = Effect.READ)
        CompletableFuture<Void> fail() {
            return CompletableFuture.failedFuture(new IllegalStateException("out of paper"));
        }

        @Tool(value = "Takes its time.", effect = Effect.READ, timeout = "PT0.5S")
        CompletableFuture<String> late() {
            return never;
        }

        @Tool(value = "Promises nothing.", effect = Effect.READ)
        @Nullable
        CompletionStage<String> nothing() {
            return null;
        }

        @Tool(value = "Holds nothing.", effect = Effect.READ)
        CompletionStage<@Nullable String> empty() {
            return CompletableFuture.completedFuture(null);
        }

        @Tool(value = "Breaks.", effect = Effect.READ)
        CompletableFuture<String> broken() {
            return CompletableFuture.supplyAsync(() -> {
                throw new AssertionError("out of paper");
            });
        }

        @Tool(value = "Is taken back by itself.", effect = Effect.READ)
        CompletableFuture<String> takenBack() {
            CompletableFuture<String> promise = new CompletableFuture<>();
            promise.cancel(true);
            return promise;
        }

        @Tool(value = "Cannot be waited for.", effect = Effect.READ)
        CompletionStage<String> minimal() {
            return CompletableFuture.<String>failedFuture(new IOException("out of ink"))
                    .minimalCompletionStage();
        }

        @Tool(value = "Is cancelled.", effect = Effect.READ)
        CompletableFuture<String> cancelled() {
            new Thread(() -> ofTheRun.cancel("enough")).start();
            return never;
        }
    }

    private final Promises promises = new Promises();

    private RunResult call(String tool, boolean streamed) {
        Agent agent = Agent.builder(ScriptedModel.calls(tool, "{}").then("Done."))
                .tools(promises)
                .build();
        RunRequest request = RunRequest.of("Go.").withCancellation(promises.ofTheRun);
        return streamed ? agent.run(request, event -> {}) : agent.run(request);
    }

    private static String answer(RunResult result) {
        return result.transcript().messages().stream()
                .filter(message -> message instanceof ToolMessage)
                .map(message -> ((ToolMessage) message).text())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void modelReadsWhatWasPromised(boolean streamed) {
        RunResult result = call("report", streamed);

        assertThat(answer(result)).isEqualTo("{\"celsius\":7}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatBreaksThePromiseIsWhatTheToolThrew(boolean streamed) {
        RunResult result = call("fail", streamed);

        assertThat(answer(result)).contains("IllegalStateException", "out of paper");
    }

    @ParameterizedTest
    @CsvSource({
        "nothing,",
        "empty,",
        "broken, out of paper",
        "takenBack, CancellationException",
        "minimal, out of ink",
    })
    void whateverBecomesOfAPromiseTheModelReadsOfIt(String tool, @Nullable String told) {
        for (boolean streamed : new boolean[] {true, false}) {
            RunResult result = call(tool, streamed);

            assertThat(result.text()).isEqualTo("Done.");
            assertThat(answer(result)).contains(told == null ? "" : told);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void promiseThatTakesTooLongIsCancelled(boolean streamed) {
        RunResult result = call("late", streamed);

        assertThat(result.isAnswered()).isTrue();
        assertThat(promises.never).isCancelled();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void promiseIsCancelledWithTheRun(boolean streamed) {
        RunResult result = call("cancelled", streamed);

        assertThat(result.stopReason()).isEqualTo(StopReason.CANCELLED);
        assertThat(promises.never).isCancelled();
    }
}
