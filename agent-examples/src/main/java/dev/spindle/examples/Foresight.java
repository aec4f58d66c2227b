package dev.spindle.examples;

import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolSpec;
import java.util.List;
import java.util.Set;

/** Tells what a call that waits would do, without doing it. */
@FunctionalInterface
interface Foresight {
    /** What would be done. */
    Foreseen of(PendingCall call);

    /**
     * What would be done.
     *
     * @param remarks sentences of this command, in which nobody else has a word
     * @param changes lines of a comparison; empty if there is none
     * @param told names of the arguments of which the comparison shows all
     * @param whole whether all that would be done is shown
     */
    record Foreseen(List<String> remarks, List<String> changes, Set<String> told, boolean whole) {
        public Foreseen {
            remarks = List.copyOf(remarks);
            changes = List.copyOf(changes);
            told = Set.copyOf(told);
        }

        /** Nothing but remarks. */
        static Foreseen of(String... remarks) {
            return new Foreseen(List.of(remarks), List.of(), Set.of(), true);
        }
    }

    /** What the descriptions of tools tell: their effect. */
    static Foresight ofEffects(List<ToolSpec> tools) {
        return call -> tools.stream()
                .filter(tool -> tool.name().equals(call.tool()))
                .findFirst()
                .map(tool -> Foreseen.of(words(tool.effect())))
                .orElseGet(() -> Foreseen.of("What it does is not known here."));
    }

    private static String words(Effect effect) {
        return switch (effect) {
            case READ -> "It reads and changes nothing.";
            case IDEMPOTENT -> "It may be repeated without harm.";
            case WRITE -> "It CHANGES something, each time it runs.";
        };
    }
}
