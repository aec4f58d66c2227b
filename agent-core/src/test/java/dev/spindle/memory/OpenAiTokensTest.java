package dev.spindle.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.message.UserMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OpenAiTokensTest {
    private static final int FRAME = 4;

    @Test
    void tokensAreThoseOfTheModelsVocabulary() {
        TokenCount count = TokenCount.openAi("gpt-4o");

        assertEquals(FRAME + 3, count.of(UserMessage.of("Hello, world")));
    }

    @Test
    void anUnknownModelCountsAsTheNewestDo() {
        UserMessage message = UserMessage.of("Grüße aus Tromsø, 24.11.2026");

        assertEquals(
                TokenCount.openAi("gpt-4o").of(message),
                TokenCount.openAi("somebody/else-7b").of(message));
    }

    @Test
    void whatLooksLikeAControlTokenIsText() {
        long tokens = TokenCount.openAi("gpt-4o").of(UserMessage.of("<|endoftext|>"));

        assertTrue(tokens > FRAME + 1, "counted " + tokens);
    }

    @Test
    void aLongRunOfOneLetterTakesNoTimeToSpeakOf() {
        long tokens = TokenCount.openAi("gpt-4o").of(UserMessage.of("a".repeat(500_000)));

        assertTrue(tokens > 10_000, "counted " + tokens);
    }
}
