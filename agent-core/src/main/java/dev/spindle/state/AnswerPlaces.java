package dev.spindle.state;

import dev.spindle.message.CallId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where in the conversation the answers to a run's calls stand: those of one turn, and those of the turns before it.
 *
 * @param turn the turn
 * @param from the place of its first answer
 * @param count how many there are, one behind the other
 * @param before of the turns before; null if there are none
 */
record AnswerPlaces(int turn, int from, int count, @Nullable AnswerPlaces before) {
    static AnswerPlaces of(OpenTurn closed, int from, @Nullable AnswerPlaces before) {
        return new AnswerPlaces(
                closed.calls().get(0).id().turn(), from, closed.calls().size(), before);
    }

    Optional<CallId> find(int message) {
        for (AnswerPlaces places = this; places != null; places = places.before) {
            int index = message - places.from;
            if (index >= 0 && index < places.count) return Optional.of(new CallId(places.turn, index));
        }
        return Optional.empty();
    }
}
