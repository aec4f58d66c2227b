package dev.spindle.context;

/**
 * What every model call and tool call of a run carries.
 *
 * @param runId the run, as in its journal
 * @param cancellation cancelled when this call must stop: the run was cancelled, its time is up, or the call's own time is
 * @param tags values of the caller's own, never shown to a model
 */
public record RunContext(String runId, Cancellation cancellation, Tag.Values tags) {
    /** A context outside any run, for direct calls and tests: an id, no tags, nobody to cancel it. */
    public static RunContext of(String runId) {
        return new RunContext(runId, Cancellation.create(), Tag.Values.NONE);
    }

    /** This context with another cancellation. */
    public RunContext withCancellation(Cancellation other) {
        return new RunContext(runId, other, tags);
    }

    /** This context with other tags. */
    public RunContext withTags(Tag.Values other) {
        return new RunContext(runId, cancellation, other);
    }

    /**
     * The value of a tag.
     *
     * @throws Tag.MissingException if the caller of the run gave none; thrown by a tool, it stops the run, which can be resumed with one
     */
    public <T> T tag(Tag<T> tag) {
        return tags.find(tag)
                .orElseThrow(() -> new Tag.MissingException("Run " + runId + " has no value for tag '" + tag
                        + "'; give one with RunRequest.withTag, also when the run goes on"));
    }
}
