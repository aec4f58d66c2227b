package dev.spindle.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.Agent;
import dev.spindle.http.Backoff;
import dev.spindle.json.Json;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolException.ToolFailed;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ToolRetryTest {
    private final List<Duration> pauses = new ArrayList<>();
    private final ToolRetry retry =
            new ToolRetry(Backoff.DEFAULT.withRandom(() -> 0.5), (pause, cancellation) -> pauses.add(pause));
    private final AtomicInteger attempts = new AtomicInteger();

    private String answer(Effect effect, ToolInvocation.Handler tool) {
        ScriptedModel model = ScriptedModel.calls("probe", "{}").then("Done.");
        ToolSpec spec = ToolSpec.of("probe", "Probes.", Json.parse("{\"type\":\"object\"}"), effect);
        ToolFunction counted = ToolFunction.of(spec, invocation -> {
            attempts.incrementAndGet();
            return tool.call(invocation);
        });
        Agent.builder(model).tools(counted).interceptors(List.of(retry)).build().run("Go.");
        return model.lastCall().toolMessage("c0").text();
    }

    private ToolResult failTwice() throws IOException {
        if (attempts.get() <= 2) throw new IOException("line is busy");
        return ToolResult.text("42");
    }

    @Test
    void aReadThatFailsIsTriedAgain() {
        String answer = answer(Effect.READ, invocation -> failTwice());

        assertEquals("42", answer);
        assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), pauses);
    }

    @Test
    void aWriteNeverRunsTwice() {
        String answer = answer(Effect.WRITE, invocation -> failTwice());

        assertEquals("The tool failed: IOException: line is busy", answer);
        assertEquals(1, attempts.get());
    }

    @Test
    void whatAToolSaysOfItselfIsNotTriedAgain() {
        String answer = answer(Effect.IDEMPOTENT, invocation -> {
            throw new ToolFailed("closed");
        });

        assertEquals("closed", answer);
        assertEquals(1, attempts.get());
    }

    @Test
    void theLastFailureIsTheAnswer() {
        String answer = answer(Effect.IDEMPOTENT, invocation -> {
            throw new IOException("line is dead");
        });

        assertEquals("The tool failed: IOException: line is dead", answer);
        assertEquals(4, attempts.get());
    }
}
