package dev.spindle.tool;

/** What running a tool does to the world, which decides what may happen after it was cut short. */
public enum Effect {
    /** It changes nothing; it may run again. */
    READ,
    /** Running it twice with the same idempotency key is the same as running it once; it may run again. */
    IDEMPOTENT,
    /** It changes something; cut short, it is in doubt and never runs again unasked. */
    WRITE
}
