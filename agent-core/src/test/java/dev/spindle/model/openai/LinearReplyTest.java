package dev.spindle.model.openai;

import java.io.IOException;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies in very many pieces, which are read in time in proportion whatever the pieces say; see {@link EndlessReplyTest}. */
@Timeout(300)
class LinearReplyTest {
    private static final String END = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    private static String events(int count, IntFunction<String> choice) {
        StringBuilder stream = new StringBuilder();
        for (int each = 0; each < count; each++)
            stream.append("data: {\"choices\":[{").append(choice.apply(each)).append("}]}\n\n");
        return stream.toString();
    }

    private static String call(String fields) {
        return "\"delta\":{\"tool_calls\":[{" + fields + "}]}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"index\":%1$d000", // with gaps
                "\"index\":2147483648", // beyond an int
                "\"index\":-%1$d",
                "\"id\":\"same\"",
                "\"id\":\"%1$d\",\"index\":0",
                "\"index\":%1$d,\"id\":\"same\""
            })
    void callsUnderEveryKindOfNumber(String identity) throws IOException {
        String function = ",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}";

        EndlessReplyTest.assertSoon(events(60_000, each -> call(identity.formatted(each) + function)) + END);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "arguments"})
    void textsOfACallThatGrowByACharacter(String field) throws IOException {
        String first = call("\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}");
        String more = call("\"index\":0,\"function\":{\"" + field + "\":\"x\"}");

        EndlessReplyTest.assertSoon(events(500_000, each -> each == 0 ? first : more) + END);
    }

    /** Before there are arguments: a name that comes behind these is that of another call. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\"index\":0,"})
    void aNameThatGrowsBeforeItHasArguments(String identity) throws IOException {
        String first = call(identity + "\"id\":\"a\",\"function\":{\"name\":\"f\"}");
        String more = call(identity + "\"function\":{\"name\":\"" + "x".repeat(16) + "\"}");

        EndlessReplyTest.assertSoon(events(200_000, each -> each == 0 ? first : more) + END);
    }

    @Test
    void fortyThousandCallsInOneAnswer() throws IOException {
        StringBuilder calls = new StringBuilder();
        for (int each = 0; each < 40_000; each++)
            calls.append(each == 0 ? "" : ",")
                    .append("{\"id\":\"c%d\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}".formatted(each));

        EndlessReplyTest.assertSoon("{\"choices\":[{\"message\":{\"tool_calls\":[" + calls + "]}}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"delta\":{}",
                "\"delta\":{\"annotations\":[{\"type\":\"url_citation\",\"n\":1}]}",
                "\"delta\":{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"x\"}]}",
                "\"delta\":{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"x\",\"index\":%1$d}]}",
                "\"delta\":{\"odd\":\"x\"}",
                "\"delta\":{\"odd\":{\"n\":%1$d}}",
                "\"delta\":{\"content\":\"x\"},\"logprobs\":{\"content\":[{\"token\":\"x\",\"logprob\":-1}]}"
            })
    void hundredsOfThousandsOfPiecesThatSayLittle(String choice) throws IOException {
        EndlessReplyTest.assertSoon(events(300_000, each -> choice.formatted(each)) + END);
    }

    @Test
    void manyProbabilitiesInOnePiece() throws IOException {
        String probabilities = "{\"token\":\"x\",\"logprob\":-1},".repeat(500_000);

        EndlessReplyTest.assertSoon("data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"logprobs\":{\"content\":["
                + probabilities + "{}]}}]}\n\n" + END);
    }

    @ParameterizedTest
    @ValueSource(strings = {"content", "refusal", "reasoning"})
    void messagesInThePlaceOfPieces(String field) throws IOException {
        String piece = "\"message\":{\"" + field + "\":\"%d piece of a text, and some more\"}";

        EndlessReplyTest.assertSoon(events(200_000, each -> piece.formatted(each)) + END);
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "x", ""})
    void messagesThatSayLessThanWasSaid(String message) throws IOException {
        String said = "\"delta\":{\"content\":\"" + "x".repeat(8_000_000) + "\"}";
        String again = "\"message\":{\"content\":\"" + message + "\"}";

        EndlessReplyTest.assertSoon(events(100_000, each -> each == 0 ? said : again) + END);
    }

    @Test
    void callsThatAreToldAgainWithLessThanWasSaid() throws IOException {
        String said = call("\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\""
                + "x".repeat(8_000_000) + "\"}");
        String again =
                "\"message\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"x\"}}]}";

        EndlessReplyTest.assertSoon(events(100_000, each -> each == 0 ? said : again) + END);
    }

    @Test
    void aCallInTheFieldOfOldBesideManyOthers() throws IOException {
        String old = "\"delta\":{\"function_call\":{\"name\":\"f\",\"arguments\":\"" + "x".repeat(8_000_000) + "\"}}";
        String other = ",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}";

        EndlessReplyTest.assertSoon(events(16_000, each -> each == 0 ? old : call("\"index\":" + each + other)) + END);
    }
}
