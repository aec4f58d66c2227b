package dev.spindle.context;

/** Thrown where the value of a {@link Tag} is needed that the caller of the run did not give. A tool that throws it stops the run. */
public final class MissingTagException extends AgentException {
    private static final long serialVersionUID = 1L;

    /** Creates it with words for the program's author. */
    public MissingTagException(String message) {
        super(message);
    }
}
