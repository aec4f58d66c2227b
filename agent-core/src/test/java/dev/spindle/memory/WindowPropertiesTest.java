package dev.spindle.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.message.Histories;
import dev.spindle.message.Message;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.property.Draw;
import dev.spindle.property.Property;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What windows of every size keep to, over conversations of every shape. The expected view is worked out the slow way. */
class WindowPropertiesTest {
    private static final TokenCount BY_LENGTH = message -> 1 + message.text().length();

    /** A conversation and how it is looked at. */
    private record Case(List<Message> history, int size, Predicate<Message> pins) {}

    private static Case lookedAt(Draw draw, int maxSize) {
        return new Case(Histories.valid(draw), draw.between(1, maxSize), pins(draw));
    }

    private static Predicate<Message> pins(Draw draw) {
        return draw.of(
                message -> false,
                message -> message.text().length() % 7 == 0,
                message -> message.text().startsWith("a"),
                message -> true);
    }

    @Test
    void lastTurnsAreShownWholeAndNothingElse() {
        Property.forAll(draw -> lookedAt(draw, 8), given -> {
            Turns turns = Turns.of(given.history());

            Transcript view =
                    Window.lastTurns(given.size()).pinning(given.pins()).view(Transcript.of(given.history()));

            Set<Integer> shown = turns.pinnedBy(given.pins());
            for (int at = turns.size() - 1; at >= Math.max(0, turns.size() - given.size()); at--) shown.add(at);
            assertEquals(turns.only(shown), view.messages());
        });
    }

    @Test
    void asManyTurnsAreShownAsFitIntoTheTokens() {
        Property.forAll(draw -> lookedAt(draw, 600), given -> {
            Turns turns = Turns.of(given.history());

            Transcript view =
                    Window.tokens(given.size(), BY_LENGTH).pinning(given.pins()).view(Transcript.of(given.history()));

            Set<Integer> shown = turns.pinnedBy(given.pins());
            for (int at = turns.size() - 1; at >= 0; at--) {
                Set<Integer> more = new LinkedHashSet<>(shown);
                more.add(at);
                if (at < turns.size() - 1 && tokens(turns.only(more)) > given.size()) break;
                shown = more;
            }
            assertEquals(turns.only(shown), view.messages());
        });
    }

    @Test
    void viewIsClosedAndMadeOfTheSameEntries() {
        Property.forAll(draw -> lookedAt(draw, 600), given -> {
            Transcript transcript = Transcript.of(given.history());
            Window window = Window.tokens(given.size(), BY_LENGTH);

            Transcript view = window.view(transcript);

            assertTrue(view.isClosed());
            assertEquals(view, window.view(transcript));
            Set<Transcript.Entry> entries = new LinkedHashSet<>();
            for (int at = 0; at < transcript.size(); at++) entries.add(transcript.entry(at));
            for (int at = 0; at < view.size(); at++) assertTrue(entries.contains(view.entry(at)));
        });
    }

    @Test
    void whatFitsIsShownAsItIs() {
        Property.forAll(Histories::valid, history -> {
            Transcript transcript = Transcript.of(history);

            Transcript view =
                    Window.tokens(Math.max(1, tokens(history)), BY_LENGTH).view(transcript);

            assertSame(transcript, view);
        });
    }

    private static long tokens(List<Message> messages) {
        return messages.stream().mapToLong(BY_LENGTH::of).sum();
    }

    /** The head of a conversation and its turns. */
    private record Turns(List<Message> head, List<List<Message>> turns) {
        private static Turns of(List<Message> history) {
            int headSize = 0;
            while (headSize < history.size() && history.get(headSize) instanceof SystemMessage) headSize++;
            List<List<Message>> turns = new ArrayList<>();
            for (Message message : history.subList(headSize, history.size())) {
                if (turns.isEmpty() || message instanceof UserMessage) turns.add(new ArrayList<>());
                turns.get(turns.size() - 1).add(message);
            }
            return new Turns(history.subList(0, headSize), turns);
        }

        private int size() {
            return turns.size();
        }

        private Set<Integer> pinnedBy(Predicate<Message> pins) {
            Set<Integer> pinned = new LinkedHashSet<>();
            for (int at = 0; at < size(); at++) {
                if (turns.get(at).stream().anyMatch(pins)) pinned.add(at);
            }
            return pinned;
        }

        private List<Message> only(Set<Integer> shown) {
            List<Message> messages = new ArrayList<>(head);
            for (int at = 0; at < size(); at++) {
                if (shown.contains(at)) messages.addAll(turns.get(at));
            }
            return messages;
        }
    }
}
