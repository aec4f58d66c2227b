package dev.spindle.examples;

import org.jspecify.annotations.Nullable;

/**
 * A job and how it is to be done. Kept with a run, it says what another process needs in order to go on.
 *
 * @param instructions to the model, in place of the job's own; null for those
 * @param confirm whether a person is asked before every tool call
 */
record Assignment(Job job, @Nullable String instructions, boolean confirm) {
    /** This with other instructions; null for those that it has. */
    Assignment with(@Nullable String others) {
        return others == null ? this : new Assignment(job, others, confirm);
    }

    /** What the model is told, with what is written down for it where it works. */
    String told(Work work) {
        return (instructions == null ? job.instructions() : instructions)
                + work.guide().text();
    }
}
