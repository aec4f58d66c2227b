package dev.spindle.message;

import static dev.spindle.message.Histories.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.message.ToolMessage.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepairTest {
    private static final Message QUESTION = UserMessage.of("How much is it?");
    private static final Message REPLY = AssistantMessage.of("Seven.");

    private static AssistantMessage calling(String... idsAndNames) {
        List<ToolCall> calls = new ArrayList<>();
        for (int at = 0; at < idsAndNames.length; at += 2) {
            calls.add(ToolCall.of(idsAndNames[at], idsAndNames[at + 1], "{}"));
        }
        return AssistantMessage.calling(calls);
    }

    private static ToolMessage interrupted(String id, String name) {
        String text = "Interrupted: this call has no recorded result, and may or may not have taken effect.";
        return new ToolMessage(id, name, Outcome.IN_DOUBT, List.of(new Part.Text(text)));
    }

    private static List<Message> repaired(Message... history) {
        return Transcript.repaired(List.of(history)).messages();
    }

    @Test
    void emptyHistoryStaysEmpty() {
        List<Message> repaired = repaired();

        assertEquals(List.of(), repaired);
    }

    @Test
    void callWithoutAnswerIsAnsweredAsInterrupted() {
        List<Message> repaired = repaired(QUESTION, calling("a", "add", "b", "find"), answer("a", "add", "7"));

        assertEquals(
                List.of(QUESTION, calling("a", "add", "b", "find"), answer("a", "add", "7"), interrupted("b", "find")),
                repaired);
    }

    @Test
    void orphanAnswerIsDropped() {
        List<Message> repaired = repaired(answer("x", "add", "1"), QUESTION, answer("y", "add", "2"), REPLY);

        assertEquals(List.of(QUESTION, REPLY), repaired);
    }

    @Test
    void secondAnswerToACallIsDropped() {
        List<Message> repaired =
                repaired(QUESTION, calling("a", "add"), answer("a", "add", "7"), answer("a", "add", "8"), REPLY);

        assertEquals(List.of(QUESTION, calling("a", "add"), answer("a", "add", "7"), REPLY), repaired);
    }

    @Test
    void answersComeInTheOrderOfTheirCalls() {
        List<Message> repaired = repaired(
                QUESTION, calling("a", "add", "b", "find"), answer("b", "find", "it"), answer("a", "add", "7"));

        assertEquals(
                List.of(QUESTION, calling("a", "add", "b", "find"), answer("a", "add", "7"), answer("b", "find", "it")),
                repaired);
    }

    @Test
    void answerBehindLaterWordsGoesBackToItsCall() {
        List<Message> repaired = repaired(QUESTION, calling("a", "add"), QUESTION, REPLY, answer("a", "add", "7"));

        assertEquals(List.of(QUESTION, calling("a", "add"), answer("a", "add", "7"), QUESTION, REPLY), repaired);
    }

    @Test
    void consecutiveRepliesKeepTheirOwnAnswers() {
        List<Message> repaired = repaired(
                QUESTION, calling("a", "add"), calling("b", "add"), answer("a", "add", "1"), answer("b", "add", "2"));

        assertEquals(
                List.of(
                        QUESTION,
                        calling("a", "add"),
                        answer("a", "add", "1"),
                        calling("b", "add"),
                        answer("b", "add", "2")),
                repaired);
    }

    @Test
    void answerBeforeItsCallIsDropped() {
        List<Message> repaired = repaired(QUESTION, answer("a", "add", "7"), calling("a", "add"));

        assertEquals(List.of(QUESTION, calling("a", "add"), interrupted("a", "add")), repaired);
    }

    @Test
    void repeatedIdBelongsToTheNearestCall() {
        List<Message> repaired =
                repaired(QUESTION, calling("0", "add"), QUESTION, calling("0", "add"), REPLY, answer("0", "", "7"));

        assertEquals(
                List.of(
                        QUESTION,
                        calling("0", "add"),
                        interrupted("0", "add"),
                        QUESTION,
                        calling("0", "add"),
                        answer("0", "", "7"),
                        REPLY),
                repaired);
    }

    @Test
    void answerOfAnotherToolIsNotTakenForTheCall() {
        List<Message> repaired = repaired(QUESTION, calling("0", "weather"), REPLY, answer("0", "wire", "paid"));

        assertEquals(List.of(QUESTION, calling("0", "weather"), interrupted("0", "weather"), REPLY), repaired);
    }

    @Test
    void namesTellCallsWithoutIdsApart() {
        List<Message> repaired = repaired(QUESTION, calling("", "weather", "", "time"), answer("", "time", "noon"));

        assertEquals(
                List.of(
                        QUESTION,
                        calling("", "weather", "", "time"),
                        interrupted("", "weather"),
                        answer("", "time", "noon")),
                repaired);
    }

    @Test
    void sameIdTwiceInAMessageIsAnsweredInOrder() {
        List<Message> repaired = repaired(
                QUESTION, calling("0", "add", "0", "add"), answer("0", "", "1"), QUESTION, answer("0", "", "2"));

        assertEquals(
                List.of(
                        QUESTION,
                        calling("0", "add", "0", "add"),
                        answer("0", "", "1"),
                        answer("0", "", "2"),
                        QUESTION),
                repaired);
    }

    @Test
    void malformedArgumentsStayAsTheModelWroteThem() {
        AssistantMessage malformed = AssistantMessage.calling(List.of(ToolCall.of("a", "add", "{\"x\": 1,,")));

        List<Message> repaired = repaired(QUESTION, malformed);

        assertEquals(List.of(QUESTION, malformed, interrupted("a", "add")), repaired);
    }

    @Test
    void hostileHistoryIsMendedInLinearTime() {
        List<Message> history = new ArrayList<>();
        for (int at = 0; at < 100_000; at++) history.add(calling("0", "a" + at % 2));
        for (int at = 0; at < 200_000; at++) history.add(answer("0", at % 3 == 0 ? "" : "b", "late"));

        Transcript repaired = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Transcript.repaired(history));

        assertEquals(200_000, repaired.size());
    }
}
