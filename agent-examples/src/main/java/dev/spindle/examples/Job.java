package dev.spindle.examples;

/** What a run works on. Plain data, kept beside the journal, so that another process can go on with the run. */
sealed interface Job permits AskJob, TestJob, ChatJob {
    /** What the model is told, unless a person has told it otherwise. */
    String instructions();

    /**
     * Opens what the run works with.
     *
     * @throws UsageException if it is not there
     */
    Work open(Surroundings surroundings);
}
