package dev.spindle.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.Part;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenCountTest {
    private static final TokenCount CHARACTERS = TokenCount.ofTexts(String::length);

    @Test
    void fourLowerCaseLettersAreAToken() {
        long tokens = TokenCount.ESTIMATE.of(UserMessage.of("x".repeat(400)));

        assertEquals(4 + 100, tokens);
    }

    @Test
    void capitalsDigitsAndPunctuationCostTwiceAsMuch() {
        long tokens = TokenCount.ESTIMATE.of(UserMessage.of("[1,2,3,4,N]"));

        assertEquals(4 + 6, tokens);
    }

    @Test
    void otherAlphabetsCostHalfATokenAndIdeographsOne() {
        long tokens = TokenCount.ESTIMATE.of(UserMessage.of("дом今日"));

        assertEquals(4 + 2 + 2, tokens);
    }

    @Test
    void everythingThatMayBeSentIsCounted() {
        ToolCall call = new ToolCall("id", "add", "{\"a\":1}", Json.parse("{\"sig\":2}"));
        Message reply = new AssistantMessage("Hm.", "why", "no", List.of(call), "", Json.parse("{\"x\":3}"));

        long tokens = CHARACTERS.of(reply);

        assertEquals(4 + 3 + 3 + 2 + 7 + 4 + 3 + 7 + 9, tokens);
    }

    @Test
    void everyKindOfMessageIsCounted() {
        Message answer = new ToolMessage("id", "add", Outcome.OK, List.of(new Part.Text("seven")));

        assertEquals(4 + 8, CHARACTERS.of(new SystemMessage("Be kind.")));
        assertEquals(4 + 5, CHARACTERS.of(answer));
    }

    @Test
    void attachmentsCountAFlatThousandWhateverTheirSize() {
        Message message = new UserMessage(List.of(
                new Part.Text("See"), Part.Image.of(new byte[100_000], "image/png"), Part.Image.at("http://x")));

        long tokens = CHARACTERS.of(message);

        assertEquals(4 + 3 + 2_000, tokens);
    }

    @Test
    void rememberedCountAsksOnceForAMessage() {
        List<Message> counted = new ArrayList<>();
        Message message = UserMessage.of("Hello");
        TokenCount remembered = ((TokenCount) asked -> {
                    counted.add(asked);
                    return 7;
                })
                .remembered();

        long first = remembered.of(message);
        long second = remembered.of(message);

        assertEquals(List.of(7L, 7L), List.of(first, second));
        assertEquals(List.of(message), counted);
    }
}
