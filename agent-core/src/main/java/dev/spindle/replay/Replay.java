package dev.spindle.replay;

import dev.spindle.context.Tag;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.json.Schemas;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.run.RunSetup;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recorded run, to be gone through again by the program as it is now, without asking the model or calling a tool.
 *
 * <p>What the program does itself is done again and compared: every request, by its fingerprint, what is found of every tool call and
 * of a typed answer, and when the run stops. What came from outside is taken from the record: replies, results of tools, what became
 * of calls that were cut short, what a compaction left, words, decisions, cancellations, the history, the time. Interceptors and memories are not asked, and
 * the model may be any other, since its name is not compared.
 *
 * <p>A run that is not over is compared as far as it goes. The runs of agents called as tools are runs of their own, to be replayed by
 * those agents. Immutable.
 */
public final class Replay {
    private final List<Recorded> events;
    private final @Nullable OutputSchema output;
    private final Tag.Values tags;

    private Replay(List<Recorded> events, @Nullable OutputSchema output, Tag.Values tags) {
        this.events = events;
        this.output = output;
        this.tags = tags;
    }

    /**
     * The replay of a run.
     *
     * @param events all of it, or its first ones
     * @throws IllegalArgumentException if the first is not {@link Started}
     */
    public static Replay of(List<Recorded> events) {
        if (events.isEmpty() || !(events.get(0) instanceof Started)) {
            throw new IllegalArgumentException("There is no run to replay: its first event is Started, and here is "
                    + (events.isEmpty() ? "none" : events.get(0).getClass().getSimpleName())
                    + "; read the run from position 0");
        }
        return new Replay(List.copyOf(events), null, Tag.Values.NONE);
    }

    /** This replay, the answer asked for as this type, as the program does now; unless told, the form is that of the record. */
    public Replay returning(Class<?> type) {
        return returning(new OutputSchema(type.getSimpleName(), Schemas.of(type)));
    }

    /** This replay, the answer asked for in this form, as the program does now; unless told, the form is that of the record. */
    public Replay returning(OutputSchema form) {
        return new Replay(events, form, tags);
    }

    /** This replay, with a value that approval predicates look for: tags are not recorded. */
    public <T> Replay withTag(Tag<T> tag, T value) {
        return new Replay(events, output, tags.with(tag, value));
    }

    /** Goes through the run with this setup, up to the first difference. */
    public Result against(RunSetup setup) {
        return new Rerun(events, begunAgain(setup), setup, tags).result();
    }

    private Started begunAgain(RunSetup setup) {
        Started recorded = (Started) events.get(0);
        return setup.begunAgain(
                output == null ? recorded : recorded.withTerms(recorded.terms().withOutput(output)));
    }

    /**
     * What came of a replay.
     *
     * @param runId the run
     * @param requests how many requests to the model were compared
     * @param assessments how many tool calls and typed answers were looked at again
     * @param first the first difference; null if there is none
     */
    public record Result(
            String runId,
            int requests,
            int assessments,
            @Nullable Difference first) {
        /** Whether the program still does what it did. */
        public boolean isSame() {
            return first == null;
        }

        /** The first difference; what would follow it is not known, since the model was not asked. */
        public Optional<Difference> findDifference() {
            return Optional.ofNullable(first);
        }

        /** A sentence for people. */
        @Override
        public String toString() {
            String compared = requests + " requests and " + assessments + " assessments compared";
            return first == null
                    ? "Run '" + runId + "' goes as it went: " + compared + "."
                    : "Run '" + runId + "' goes another way (" + compared + "). " + first;
        }

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
        public record Difference(
                long position, Kind kind, String step, String recorded, String now, List<String> causes) {
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
    }
}
