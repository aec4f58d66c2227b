package dev.spindle.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.RunContext;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Cost;
import dev.spindle.message.Part;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Transcript;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Delta;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import dev.spindle.model.ModelReply.Finish;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptedModelTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void repliesComeInTheOrderOfTheScript() {
        ScriptedModel model =
                ScriptedModel.calls("weather", "{\"city\":\"Oslo\"}").then("Take a coat.");

        ModelReply first = model.call(question());
        ModelReply second = model.call(question());

        assertThat(first.message().toolCalls()).containsExactly(ToolCall.of("c0", "weather", "{\"city\":\"Oslo\"}"));
        assertThat(first.finish()).isEqualTo(Finish.TOOL_CALLS);
        assertThat(second.message()).isEqualTo(AssistantMessage.of("Take a coat."));
        assertThat(second.finish()).isEqualTo(Finish.STOP);
    }

    @Test
    void callIdsCountThroughTheWholeScript() {
        ScriptedModel model = ScriptedModel.calls("a", "{}")
                .thenReplies(ScriptedReply.call("b", "{}").andCall("c", "{}"))
                .thenCalls("d", "{}");

        List<String> ids = IntStream.range(0, 3)
                .mapToObj(turn -> model.call(question()).message().toolCalls())
                .flatMap(List::stream)
                .map(ToolCall::id)
                .toList();

        assertThat(ids).containsExactly("c0", "c1", "c2", "c3");
    }

    @Test
    void callIdsOfAReplysOwnMayBeEmptyOrTaken() {
        ScriptedReply reply = ScriptedReply.text("")
                .andCallWithId("0", "a", "{}")
                .andCallWithId("0", "b", "{}")
                .andCallWithId("", "c", "{}");

        ModelReply said = ScriptedModel.empty().thenReplies(reply).call(question());

        assertThat(said.message().toolCalls()).extracting(ToolCall::id).containsExactly("0", "0", "");
    }

    @Test
    void replyHasWhateverAModelMaySend() {
        ScriptedReply reply = ScriptedReply.text("Half an ans")
                .withReasoning("Hm.")
                .withRefusal("Not that.")
                .withFinish(Finish.CONTENT_FILTER)
                .withUsage(Usage.of(7, 3))
                .withCost(Cost.usd(new BigDecimal("0.5")));

        ModelReply said = ScriptedModel.empty().thenReplies(reply).call(question());

        assertThat(said.message().text()).isEqualTo("Half an ans");
        assertThat(said.message().reasoning()).isEqualTo("Hm.");
        assertThat(said.message().refusal()).isEqualTo("Not that.");
        assertThat(said.finish()).isEqualTo(Finish.CONTENT_FILTER);
        assertThat(said.finishWord()).isEqualTo("content_filter");
        assertThat(said.spent().usage()).isEqualTo(Usage.of(7, 3));
        assertThat(said.spent().cost()).isEqualTo(Cost.usd(new BigDecimal("0.5")));
    }

    @Test
    void replyIsStreamedInPiecesThatMakeUpTheWhole() {
        ScriptedReply reply = ScriptedReply.text("Take a warm coat. 🧥🧥🧥🧥🧥🧥🧥🧥🧥🧥")
                .andCall("weather", "{\"city\": \"Oslo\", \"days\": [1, 2, 3, 4, 5, 6]}")
                .withReasoning("It is cold.");
        List<Delta> heard = new ArrayList<>();

        ModelReply said =
                ScriptedModel.empty().thenReplies(reply).call(question().withDeltas(heard::add));

        assertThat(heard)
                .startsWith(new Delta.Reasoning("It "), new Delta.Reasoning("is "), new Delta.Reasoning("cold."));
        assertThat(textOf(heard)).isEqualTo(said.message().text());
        assertThat(argumentsOf(heard))
                .isEqualTo(said.message().toolCalls().get(0).arguments());
        assertThat(heard).hasSizeGreaterThan(10);
    }

    @Test
    void piecesAreTheSameEachTime() {
        List<Delta> first = new ArrayList<>();
        List<Delta> second = new ArrayList<>();

        ScriptedModel.says("One two three.").call(question().withDeltas(first::add));
        ScriptedModel.says("One two three.").call(question().withDeltas(second::add));

        assertThat(first)
                .isEqualTo(second)
                .containsExactly(new Delta.Text("One "), new Delta.Text("two "), new Delta.Text("three."));
    }

    @Test
    void failureComesAfterThePartialTextThatItCarries() {
        ModelException.Details details = ModelException.Details.of("overloaded")
                .withPartial(ModelReply.of(AssistantMessage.of("It is "), Usage.NONE));
        ModelException failure = new ModelException.Unavailable("broke off", details, null, null);
        ScriptedModel model = ScriptedModel.empty().thenFails(failure).then("It is cold.");
        List<Delta> heard = new ArrayList<>();

        assertThatThrownBy(() -> model.call(question().withDeltas(heard::add))).isSameAs(failure);

        assertThat(textOf(heard)).isEqualTo("It is ");
        assertThat(model.call(question()).message().text()).isEqualTo("It is cold.");
    }

    @Test
    void hangingReplyEndsWhenTheCallIsCancelled() {
        ScriptedModel model = ScriptedModel.empty().thenHangs();
        Cancellation cancellation = Cancellation.create();
        RunContext context = RunContext.of("r").withCancellation(cancellation);
        CompletableFuture<ModelReply> asking =
                CompletableFuture.supplyAsync(() -> model.call(question().withContext(context)));

        model.awaitCalls(1, SOON);
        cancellation.cancel("the user left");

        assertThatThrownBy(asking::join)
                .isInstanceOf(CompletionException.class)
                .hasCause(new CancelledException("the user left"));
    }

    @Test
    void functionSeesTheQuestionAndItsReplyIsStreamed() {
        ScriptedModel model = ScriptedModel.empty()
                .thenAnswers(call -> ModelReply.of(
                        AssistantMessage.of(
                                "You said " + call.messages().message(0).text()),
                        Usage.NONE));
        List<Delta> heard = new ArrayList<>();

        ModelReply said = model.call(question().withDeltas(heard::add));

        assertThat(said.message().text()).isEqualTo("You said Pay Bo.");
        assertThat(textOf(heard)).isEqualTo("You said Pay Bo.");
    }

    @Test
    void cancelledCallIsNotAnswered() {
        ScriptedModel model = ScriptedModel.says("Hello.");
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel("too late");
        RunContext context = RunContext.of("r").withCancellation(cancellation);

        assertThatThrownBy(() -> model.call(question().withContext(context))).isInstanceOf(CancelledException.class);

        assertThat(model.calls()).isEmpty();
    }

    @Test
    void questionsAreRememberedWithTheirToolAnswers() {
        ScriptedModel model = ScriptedModel.says("Done.");
        ToolMessage refused = answer("c0", "Refused: too much");
        Transcript conversation = question().messages().append(calling("c0")).append(refused);

        model.call(ModelCall.of(conversation));

        assertThat(model.lastCall().toolMessage("c0")).isEqualTo(refused);
        assertThat(model.lastCall().userMessage().text()).isEqualTo("Pay Bo.");
        assertThatThrownBy(() -> model.lastCall().toolMessage("c1"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("No tool message answers call 'c1'; answered are [c0]");
    }

    @Test
    void newestAnswerIsFoundWhereIdsAreTheSame() {
        ScriptedModel model = ScriptedModel.says("Done.");
        Transcript conversation = question().messages();
        conversation = conversation.append(calling("0")).append(answer("0", "first"));
        conversation = conversation.append(calling("0")).append(answer("0", "second"));

        model.call(ModelCall.of(conversation));

        assertThat(model.lastCall().toolMessage("0").text()).isEqualTo("second");
        assertThat(model.lastCall().toolMessages())
                .extracting(ToolMessage::text)
                .containsExactly("first", "second");
    }

    @Test
    void unusedRepliesAreNamed() {
        ScriptedModel model =
                ScriptedModel.says("Hello.").thenCalls("wire", "{\"cents\":5}").thenHangs();

        model.call(question());

        assertThatThrownBy(model::assertComplete)
                .isInstanceOf(AssertionError.class)
                .hasMessage("Model 'scripted' was asked 1 times, but 3 replies are scripted; nobody asked for:\n"
                        + "- calls wire({\"cents\":5})\n- hangs until cancelled");
    }

    @Test
    void questionsBeyondTheScriptFailAndAreCounted() {
        ScriptedModel model = ScriptedModel.named("tiny").then("Hello.");
        model.call(question());

        assertThatThrownBy(() -> model.call(question()))
                .isInstanceOf(ModelException.Rejected.class)
                .hasMessageStartingWith("Model 'tiny' was asked 2 times, but 1 replies are scripted");

        assertThatThrownBy(model::assertComplete)
                .isInstanceOf(AssertionError.class)
                .hasMessage("Model 'tiny' was asked 2 times, but 1 replies are scripted");
    }

    @Test
    void usedUpScriptIsComplete() {
        ScriptedModel model = ScriptedModel.says("Hello.");

        model.call(question());

        model.assertComplete();
    }

    @Test
    void manyThreadsGetEachReplyOnce() {
        ScriptedModel model = ScriptedModel.empty();
        List<String> texts =
                IntStream.range(0, 200).mapToObj(number -> "text " + number).toList();
        texts.forEach(model::then);

        Set<String> said = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 200)
                .parallel()
                .forEach(asked -> said.add(model.call(question()).message().text()));

        assertThat(said).containsExactlyInAnyOrderElementsOf(texts);
        model.assertComplete();
    }

    private static ModelCall question() {
        return ModelCall.of(Transcript.of(List.of(UserMessage.of("Pay Bo."))));
    }

    private static AssistantMessage calling(String id) {
        return AssistantMessage.calling(List.of(ToolCall.of(id, "wire", "{}")));
    }

    private static ToolMessage answer(String id, String text) {
        return new ToolMessage(id, "wire", Outcome.OK, List.of(new Part.Text(text)));
    }

    private static String textOf(List<Delta> heard) {
        StringBuilder text = new StringBuilder();
        for (Delta delta : heard) if (delta instanceof Delta.Text piece) text.append(piece.text());
        return text.toString();
    }

    private static String argumentsOf(List<Delta> heard) {
        StringBuilder text = new StringBuilder();
        for (Delta delta : heard) if (delta instanceof Delta.ArgumentsPiece piece) text.append(piece.piece());
        return text.toString();
    }
}
