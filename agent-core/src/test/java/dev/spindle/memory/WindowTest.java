package dev.spindle.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final TokenCount ONE_EACH = message -> 1;

    /** Instructions, then turns of a question and an answer: q0, a0, q1, a1, … */
    private static Transcript turns(int count) {
        List<Message> messages = new ArrayList<>();
        messages.add(new SystemMessage("Be kind."));
        for (int turn = 0; turn < count; turn++) {
            messages.add(UserMessage.of("q" + turn));
            messages.add(AssistantMessage.of("a" + turn));
        }
        return Transcript.of(messages);
    }

    private static List<String> texts(Transcript transcript) {
        return transcript.messages().stream().map(Message::text).toList();
    }

    @Test
    void wholeConversationIsShownUnlessAskedOtherwise() {
        Transcript transcript = turns(3);

        Transcript view = Window.WHOLE.view(transcript);

        assertSame(transcript, view);
    }

    @Test
    void lastTurnsAreShownBehindTheInstructions() {
        Transcript view = Window.lastTurns(1).view(turns(3));

        assertEquals(List.of("Be kind.", "q2", "a2"), texts(view));
    }

    @Test
    void tokensOfTheInstructionsCount() {
        Transcript view = Window.tokens(4, ONE_EACH).view(turns(3));

        assertEquals(List.of("Be kind.", "q2", "a2"), texts(view));
    }

    @Test
    void lastQuestionIsShownEvenIfItAloneIsTooLarge() {
        Transcript transcript = turns(2).append(UserMessage.of("a long question"));

        Transcript view = Window.tokens(1).view(transcript);

        assertEquals(List.of("Be kind.", "a long question"), texts(view));
    }

    @Test
    void pinnedTurnIsShownHoweverOld() {
        Window window = Window.lastTurns(1).pinning(message -> message.text().equals("a1"));

        Transcript view = window.view(turns(4));

        assertEquals(List.of("Be kind.", "q1", "a1", "q3", "a3"), texts(view));
    }

    @Test
    void pinsAddUp() {
        Window window = Window.lastTurns(1)
                .pinning(message -> message.text().equals("q0"))
                .pinning(message -> message.text().equals("q1"));

        Transcript view = window.view(turns(4));

        assertEquals(List.of("Be kind.", "q0", "a0", "q1", "a1", "q3", "a3"), texts(view));
    }

    @Test
    void pinnedTurnsArePaidFirst() {
        Window window =
                Window.tokens(5, ONE_EACH).pinning(message -> message.text().equals("q0"));

        Transcript view = window.view(turns(4));

        assertEquals(List.of("Be kind.", "q0", "a0", "q3", "a3"), texts(view));
    }

    @Test
    void onlyWhatIsShownIsCountedAndOneTurnMore() {
        Transcript transcript = turns(10_000);
        AtomicInteger counted = new AtomicInteger();
        TokenCount counting = message -> {
            counted.incrementAndGet();
            return 1;
        };

        Transcript view = Window.tokens(100, counting).view(transcript);

        assertEquals(99, view.size());
        assertTrue(counted.get() <= view.size() + 2, counted + " messages were counted");
    }

    @Test
    void windowWithoutRoomIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Window.lastTurns(0));
        assertThrows(IllegalArgumentException.class, () -> Window.tokens(0));
    }
}
