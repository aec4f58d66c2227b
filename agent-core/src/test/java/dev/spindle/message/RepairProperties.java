package dev.spindle.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What mending keeps to, whatever has happened to a history. */
class RepairProperties {
    @Provide
    Arbitrary<List<Message>> valid() {
        return Histories.valid();
    }

    @Provide
    Arbitrary<List<Message>> validWithUniqueIds() {
        return Histories.validWithUniqueIds();
    }

    @Provide
    Arbitrary<List<Message>> damaged() {
        return Combinators.combine(
                        Histories.valid(), damage().list().ofMinSize(1).ofMaxSize(12))
                .as((history, damages) -> {
                    List<Message> damaged = new ArrayList<>(history);
                    damages.forEach(damage -> damage.applyTo(damaged));
                    return damaged;
                });
    }

    private static Arbitrary<Damage> damage() {
        Arbitrary<Integer> places = Arbitraries.integers().between(0, 1_000);
        return Combinators.combine(Arbitraries.of(Kind.values()), places, places, stray())
                .as(Damage::new);
    }

    private static Arbitrary<Message> stray() {
        ToolCall dangling = ToolCall.of("0", "add", "{\"a\":");
        return Arbitraries.of(
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

    @Property
    void validHistoryIsUnchanged(@ForAll("valid") List<Message> history) {
        Transcript repaired = Repair.repaired(history);

        assertEquals(history, repaired.messages());
    }

    @Property
    void mendedHistoryIsClosed(@ForAll("damaged") List<Message> damaged) {
        Transcript repaired = Repair.repaired(damaged);

        assertEquals(repaired, Transcript.of(repaired.messages()));
    }

    @Property
    void mendingTwiceChangesNothingMore(@ForAll("damaged") List<Message> damaged) {
        Transcript once = Repair.repaired(damaged);

        Transcript twice = Repair.repaired(once.messages());

        assertEquals(once, twice);
    }

    @Property
    void everyOtherMessageIsKeptInOrder(@ForAll("damaged") List<Message> damaged) {
        List<Message> repaired = Repair.repaired(damaged).messages();

        assertEquals(withoutAnswers(damaged), withoutAnswers(repaired));
    }

    @Property
    void noAnswerIsMadeUpOrGivenTwice(@ForAll("damaged") List<Message> damaged) {
        List<Message> repaired = Repair.repaired(damaged).messages();

        List<Message> given = new ArrayList<>(damaged);
        for (Message message : repaired) {
            boolean interrupted = message instanceof ToolMessage answer && answer.outcome() == Outcome.IN_DOUBT;
            assertTrue(interrupted || given.remove(message), () -> message + " was not in the history, or once less");
        }
    }

    @Property
    void strayAnswersDoNotMoveTheRightOnes(@ForAll("validWithUniqueIds") List<Message> history, @ForAll Random random) {
        List<Message> damaged = new ArrayList<>(history);
        for (int stray = 0; stray < 5; stray++) {
            damaged.add(random.nextInt(damaged.size() + 1), Histories.answer("stray" + stray, "add", "stray"));
        }

        Transcript repaired = Repair.repaired(damaged);

        assertEquals(history, repaired.messages());
    }

    @Property
    void answersThatCameLateFindTheirCalls(@ForAll("validWithUniqueIds") List<Message> history, @ForAll Random random) {
        List<Message> answers = new ArrayList<>(history);
        answers.removeIf(message -> !(message instanceof ToolMessage));
        Collections.shuffle(answers, random);
        List<Message> damaged = new ArrayList<>(withoutAnswers(history));
        damaged.addAll(answers);

        Transcript repaired = Repair.repaired(damaged);

        assertEquals(history, repaired.messages());
    }

    @Property
    void lostAnswerCostsNoOther(@ForAll("validWithUniqueIds") List<Message> history, @ForAll Random random) {
        List<Message> damaged = new ArrayList<>(history);
        damaged.removeIf(message -> message instanceof ToolMessage && random.nextBoolean());

        List<Message> repaired = Repair.repaired(damaged).messages();

        assertEquals(history.size(), repaired.size());
        for (int at = 0; at < history.size(); at++) {
            boolean lost = history.get(at) instanceof ToolMessage && !damaged.contains(history.get(at));
            if (lost) assertEquals(Outcome.IN_DOUBT, ((ToolMessage) repaired.get(at)).outcome());
            else assertEquals(history.get(at), repaired.get(at));
        }
    }

    private static List<Message> withoutAnswers(List<Message> history) {
        return history.stream()
                .filter(message -> !(message instanceof ToolMessage))
                .toList();
    }
}
