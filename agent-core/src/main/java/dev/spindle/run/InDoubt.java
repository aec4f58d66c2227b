package dev.spindle.run;

/** Who settles a WRITE that was cut short by a crash, a timeout or a cancellation, and may have taken effect. */
public enum InDoubt {
    /** A person: the run waits for the decision. */
    ASK_PERSON,
    /** The model: it reads that the call is in doubt, and goes on. */
    TELL_MODEL
}
