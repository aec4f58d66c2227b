package dev.spindle.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.Agent;
import dev.spindle.context.Cancellation;
import dev.spindle.event.StopReason;
import dev.spindle.http.Backoff;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.policy.RateLimit;
import dev.spindle.policy.Retry;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultyModelServerTest {
    static final class Weather {
        @Tool(value = "Current weather.", effect = Effect.READ)
        public String now(@Param("The city") String city) {
            return "rain in " + city;
        }
    }

    @Test
    void aCallIsAnsweredLikeByAnyServer() {
        try (FaultyModelServer server = FaultyModelServer.reacting(
                Reaction.call("now", "{\"city\":\"Oslo\"}"), Reaction.text("Take a coat."))) {
            OpenAiModel model =
                    OpenAiModel.builder().model("any").baseUrl(server.baseUrl()).build();

            String answer = Agent.builder(model)
                    .tools(new Weather())
                    .build()
                    .run("Oslo?", event -> {})
                    .text();

            assertEquals("Take a coat.", answer);
            assertThat(server.requests()).hasSize(2).allMatch(ReceivedRequest::streaming);
            assertThat(server.requests().get(1).body()).contains("rain in Oslo");
        }
    }

    @Test
    void aRunThatIsCancelledDoesNotWaitForASilentServer() {
        try (FaultyModelServer server = FaultyModelServer.reacting(Reaction.silence())) {
            OpenAiModel model =
                    OpenAiModel.builder().model("any").baseUrl(server.baseUrl()).build();
            Cancellation cancellation = Cancellation.create();
            Thread impatient = new Thread(() -> {
                while (server.requests().isEmpty()) Thread.onSpinWait();
                cancellation.cancel("enough");
            });
            impatient.start();

            RunResult result =
                    Agent.builder(model).build().run(RunRequest.of("Hi.").withCancellation(cancellation));

            assertEquals(StopReason.CANCELLED, result.stopReason());
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void aRateLimitLearnsFromWhatTheServerSays() {
        Map<String, String> headers = Map.of(
                "x-ratelimit-limit-requests", "10",
                "x-ratelimit-remaining-requests", "0",
                "x-ratelimit-reset-requests", "40s");
        try (FaultyModelServer server = FaultyModelServer.reacting(
                Reaction.error(429, "rate_limit_error", "Slow down.", headers), Reaction.text("Hello."))) {
            VirtualTime time = VirtualTime.create();
            Agent agent = Agent.builder(OpenAiModel.builder()
                            .model("any")
                            .baseUrl(server.baseUrl())
                            .build())
                    .interceptors(List.of(
                            new Retry(Backoff.DEFAULT.withRandom(() -> 0.5), time),
                            RateLimit.of(1000, 1_000_000, 4, time, time)))
                    .build();

            String answer = agent.run("Hi.").text();

            assertEquals("Hello.", answer);
            assertEquals(Duration.ofSeconds(4), time.elapsed()); // one request of ten in 40 seconds
        }
    }

    @Test
    void virtualTimePassesOnlyWhenSomebodyWaits() {
        VirtualTime time = VirtualTime.create();

        time.take(Duration.ofDays(2), Cancellation.create());
        time.take(Duration.ofSeconds(1), Cancellation.create());

        assertEquals(Duration.ofDays(2).plusSeconds(1), time.elapsed());
        assertThat(time.pauses()).containsExactly(Duration.ofDays(2), Duration.ofSeconds(1));
    }
}
