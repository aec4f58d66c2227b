package dev.spindle.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.Agent;
import dev.spindle.event.StopReason;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.message.Message;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.testing.ScriptedModel;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code output} would throw has been said to the model in the run. */
class TypedAnswerTest {
    record Trip(String airport, LocalDate day) {}

    record Ids(UUID id, Instant at, Duration lasts, URI page, int count, Map<String, LocalDate> days) {}

    record Span(int from, int to) {
        Span {
            if (from > to) throw new IllegalArgumentException("from is after to");
        }
    }

    record Route(List<Span> spans) {}

    record Guest(@Size(max = 3) String code, boolean adult) {
        @AssertTrue(message = "must be an adult")
        boolean isGrown() {
            return adult;
        }
    }

    private static final String OSLO = "{\"airport\":\"OSL\",\"day\":\"2026-11-27\"}";
    private static final Trip TO_OSLO = new Trip("OSL", LocalDate.of(2026, 11, 27));

    private static <T> RunResult ask(
            Class<T> type, Function<T, List<String>> validator, boolean streamed, String... says) {
        ScriptedModel model = ScriptedModel.says(says[0]);
        for (int at = 1; at < says.length; at++) model = model.then(says[at]);
        Agent agent = Agent.builder(model).build();
        RunRequest request = RunRequest.of("To Oslo.").returning(type, validator);
        return streamed ? agent.run(request, event -> {}) : agent.run(request);
    }

    private static <T> RunResult ask(Class<T> type, String... says) {
        return ask(type, any -> List.of(), false, says);
    }

    /** What the model was told, after the question. */
    private static Optional<String> told(RunResult result) {
        List<Message> messages = result.transcript().messages();
        return messages.stream()
                .filter(message -> message instanceof UserMessage)
                .skip(1)
                .map(message -> ((UserMessage) message).text())
                .findFirst();
    }

    private static String wrong(Class<?> type, String answer) {
        return told(ask(type, answer, answer, answer, answer, answer, answer)).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void valueThatTheTypeCannotHoldIsToldAndMended(boolean streamed) {
        RunResult result =
                ask(Trip.class, any -> List.of(), streamed, "{\"airport\":\"OSL\",\"day\":\"next Friday\"}", OSLO);

        assertThat(result.output(Trip.class)).isEqualTo(TO_OSLO);
        assertThat(told(result).orElseThrow()).isEqualTo("""
                        The answer does not have the form asked for:
                        - /day: the string "next Friday" found, an ISO-8601 string (LocalDate) expected
                        Expected: {"airport": string, "day": string}
                        Answer again with the corrected JSON and nothing else.""");
    }

    @Test
    void everyBadValueIsToldAtOnce() {
        String told = wrong(
                Ids.class,
                "{\"id\":\"7\",\"at\":\"noon\",\"lasts\":\"an hour\",\"page\":\"no page\",\"count\":3000000000,"
                        + "\"days\":{\"a\":\"2026-01-01\",\"b\":\"soon\"}}");

        assertThat(told).contains("/id: ", "/at: ", "/lasts: ", "/page: ", "/count: ", "/days/b: ");
        assertThat(told).doesNotContain("/days/a");
    }

    @Test
    void badValuesAreToldBesideWhatTheSchemaKnows() {
        String told = wrong(Trip.class, "{\"airport\":5,\"day\":\"next Friday\",\"gate\":1}");

        assertThat(told).contains("- /airport: ", "- /day: the string \"next Friday\" found", "- /gate: unknown field");
    }

    @Test
    void whatConstructorsRefuseIsToldWithItsPlace() {
        assertThat(wrong(Span.class, "{\"from\":3,\"to\":1}")).contains("- from is after to");
        assertThat(wrong(
                        Route.class, "{\"spans\":[{\"from\":3,\"to\":1},{\"from\":1,\"to\":2},{\"from\":9,\"to\":1}]}"))
                .contains("- /spans/0: from is after to", "- /spans/2: from is after to")
                .doesNotContain("/spans/1");
    }

    @Test
    void constraintsAreTold() {
        assertThat(wrong(Guest.class, "{\"code\":\"abcd\",\"adult\":true}")).contains("- /code: ");
        assertThat(wrong(Guest.class, "{\"code\":\"abc\",\"adult\":false}")).contains("must be an adult");
    }

    @Test
    void whatTheValidatorSaysIsTold() {
        Function<Trip, List<String>> nearby =
                trip -> trip.airport().equals("OSL") ? List.of() : List.of("only OSL is near, not " + trip.airport());

        RunResult result = ask(Trip.class, nearby, false, "{\"airport\":\"LHR\",\"day\":\"2026-11-27\"}", OSLO);

        assertThat(result.output(Trip.class)).isEqualTo(TO_OSLO);
        assertThat(told(result).orElseThrow()).contains("- only OSL is near, not LHR");
    }

    @Test
    void whatTheValidatorThrowsIsTold() {
        Function<Trip, List<String>> moody = trip -> {
            throw new IllegalStateException("no trips today");
        };

        RunResult result = ask(Trip.class, moody, false, OSLO, OSLO, OSLO, OSLO, OSLO, OSLO);

        assertThat(result.stopReason()).isEqualTo(StopReason.INVALID_OUTPUT);
        assertThat(told(result).orElseThrow()).contains("- no trips today");
    }

    static Stream<Arguments> mendedWithoutAsking() {
        return Stream.of(
                Arguments.of("a code fence", "```json\n" + OSLO + "\n```"),
                Arguments.of("words before", "Here is your trip: " + OSLO),
                Arguments.of("words after", OSLO + "\nHave a good time!"),
                Arguments.of("words around a fence", "Sure:\n```json\n" + OSLO + "\n```\nAnything else?"),
                Arguments.of("white space", "\n " + OSLO + " \n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mendedWithoutAsking")
    void whatStandsAroundTheJsonCostsNoTurn(String name, String answer) {
        RunResult result = ask(Trip.class, answer);

        assertThat(result.output(Trip.class)).isEqualTo(TO_OSLO);
        assertThat(result.work().turns()).isEqualTo(1);
    }

    @Test
    void ofTwoAnswersNoneIsChosen() {
        assertThat(wrong(Trip.class, OSLO + " or " + OSLO)).contains("The answer does not have the form asked for:");
        assertThat(wrong(Trip.class, "Either " + OSLO + " or " + OSLO))
                .contains("The answer does not have the form asked for:");
    }

    @Test
    void formatsOfASchemaCountWhereNoTypeIsKnown() {
        OutputSchema form = new OutputSchema(
                "trip",
                RunRequest.of("x").returning(Trip.class).overrides().output().schema());
        Agent agent = Agent.builder(ScriptedModel.says("{\"airport\":\"OSL\",\"day\":\"next Friday\"}")
                        .then(OSLO))
                .journal(new InMemoryJournal())
                .build();

        RunResult result = agent.run(RunRequest.of("To Oslo.").returning(form));

        assertThat(told(result).orElseThrow()).contains("- /day: ");
        assertThat(result.output(Trip.class)).isEqualTo(TO_OSLO);
    }
}
