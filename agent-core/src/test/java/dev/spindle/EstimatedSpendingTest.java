package dev.spindle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.context.Cancellation;
import dev.spindle.event.EventJson;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.http.Backoff;
import dev.spindle.http.HttpTransport;
import dev.spindle.http.WireServer;
import dev.spindle.http.WireServer.Answer;
import dev.spindle.http.WireServer.Body;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Usage;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelReply;
import dev.spindle.model.Pricing;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.policy.Retry;
import dev.spindle.run.RunListener;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An attempt whose usage nobody tells is estimated and counts; one that surely cost nothing counts nothing. */
@Timeout(30)
class EstimatedSpendingTest {
    private static final Limits LIMITED = Limits.DEFAULT.withMaxCost(new BigDecimal("1"));
    private static final Pricing.Price DOLLAR_A_TOKEN_IN_A_THOUSAND = Pricing.Price.of("1000", "1000", "1000");
    private static final String SAID = "A harbour at the end of a long fjord.";
    private static final Answer WHOLE =
            Answer.json("{\"choices\":[{\"message\":{\"content\":\"Oslo.\"},\"finish_reason\":\"stop\"}],\"usage\":"
                    + "{\"prompt_tokens\":10,\"completion_tokens\":2}}");

    private static OpenAiModel.Builder model(String url) {
        return OpenAiModel.builder()
                .model("m")
                .baseUrl(url)
                .pricing(Pricing.STANDARD.with("m", DOLLAR_A_TOKEN_IN_A_THOUSAND));
    }

    private static Agent.Builder agent(OpenAiModel.Builder model) {
        return Agent.builder(model.build())
                .limits(LIMITED)
                .options(ModelOptions.DEFAULT.withMaxTokens(50))
                .interceptors(List.of(new Retry(Backoff.DEFAULT, (length, cancellation) -> {})));
    }

    private static RunResult run(Agent agent, RunRequest request, boolean streamed) {
        return streamed ? agent.run(request, event -> {}) : agent.run(request);
    }

    private static String piece(String text) {
        return "data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
    }

    private static Answer begun(Body rest) {
        return new Answer(200, Map.of("Content-Type", "text/event-stream"), out -> {
            out.write(piece(SAID).getBytes(StandardCharsets.UTF_8));
            out.flush();
            rest.writeTo(out);
        });
    }

    private static void hang(OutputStream out) throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStreamThatBreaksAndIsAskedAgainDoesNotEndTheBudget(boolean streamed) throws IOException {
        try (WireServer server = WireServer.giving(begun(out -> {}), WHOLE)) {
            RunResult result = run(agent(model(server.baseUrl())).build(), RunRequest.of("Where?"), streamed);

            assertThat(result.stopReason()).as(result.detail()).isEqualTo(StopReason.ANSWERED);
            assertThat(result.cost().complete()).isTrue();
            assertThat(result.cost().isEstimated()).isTrue();
            assertThat(result.cost().toString()).matches("~0\\.0\\d+ USD");
            assertThat(result.usage().outputTokens()).isBetween(2L + 8, 2L + 24);
            assertThat(result.usage().inputTokens()).isBetween(10L + 4, 10L + 20);
        }
    }

