package dev.spindle.replay;

import java.util.List;

/**
 * Where a replay first goes another way than the record.
 *
 * @param position of the recorded event
 * @param kind what differs
 * @param step in words, such as "the request of turn 2"
 * @param recorded what was, in words
 * @param now what is, in words
 * @param causes what has changed and explains it, as far as that can be known
 */
public record Difference(long position, Kind kind, String step, String recorded, String now, List<String> causes) {
    /** What can differ. */
    public enum Kind {
        /** What the model is asked. */
        REQUEST,
        /** What is found of a tool call, or of a typed answer. */
        ASSESSMENT,
        /** What is done next: asking, assessing, calling or stopping. */
        COURSE
    }

    /** Copies the causes. */
    public Difference {
        causes = List.copyOf(causes);
    }

    /** A sentence for people. */
    @Override
    public String toString() {
        String why = causes.isEmpty() ? "" : " Because of " + String.join("; and of ", causes) + ".";
        return "At event " + position + ", " + step + ": recorded " + recorded + ", now " + now + "." + why;
    }
}
