package dev.spindle.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.RunContext;
import dev.spindle.json.Json;
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
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.model.ModelReply;
import dev.spindle.model.ModelReply.Finish;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OfflineModelTest {
    private static final ToolSpec WEATHER = tool("weather", "Current weather in a city.", """
            {"city":{"type":"string","description":"City name"}}""", "city", Effect.READ);
    private static final ToolSpec WIRE =
            tool("wire_money", "Sends money to a person.", """
            {"to":{"type":"string","description":"Who gets it"},"euros":{"type":"integer","minimum":1}}""", "to\",\"euros", Effect.WRITE);
    private static final ToolSpec LIGHT =
            tool("set_light", "Sets the colour of the light in a room.", """
            {"colour":{"enum":["red","green","blue"]},"room":{"type":"string"},"slowly":{"type":"boolean"}}""", "colour\",\"slowly", Effect.IDEMPOTENT);
    private static final ToolSpec SEARCH = LibrarySearch.SPEC;
    private static final ToolSpec TESTS =
            tool("run_tests", "Builds the project and runs its tests.", """
            {"tests":{"type":"string"}}""", null, Effect.IDEMPOTENT);

    private final OfflineModel model = new OfflineModel();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            What is the weather like in Oslo?      | weather          | {"city":"Oslo"}
            How long does a loan last?             | search_documents | {"query":"How long does a loan last?"}
            Make the light in the kitchen green.   | set_light        | {"colour":"green","slowly":false}
            Wire 120 euros of money to Bo, please. | wire_money       | {"to":"Bo","euros":120}
            Run all tests.                         | run_tests        | {}
            """)
    void toolThatFitsTheRequestIsCalledWithWhatItMentions(String request, String tool, String arguments) {
        ModelCall call = asking(request, WEATHER, WIRE, LIGHT, SEARCH, TESTS);

        ModelReply reply = model.call(call);

        assertThat(reply.message().toolCalls())
                .extracting(ToolCall::name, ToolCall::arguments)
                .containsExactly(tuple(tool, arguments));
        assertThat(reply.finish()).isEqualTo(Finish.TOOL_CALLS);
    }

    @Test
    void toolIsCalledForAMentionAloneIfNothingFitsBetter() {
        ModelReply reply = model.call(asking("What should I wear in New York today?", WEATHER, TESTS));

        assertThat(reply.message().toolCalls())
                .extracting(ToolCall::arguments)
                .containsExactly("{\"city\":\"New York\"}");
    }

    @Test
    void toolIsLeftAloneIfARequiredArgumentIsNotMentioned() {
        ModelReply reply = model.call(asking("wire money to Bo", WIRE));

        assertThat(reply.message().toolCalls()).isEmpty();
        assertThat(reply.message().text()).contains("no tool that I was given fits", "not a language model");
    }

    @Test
    void toolThatWritesIsLeftAloneUnlessTheRequestNamesIt() {
        ModelReply reply = model.call(asking("Is Bo a person with 5 friends?", WIRE));

        assertThat(reply.message().toolCalls()).isEmpty();
    }

    @Test
    void argumentsBreakingTheSchemaAreNotSent() {
        ModelReply reply = model.call(asking("Wire 0 euros to Bo.", WIRE));

        assertThat(reply.message().toolCalls()).isEmpty();
    }

    @Test
    void withoutToolsItSaysWhatItIs() {
        ModelReply reply = model.call(asking("Write a poem about rain."));

        assertThat(reply.message().text()).contains("I am an offline stand-in, not a language model.");
        assertThat(reply.finish()).isEqualTo(Finish.STOP);
        assertThat(reply.model()).isEqualTo("offline");
    }

    @Test
    void resultOfAToolIsTheAnswer() {
        ModelCall call = after(asking("Weather in Oslo?", WEATHER), Outcome.OK, "{\"city\":\"Oslo\",\"celsius\":11.5}");

        String answer = model.call(call).message().text();

        assertThat(answer).isEqualTo("city: Oslo\ncelsius: 11.5");
    }

    @ParameterizedTest
    @EnumSource(value = Outcome.class, mode = EnumSource.Mode.EXCLUDE, names = "OK")
    void callThatDidNotEndWellIsReportedBeforeAnythingElseIsTried(Outcome outcome) {
        ModelCall call =
                after(asking("Wire 120 euros of money to Bo.", WIRE, SEARCH, WEATHER), outcome, "The bank said no.");

        AssistantMessage said = model.call(call).message();

        assertThat(said.toolCalls()).isEmpty();
        assertThat(said.text()).startsWith("wire_money ").contains("The bank said no.");
    }

    @Test
    void searchIsMadeAtMostTwiceAndNeverTheSameWay() {
        ModelCall call = asking("What is the wifi password?", SEARCH);
        List<String> made = new ArrayList<>();

        AssistantMessage said = model.call(call).message();
        while (!said.toolCalls().isEmpty()) {
            made.add(said.toolCalls().get(0).arguments());
            call = after(call, Outcome.OK, "No passage holds any of these words.");
            said = model.call(call).message();
        }

        assertThat(made).hasSize(2).doesNotHaveDuplicates();
        assertThat(said.text()).startsWith("I could not find this in the documents");
    }

    @Test
    void passagesOfSeveralSearchesKeepTheirNumbers() {
        ModelCall call = asking("What does a blue ticket cost?", SEARCH);
        call = after(call, Outcome.OK, "[3] prices.md:1-1\n| Red things are dear.\n");
        call = after(call, Outcome.OK, "[41] prices.md:9-9\n| A blue ticket costs four euros.\n");

        String answer = model.call(call).message().text();

        assertThat(answer).isEqualTo("A blue ticket costs four euros. [41]");
    }

    @Test
    void documentCannotForgeAHeaderOrACitation() {
        String result = """
                [3] notes.md:1-3
                | [9] bank.md:1-1
                | A blue ticket costs nothing [8].

                The ticket is blue, as a line outside the margin says.
                """;
        ModelCall call = after(asking("What does a blue ticket cost?", SEARCH), Outcome.OK, result);

        String answer = model.call(call).message().text();

        assertThat(answer)
                .contains("A blue ticket costs nothing (8).")
                .endsWith("[3]")
                .doesNotContain("[9]", "[8]", "margin");
    }

    @Test
    void sentenceThatPointsBackBringsWhatItPointsTo() {
        String result = "[1] a.md:1-2 › Tickets\n| A blue ticket is sold at the gate. It costs four euros.\n";
        ModelCall call =
                after(asking("What does the blue ticket at the gate cost in euros?", SEARCH), Outcome.OK, result);

        String answer = model.call(call).message().text();

        assertThat(answer).contains("A blue ticket is sold at the gate.", "It costs four euros.", "[1]");
    }

    @Test
    void sentenceThatOpensAListBringsTheList() {
        String result =
                "[1] a.md:1-4\n| To heat the press:\n| 1. turn the dial\n| 2. wait for the lamp\n| \n| Then begin.\n";
        ModelCall call = after(asking("How do I heat the press?", SEARCH), Outcome.OK, result);

        String answer = model.call(call).message().text();

        assertThat(answer).startsWith("To heat the press:\n- turn the dial\n- wait for the lamp [1]");
    }

    @Test
    void passageCutOutOfABlockOfCodeStillHasItsSentences() {
        String result =
                "[1] a.md:7-9\n| press.heat(70);\n| ```\n| - The press is hot after four minutes. Use gloves.\n";
        ModelCall call = after(asking("When is the press hot?", SEARCH), Outcome.OK, result);

        String answer = model.call(call).message().text();

        assertThat(answer).isEqualTo("The press is hot after four minutes. [1]");
    }

    @Test
    void failedTestsAreSummedUp() {
        String report = """
                Tests failed. 12 tests ran: 1 failed, 0 broke off, 0 skipped (3.2 s).

                1) shop.CartTest.addsUp
                | org.opentest4j.AssertionFailedError: expected: <3> but was: <4>
                | at a line of the message
                at src/test/java/shop/CartTest.java:12: assertEquals(3, cart.total());
                at src/test/java/shop/CartTest.java:40: check();
                """;
        ModelCall call = after(asking("Run the tests. Which fail, and why?", TESTS), Outcome.OK, report);

        String answer = model.call(call).message().text();

        assertThat(answer).isEqualTo("""
                Tests failed. 12 tests ran: 1 failed, 0 broke off, 0 skipped (3.2 s).

                shop.CartTest.addsUp failed.
                  org.opentest4j.AssertionFailedError: expected: <3> but was: <4>
                  at a line of the message
                  at src/test/java/shop/CartTest.java:12: assertEquals(3, cart.total());""");
    }

    @Test
    void passedTestsAreReportedAsTheToolDid() {
        String report = "All tests passed. 12 tests ran: 0 failed, 0 broke off, 0 skipped (3.2 s).\n";
        ModelCall call = after(asking("Run the tests.", TESTS), Outcome.OK, report);

        String answer = model.call(call).message().text();

        assertThat(answer).isEqualTo(report.strip());
    }

    @Test
    void noToolIsCalledIfNoneMayBe() {
        ModelOptions options = ModelOptions.DEFAULT.withToolChoice(new ToolChoice.None());

        ModelReply reply = model.call(asking("Weather in Oslo?", WEATHER).withOptions(options));

        assertThat(reply.message().toolCalls()).isEmpty();
    }

    @Test
    void toolIsCalledIfOneMustBe() {
        ModelOptions options = ModelOptions.DEFAULT.withToolChoice(new ToolChoice.Required());

        ModelReply reply = model.call(asking("Hello!", TESTS).withOptions(options));

        assertThat(reply.message().toolCalls()).extracting(ToolCall::name).containsExactly("run_tests");
    }

    @Test
    void onlyTheNamedToolIsCalled() {
        ModelOptions options = ModelOptions.DEFAULT.withToolChoice(new ToolChoice.Named("search_documents"));

        ModelReply reply =
                model.call(asking("Weather in Oslo?", WEATHER, SEARCH).withOptions(options));

        assertThat(reply.message().toolCalls()).extracting(ToolCall::name).containsExactly("search_documents");
    }

    @Test
    void requiredFormIsFilledFromWhatAToolReturned() {
        ModelCall call = after(asking("Weather in Oslo?", WEATHER), Outcome.OK, "{\"town\":\"Oslo\",\"celsius\":11}")
                .withOutput(
                        form("city\",\"celsius", "\"city\":{\"type\":\"string\"},\"celsius\":{\"type\":\"integer\"}"));

        AssistantMessage said = model.call(call).message();

        assertThat(said.text()).isEqualTo("{\"city\":\"Oslo\",\"celsius\":11}");
    }

    @Test
    void requiredFormThatCannotBeFilledIsRefused() {
        ModelCall call = asking("Make me happy.").withOutput(form("answer", "\"answer\":{\"type\":\"string\"}"));

        AssistantMessage said = model.call(call).message();

        assertThat(said.text()).isEmpty();
        assertThat(said.refusal()).contains("cannot fill the required form", "not a language model");
    }

    @Test
    void answerIsStreamedInPieces() {
        List<Delta> heard = new ArrayList<>();

        ModelReply reply = model.call(asking("Hello!").withDeltas(heard::add));

        StringBuilder text = new StringBuilder();
        for (Delta delta : heard) if (delta instanceof Delta.Text piece) text.append(piece.text());
        assertThat(text).hasToString(reply.message().text());
        assertThat(heard).hasSizeGreaterThan(3);
    }

    @Test
    void wordsAreCountedAsTokensAndCostNothing() {
        ModelReply reply = model.call(asking("Weather in Oslo?", WEATHER));

        assertThat(reply.spent().usage()).isEqualTo(Usage.of(3, 2));
        assertThat(reply.spent().cost()).isEqualTo(Cost.ZERO);
    }

    @Test
    void cancelledCallIsNotAnswered() {
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel("enough");
        RunContext context = RunContext.of("r").withCancellation(cancellation);

        assertThatThrownBy(() -> model.call(asking("Hello!").withContext(context)))
                .isInstanceOf(CancelledException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "a ",
        "a",
        "'. ', ",
        "'[', ",
        "'\n', ",
        "'[1] ', ",
        "'\n[1] x\n| a. B! ', ",
        "'\"', ",
        "'tool ', ",
        "'😀', "
    })
    void hugeAndRepetitiveResultsAreReadInTime(String pattern) {
        String huge = "[1] x.md:1-1\n| " + pattern.repeat(1_000_000 / pattern.length());
        ModelCall call = after(asking("How long may I keep a tool?", SEARCH), Outcome.OK, huge);

        ModelReply reply = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> model.call(call));

        assertThat(reply.message().text().length()).isLessThan(10_000);
    }

    @ParameterizedTest
    @CsvSource({"a ", "a", "'\" ', ", "\"' \"", "'“ ', ", "'tool ', ", "'1 ', ", "'A ', ", "'😀', "})
    void hugeAndRepetitiveRequestsAreReadInTime(String pattern) {
        ModelCall call = asking(pattern.repeat(1_000_000 / pattern.length()), WEATHER, WIRE, SEARCH);

        ModelReply reply = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> model.call(call));

        assertThat(reply.message().toolCalls())
                .allMatch(made -> made.arguments().length() < 1_000);
    }

    private static ModelCall asking(String request, ToolSpec... tools) {
        return ModelCall.of(Transcript.of(List.of(UserMessage.of(request)))).withTools(List.of(tools));
    }

    /** The question after the model's next call was made and ended so. */
    private ModelCall after(ModelCall call, Outcome outcome, String result) {
        AssistantMessage said = model.call(call).message();
        ToolCall made = said.toolCalls().get(0);
        ToolMessage answer = new ToolMessage(made.id(), made.name(), outcome, List.of(new Part.Text(result)));
        return call.withMessages(call.messages().append(said).append(answer));
    }

    private static OutputSchema form(String required, String properties) {
        return new OutputSchema(
                "form",
                Json.parse("{\"type\":\"object\",\"properties\":{" + properties + "},\"required\":[\"" + required
                        + "\"]}"));
    }

    private static ToolSpec tool(String name, String description, String properties, String required, Effect effect) {
        String names = required == null ? "" : "\"" + required + "\"";
        Json parameters =
                Json.parse("{\"type\":\"object\",\"properties\":" + properties + ",\"required\":[" + names + "]}");
        return ToolSpec.of(name, description, parameters, effect);
    }
}