    @Test
    void aRunThatWasCancelledInTheMiddleOfAStreamGoesOnUnderItsBudget() throws IOException {
        try (WireServer server = WireServer.giving(begun(EstimatedSpendingTest::hang), WHOLE)) {
            Agent agent = agent(model(server.baseUrl()))
                    .limits(LIMITED.withMaxTurns(5))
                    .journal(new InMemoryJournal())
                    .build();
            Cancellation cancellation = Cancellation.create();
            RunListener cancelling = event -> {
                if (event instanceof RunEvent.TextWritten) cancellation.cancel("enough");
            };
            RunRequest request = RunRequest.of("Where?").withRunId("r").withCancellation(cancellation);

            RunResult cancelled = agent.run(request, cancelling);
            RunResult result = agent.resume("r");

            assertThat(cancelled.stopReason()).isEqualTo(StopReason.CANCELLED);
            assertThat(cancelled.cost().isEstimated()).isTrue();
            assertThat(cancelled.usage().outputTokens()).isPositive();
            assertThat(result.stopReason()).as(result.detail()).isEqualTo(StopReason.ANSWERED);
            assertThat(result.cost().usd()).isGreaterThan(cancelled.cost().usd());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerWithoutUsageIsEstimated(boolean streamed) throws IOException {
        Answer silent =
                Answer.json("{\"choices\":[{\"message\":{\"content\":\"" + SAID + "\"},\"finish_reason\":\"stop\"}]}");
        try (WireServer server = WireServer.giving(silent)) {
            RunResult result = run(agent(model(server.baseUrl())).build(), RunRequest.of("Where?"), streamed);

            assertThat(result.text()).isEqualTo(SAID);
            assertThat(result.cost().isEstimated()).isTrue();
            assertThat(result.usage().outputTokens()).isBetween(8L, 24L);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerThatSaysItTookNothingIsNotBelieved(boolean streamed) throws IOException {
        Answer zero = Answer.json("{\"choices\":[{\"message\":{\"content\":\"" + SAID
                + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}");
        try (WireServer server = WireServer.giving(zero)) {
            RunResult result = run(agent(model(server.baseUrl())).build(), RunRequest.of("Where?"), streamed);

            assertThat(result.cost().isEstimated()).isTrue();
            assertThat(result.cost().usd()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAttemptThatTookTooLongAfterItWasSentCountsWhatWasSent(boolean streamed) throws IOException {
        Answer never = new Answer(200, Map.of(), EstimatedSpendingTest::hang);
        HttpTransport.Timeouts short1 = HttpTransport.Timeouts.DEFAULT.withFirstContent(Duration.ofMillis(300));
        try (WireServer server = WireServer.giving(never, WHOLE)) {
            RunResult result =
                    run(agent(model(server.baseUrl()).timeouts(short1)).build(), RunRequest.of("Where?"), streamed);

            assertThat(result.stopReason()).as(result.detail()).isEqualTo(StopReason.ANSWERED);
            assertThat(result.cost().isEstimated()).isTrue();
            assertThat(result.usage().inputTokens()).isGreaterThan(10);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAttemptThatWasCancelledBeforeAnyAnswerCountsWhatWasSent(boolean streamed) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Cancellation cancellation = Cancellation.create();
        try (WireServer server = WireServer.answering(request -> {
            asked.countDown();
            awaitForever();
            return WHOLE;
        })) {
            Agent agent = agent(model(server.baseUrl())).build();
            Thread canceller = new Thread(() -> {
                await(asked);
                cancellation.cancel("enough");
            });
            canceller.start();

            RunResult result = run(agent, RunRequest.of("Where?").withCancellation(cancellation), streamed);

            canceller.join();
            assertThat(result.stopReason()).isEqualTo(StopReason.CANCELLED);
            assertThat(result.usage().inputTokens()).isPositive();
            assertThat(result.cost().isEstimated()).isTrue();
        }
    }

    private static void awaitForever() {
        await(new CountDownLatch(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 429, 500, 503})
    void aRefusalCostsNothing(int status) throws IOException {
        Answer refused = Answer.of(status, "application/json", "{\"error\":{\"message\":\"No.\"}}");
        for (boolean streamed : new boolean[] {false, true}) {
            try (WireServer server = WireServer.giving(refused)) {
                RunResult result = run(agent(model(server.baseUrl())).build(), RunRequest.of("Where?"), streamed);

                assertThat(result.stopReason()).isEqualTo(StopReason.MODEL_FAILED);
                assertThat(result.usage()).isEqualTo(Usage.NONE);
                assertThat(result.cost().toString()).isEqualTo("0 USD");
            }
        }
    }

    @Test
    void anErrorInPlaceOfAStreamCostsNothing() throws IOException {
        Answer refused = Answer.events("data: {\"error\":{\"message\":\"overloaded\",\"code\":503}}\n\n");
        try (WireServer server = WireServer.giving(refused, WHOLE)) {
            RunResult result = run(agent(model(server.baseUrl())).build(), RunRequest.of("Where?"), true);

            assertThat(result.usage()).isEqualTo(Usage.of(10, 2));
            assertThat(result.cost().isEstimated()).isFalse();
        }
    }

    @Test
    void aConnectionThatWasRefusedCostsNothing() throws IOException {
        String nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
        }

        RunResult result = agent(model(nobody)).build().run("Where?");

        assertThat(result.stopReason()).isEqualTo(StopReason.MODEL_FAILED);
        assertThat(result.cost().toString()).isEqualTo("0 USD");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aModelOfOnesOwnThatBreaksOffIsEstimatedByItsPrice(boolean streamed) {
        ModelException cut = new ModelException.Unavailable(
                "cut",
                ModelException.Details.of("cut").withPartial(ModelReply.of(AssistantMessage.of(SAID), Usage.NONE)),
                null,
                null);
        ScriptedModel model = ScriptedModel.priced(DOLLAR_A_TOKEN_IN_A_THOUSAND)
                .thenFails(cut)
                .thenReplies(ScriptedReply.text("Oslo.").withUsage(Usage.of(10, 2)));
        Agent agent = Agent.builder(model)
                .limits(LIMITED)
                .options(ModelOptions.DEFAULT.withMaxTokens(50))
                .interceptors(List.of(new Retry(Backoff.DEFAULT, (length, cancellation) -> {})))
                .build();

        RunResult result = run(agent, RunRequest.of("Where?"), streamed);

        assertThat(result.stopReason()).as(result.detail()).isEqualTo(StopReason.ANSWERED);
        assertThat(result.cost().isEstimated()).isTrue();
        assertThat(result.usage().outputTokens()).isBetween(2L + 8, 2L + 24);
    }

    @Test
    void whatIsEstimatedIsRecordedAsSuchAndReadAgain() throws IOException {
        InMemoryJournal journal = new InMemoryJournal();
        try (WireServer server = WireServer.giving(begun(out -> {}))) {
            agent(model(server.baseUrl()))
                    .interceptors(List.of())
                    .journal(journal)
                    .build()
                    .run(RunRequest.of("Where?").withRunId("r"));

            RunEvent.Recorded failed = journal.read("r", 0).get(1);

            String line = EventJson.write(failed);
            assertThat(line).contains("\"AskFailed\"", "\"complete\":true,\"estimated\":true}");
            assertThat(EventJson.read(line)).isEqualTo(failed);
        }
    }

    @Test
    void aPriceThatNobodyKnowsIsSaidWithWhatToConfigure() throws IOException {
        try (WireServer server = WireServer.giving(begun(out -> {}), WHOLE)) {
            OpenAiModel.Builder unpriced = OpenAiModel.builder().model("m").baseUrl(server.baseUrl());

            RunResult result =
                    agent(unpriced).interceptors(List.of()).build().run(RunRequest.of("Where?"), event -> {});

            assertThat(result.stopReason()).isEqualTo(StopReason.COST_LIMIT);
            assertThat(result.detail())
                    .isEqualTo("the limit of 1 USD cannot be kept: the price of model 'm' is unknown; give it where the"
                            + " model is built, as by OpenAiModel.builder().pricing(…), or by Model.cost");
        }
    }
}
