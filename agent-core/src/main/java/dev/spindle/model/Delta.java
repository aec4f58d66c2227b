package dev.spindle.model;

import java.time.Duration;

/** A piece of a reply, or news of the attempt to get one: sounds, not facts. The whole reply comes at the end. */
public sealed interface Delta permits Delta.Text, Delta.Reasoning, Delta.ArgumentsPiece, Delta.Dropped, Delta.Waiting {
    /** More of the answer's text. */
    record Text(String text) implements Delta {}

    /** More of the model's thinking. */
    record Reasoning(String text) implements Delta {}

    /**
     * More of a tool call.
     *
     * @param index the call's place in the reply, from 0
     * @param name the tool, as far as known
     * @param piece more of the arguments' text
     */
    record ArgumentsPiece(int index, String name, String piece) implements Delta {}

    /** The attempt failed: all pieces so far are void, and what follows starts anew. */
    record Dropped(String why) implements Delta {}

    /** The next attempt is made after a pause. */
    record Waiting(Duration pause, String why) implements Delta {}
}
