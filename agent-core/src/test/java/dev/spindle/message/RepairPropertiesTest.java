package dev.spindle.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.property.Draw;
import dev.spindle.property.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What mending keeps to, whatever has happened to a history. */
class RepairPropertiesTest {
    private static List<Message> damaged(Draw draw) {
        List<Message> damaged = new ArrayList<>(Histories.valid(draw));
        draw.list(1, 12, RepairPropertiesTest::damage).forEach(damage -> damage.applyTo(damaged));
        return damaged;
    }

    private static Damage damage(Draw draw) {
        return new Damage(draw.of(Kind.values()), draw.between(0, 1_000), draw.between(0, 1_000), stray(draw));
    }

    private static Message stray(Draw draw) {
        ToolCall dangling = ToolCall.of("0", "add", "{\"a\":");
        return draw.of(
                Histories.answer("0", "add", "stray"),
                Histories.answer("", "", "stray"),
                Histories.answer("nobody", "find", "stray"),
                AssistantMessage.calling(List.of(dangling, dangling)),
                AssistantMessage.of("stray"),
                UserMessage.of("stray"));
    }

    private enum Kind {
        DELETE,
        DUPLICATE,
        SWAP,
        INSERT
    }

    private record Damage(Kind kind, int first, int second, Message stray) {
        private void applyTo(List<Message> history) {
            int size = history.size();
            if (kind == Kind.INSERT) history.add(first % (size + 1), stray);
            if (size == 0) return;
            if (kind == Kind.DELETE) history.remove(first % size);
            if (kind == Kind.DUPLICATE) history.add(second % (size + 1), history.get(first % size));
            if (kind == Kind.SWAP) Collections.swap(history, first % size, second % size);
        }
    }

    /** What was said, and what has become of it. */
    private record Mishap(List<Message> history, List<Message> damaged) {}

    @Test
    void validHistoryIsUnchanged() {
        Property.forAll(Histories::valid, history -> {
            Transcript repaired = Transcript.repaired(history);

            assertEquals(history, repaired.messages());
        });
    }

    @Test
    void mendedHistoryIsClosed() {
        Property.forAll(RepairPropertiesTest::damaged, damaged -> {
            Transcript repaired = Transcript.repaired(damaged);

            assertEquals(repaired, Transcript.of(repaired.messages()));
        });
    }

    @Test
    void mendingTwiceChangesNothingMore() {
        Property.forAll(RepairPropertiesTest::damaged, damaged -> {
            Transcript once = Transcript.repaired(damaged);

            Transcript twice = Transcript.repaired(once.messages());

            assertEquals(once, twice);
        });
    }

    @Test
    void everyOtherMessageIsKeptInOrder() {
        Property.forAll(RepairPropertiesTest::damaged, damaged -> {
            List<Message> repaired = Transcript.repaired(damaged).messages();

            assertEquals(withoutAnswers(damaged), withoutAnswers(repaired));
        });
    }

    @Test
    void noAnswerIsMadeUpOrGivenTwice() {
        Property.forAll(RepairPropertiesTest::damaged, damaged -> {
            List<Message> repaired = Transcript.repaired(damaged).messages();

            List<Message> given = new ArrayList<>(damaged);
            for (Message message : repaired) {
                boolean interrupted = message instanceof ToolMessage answer && answer.outcome() == Outcome.IN_DOUBT;
                assertTrue(
                        interrupted || given.remove(message), () -> message + " was not in the history, or once less");
            }
        });
    }

    @Test
    void strayAnswersDoNotMoveTheRightOnes() {
        Property.forAll(RepairPropertiesTest::withStrays, mishap -> {
            Transcript repaired = Transcript.repaired(mishap.damaged());

            assertEquals(mishap.history(), repaired.messages());
        });
    }

    private static Mishap withStrays(Draw draw) {
        List<Message> history = Histories.validWithUniqueIds(draw);
        List<Message> damaged = new ArrayList<>(history);
        for (int stray = 0; stray < 5; stray++) {
            damaged.add(draw.below(damaged.size() + 1), Histories.answer("stray" + stray, "add", "stray"));
        }
        return new Mishap(history, damaged);
    }

    @Test
    void answersThatCameLateFindTheirCalls() {
        Property.forAll(RepairPropertiesTest::withLateAnswers, mishap -> {
            Transcript repaired = Transcript.repaired(mishap.damaged());

            assertEquals(mishap.history(), repaired.messages());
        });
    }

    private static Mishap withLateAnswers(Draw draw) {
        List<Message> history = Histories.validWithUniqueIds(draw);
        List<Message> answers = new ArrayList<>(history);
        answers.removeIf(message -> !(message instanceof ToolMessage));
        List<Message> damaged = new ArrayList<>(withoutAnswers(history));
        damaged.addAll(draw.shuffled(answers));
        return new Mishap(history, damaged);
    }

    @Test
    void lostAnswerCostsNoOther() {
        Property.forAll(RepairPropertiesTest::withLostAnswers, mishap -> {
            List<Message> history = mishap.history();

            List<Message> repaired = Transcript.repaired(mishap.damaged()).messages();

            assertEquals(history.size(), repaired.size());
            for (int at = 0; at < history.size(); at++) {
                boolean lost = history.get(at) instanceof ToolMessage
                        && !mishap.damaged().contains(history.get(at));
                if (lost) assertEquals(Outcome.IN_DOUBT, ((ToolMessage) repaired.get(at)).outcome());
                else assertEquals(history.get(at), repaired.get(at));
            }
        });
    }

    private static Mishap withLostAnswers(Draw draw) {
        List<Message> history = Histories.validWithUniqueIds(draw);
        List<Message> damaged = new ArrayList<>(history);
        damaged.removeIf(message -> message instanceof ToolMessage && draw.yes());
        return new Mishap(history, damaged);
    }

    private static List<Message> withoutAnswers(List<Message> history) {
        return history.stream()
                .filter(message -> !(message instanceof ToolMessage))
                .toList();
    }
}
