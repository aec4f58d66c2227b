package dev.spindle.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.Agent;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.http.Backoff;
import dev.spindle.http.HttpTransport;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.policy.Retry;
import dev.spindle.run.RunResult;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What a run does on each thing that a server can do wrong, once and for ever, and how long it takes by the run's own clock. */
@Timeout(60)
class FaultTableTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Longer than a slow machine lets a good answer wait. */
    private static final Duration IMPATIENCE = Duration.ofSeconds(3);

    /** How a run gets on. */
    private enum Course {
        /** The answer is taken as it comes. */
        ANSWERED,
        /** It is asked again, and again if that does not help. */
        RETRIED,
        /** The same, once the patience of the client is at an end. */
        TOO_LATE,
        /** It fails at once, since asking again would not help. */
        GIVEN_UP
    }

    /**
     * A line of the table.
     *
     * @param once seconds that pass if the server goes wrong once and then no more
     * @param always seconds that pass if it goes wrong every time
     * @param words something that the failed run's detail says
     */
    private record Row(String fault, Reaction reaction, Course course, double once, double always, String words) {
        private static Row answered(String fault, Reaction reaction) {
            return new Row(fault, reaction, Course.ANSWERED, 0, 0, "");
        }

        private static Row retried(String fault, Reaction reaction, String words) {
            return new Row(fault, reaction, Course.RETRIED, 1, 1 + 2 + 4, words);
        }

        private static Row late(String fault, Reaction reaction, String words) {
            return new Row(fault, reaction, Course.TOO_LATE, 1, 1 + 2 + 4, words);
        }

        private static Row givenUp(String fault, Reaction reaction, String words) {
            return new Row(fault, reaction, Course.GIVEN_UP, 0, 0, words);
        }

        private boolean isRetried() {
            return course == Course.RETRIED || course == Course.TOO_LATE;
        }

        /** Retried after what the server asks for. */
        private static Row asked(String header, String value, double seconds) {
            Reaction reaction = Reaction.rateLimited(header, value);
            String fault = "429 with " + header + ": " + value;
            return new Row(fault, reaction, Course.RETRIED, seconds, 3 * seconds, "Too many requests.");
        }

        /** Retried at an instant that lies a minute behind the answer. */
        private static Row askedByDate() {
            Reaction reaction = (request, wire) ->
                    Reaction.rateLimited("Retry-After", inAMinute()).take(request, wire);
            return new Row("429 with Retry-After: a date", reaction, Course.RETRIED, 60, 3 * 60, "Too many requests.");
        }
    }

    private static List<Row> table() {
        return List.of(
                Row.answered("none", Reaction.text("Hello.")),
                Row.retried("429", Reaction.error(429, "rate_limit_error", "Slow down."), "Slow down."),
                Row.asked("Retry-After-Ms", "1500", 1.5),
                Row.asked("Retry-After", "2", 2),
                Row.asked("Retry-After", "0.25", 0.25),
                Row.askedByDate(),
                Row.asked("Retry-After", "31536000", 300),
                Row.retried("429 with a negative pause", Reaction.rateLimited("Retry-After", "-5"), "Too many"),
                Row.givenUp("429 without money", Reaction.quotaExhausted(), "top up the account"),
                Row.retried("500", Reaction.error(500, "server_error", "Oops."), "Oops."),
                Row.retried("503", Reaction.error(503, "server_error", "Overloaded."), "Overloaded."),
                Row.givenUp("400", Reaction.error(400, "invalid_request_error", "No such model."), "No such model."),
                Row.givenUp("401", Reaction.error(401, "authentication_error", "Wrong key."), "Wrong key."),
                Row.answered("slow headers", Reaction.slowHeaders(SHORT, "Hello.")),
                Row.late("headers that come too late", Reaction.slowHeaders(LONG, "Hello."), "no answer in time"),
                Row.answered("slow chunks", Reaction.slowChunks(SHORT, "Hello.")),
                Row.late("chunks that come too late", Reaction.slowChunks(LONG, "Hello."), "within " + IMPATIENCE),
                Row.retried("cut in the middle of a chunk", Reaction.cutMidChunk("Hello."), "broke off"),
                Row.retried("cut before the finish reason", Reaction.cutBeforeFinish("Hello."), "broke off"),
                Row.answered("cut before [DONE]", Reaction.withoutDone("Hello.")),
                Row.retried("reset", Reaction.reset(), "check the base URL"),
                Row.retried("reset midway", Reaction.resetMidway("Hello."), "broke off"),
                Row.retried("half-close", Reaction.halfClose("Hello."), "broke off"),
                Row.givenUp("HTML", Reaction.html(), "Sign in first"),
                Row.answered("gzip", Reaction.gzip("Hello.")),
                Row.answered("wrong content type", Reaction.wrongContentType("Hello.")),
                Row.givenUp("a body of 100 MB", Reaction.endlessText(100_000_000), "larger than"),
                Row.late("endless comments", Reaction.endlessComments(SHORT), "no content came within " + IMPATIENCE));
    }

    private static String inAMinute() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(60));
    }

    @TestFactory
    Stream<DynamicTest> runsTakeEachFaultAsTheTableSays() {
        return table().stream()
                .flatMap(row -> Stream.of(false, true)
                        .flatMap(watched -> Stream.of(
                                DynamicTest.dynamicTest(
                                        name(row, watched) + ", once", begun(row, () -> once(row, watched))),
                                DynamicTest.dynamicTest(
                                        name(row, watched) + ", always", begun(row, () -> always(row, watched))))))
                .toList()
                .stream();
    }

    /** What mostly waits begins now, beside all others; whatever it throws comes when it is asked for. */
    private static Executable begun(Row row, Runnable test) {
        if (row.course() != Course.TOO_LATE) return test::run;
        FutureTask<Void> begun = new FutureTask<>(test, null);
        new Thread(begun).start();
        return begun::get;
    }

    private static String name(Row row, boolean watched) {
        return row.fault() + (watched ? ", streaming" : ", blocking");
    }

    private static void once(Row row, boolean watched) {
        try (FaultyModelServer server = FaultyModelServer.reacting(row.reaction(), Reaction.text("Hello."))) {
            Watched run = run(server, timeouts(row), watched);

            boolean givenUp = row.course() == Course.GIVEN_UP;
            assertEquals(
                    givenUp ? StopReason.MODEL_FAILED : StopReason.ANSWERED,
                    run.result().stopReason());
            if (givenUp) assertThat(run.result().detail()).contains(row.words());
            else assertEquals("Hello.", run.result().text());
            if (watched && !givenUp) assertEquals("Hello.", run.heard());
            assertEquals(row.isRetried() ? 2 : 1, server.requests().size());
            assertSeconds(row.once(), run.result());
        }
    }

    private static void always(Row row, boolean watched) {
        try (FaultyModelServer server = FaultyModelServer.reacting(row.reaction())) {
            Watched run = run(server, timeouts(row), watched);

            boolean answered = row.course() == Course.ANSWERED;
            assertEquals(
                    answered ? StopReason.ANSWERED : StopReason.MODEL_FAILED,
                    run.result().stopReason());
            if (!answered) assertThat(run.result().detail()).contains(row.words());
            assertEquals(row.isRetried() ? 4 : 1, server.requests().size());
            assertSeconds(row.always(), run.result());
            assertThat(run.result().transcript().isClosed()).isTrue();
        }
    }

    /** Up to five seconds less, since a date has no fractions and some of the time to it passes before it is read. */
    private static void assertSeconds(double expected, RunResult result) {
        double seconds = result.work().time().toMillis() / 1000.0;
        double tolerance = expected >= 60 ? 5 * expected / 60 : 0;
        assertThat(seconds).isBetween(expected - tolerance, expected);
    }

    /** A run, and the text that somebody who listened to it has heard and was not told to forget. */
    private record Watched(RunResult result, String heard) {}

    private static HttpTransport.Timeouts timeouts(Row row) {
        if (row.course() != Course.TOO_LATE) return HttpTransport.Timeouts.DEFAULT;
        return HttpTransport.Timeouts.DEFAULT.withFirstContent(IMPATIENCE).withBetweenChunks(IMPATIENCE);
    }

    private static Watched run(FaultyModelServer server, HttpTransport.Timeouts timeouts, boolean watched) {
        VirtualTime time = VirtualTime.create();
        Agent agent = Agent.builder(OpenAiModel.builder()
                        .model("any")
                        .baseUrl(server.baseUrl())
                        .timeouts(timeouts)
                        .build())
                .interceptors(List.of(new Retry(Backoff.DEFAULT.withRandom(() -> 0.5), time)))
                .clock(time)
                .build();
        if (!watched) return new Watched(agent.run("Hi."), "");
        List<String> heard = new ArrayList<>();
        RunResult result = agent.run("Hi.", event -> {
            if (event instanceof RunEvent.TextWritten written) heard.add(written.text());
            if (event instanceof RunEvent.ReplyDropped) heard.clear();
        });
        return new Watched(result, String.join("", heard));
    }
}
