package dev.spindle.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.message.Histories;
import dev.spindle.message.Message;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What windows of every size keep to, over conversations of every shape. The expected view is worked out the slow way. */
class WindowProperties {
    private static final TokenCount BY_LENGTH = message -> 1 + message.text().length();

    @Provide
    Arbitrary<List<Message>> history() {
        return Histories.valid();
    }

    @Provide
    Arbitrary<Predicate<Message>> pins() {
        return Arbitraries.of(
                message -> false,
                message -> message.text().length() % 7 == 0,
                message -> message.text().startsWith("a"),
                message -> true);
    }

    @Property
    void lastTurnsAreShownWholeAndNothingElse(
            @ForAll("history") List<Message> history,
            @ForAll @IntRange(min = 1, max = 8) int count,
            @ForAll("pins") Predicate<Message> pins) {
        Turns turns = Turns.of(history);

        Transcript view = Window.lastTurns(count).pinning(pins).view(Transcript.of(history));

        Set<Integer> shown = turns.pinnedBy(pins);
        for (int at = turns.size() - 1; at >= Math.max(0, turns.size() - count); at--) shown.add(at);
        assertEquals(turns.only(shown), view.messages());
    }

    @Property
    void asManyTurnsAreShownAsFitIntoTheTokens(
            @ForAll("history") List<Message> history,
            @ForAll @IntRange(min = 1, max = 600) int max,
            @ForAll("pins") Predicate<Message> pins) {
        Turns turns = Turns.of(history);

        Transcript view = Window.tokens(max, BY_LENGTH).pinning(pins).view(Transcript.of(history));

        Set<Integer> shown = turns.pinnedBy(pins);
        for (int at = turns.size() - 1; at >= 0; at--) {
            Set<Integer> more = new LinkedHashSet<>(shown);
            more.add(at);
            if (at < turns.size() - 1 && tokens(turns.only(more)) > max) break;
            shown = more;
        }
        assertEquals(turns.only(shown), view.messages());
    }

    @Property
    void viewIsClosedAndMadeOfTheSameEntries(
            @ForAll("history") List<Message> history, @ForAll @IntRange(min = 1, max = 600) int max) {
        Transcript transcript = Transcript.of(history);
        Window window = Window.tokens(max, BY_LENGTH);

        Transcript view = window.view(transcript);

        assertTrue(view.isClosed());
        assertEquals(view, window.view(transcript));
        Set<Transcript.Entry> entries = new LinkedHashSet<>();
        for (int at = 0; at < transcript.size(); at++) entries.add(transcript.entry(at));
        for (int at = 0; at < view.size(); at++) assertTrue(entries.contains(view.entry(at)));
    }

    @Property
    void whatFitsIsShownAsItIs(@ForAll("history") List<Message> history) {
        Transcript transcript = Transcript.of(history);

        Transcript view = Window.tokens(Math.max(1, tokens(history)), BY_LENGTH).view(transcript);

        assertSame(transcript, view);
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
