package dev.spindle.event;

import dev.spindle.message.UserMessage;

/** What can reach a run from outside while it goes on or waits. */
public sealed interface Input permits Input.Said, Input.Decided, Input.Cancelled, Input.Relimited {
    /** A person says something more; the model reads it at its next turn. */
    record Said(UserMessage message) implements Input {}

    /** A person decided about a call that waits. */
    record Decided(Decision decision) implements Input {}

    /** The run shall stop. */
    record Cancelled(String reason) implements Input {}

    /** The run has other limits from now on. */
    record Relimited(Limits limits) implements Input {}
}
