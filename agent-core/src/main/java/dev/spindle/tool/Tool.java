package dev.spindle.tool;

import dev.spindle.tool.Reconciler.Reconciliation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes a method a tool. Its parameters, described by {@link Param}, are what the model fills in. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Tool {
    /** What the tool does and when to use it, in words for the model. */
    String value();

    /** The name the model calls it by, {@code [a-zA-Z0-9_-]{1,64}}; the method's name if empty. */
    String name() default "";

    /** What running it does to the world. Declare it: a tool that was cut short runs again only if this allows it. */
    Effect effect() default Effect.WRITE;

    /**
     * The method of the same object that finds out what became of a call of this tool that was cut short; empty for none. For WRITE.
     *
     * <p>It returns a {@link Reconciliation} and takes a {@link ToolInvocation}, parameters of the tool by the same name and type, or both.
     */
    String reconcile() default "";

    /** Whether a person must approve each call. */
    boolean approval() default false;

    /** How long one call may take: an ISO-8601 duration such as "PT30S", "none", or empty for the run's default. */
    String timeout() default "";

    /** Whether the call must wait for the calls before it, and those behind wait for it. */
    boolean sequential() default false;

    /** How many calls may run at once, in all runs of this process; 0 for any number. A call that waits for others uses up its time. */
    int maxConcurrent() default 0;

    /** Whether strangers may have written what it returns. The model then sees it fenced as data, and the run counts as tainted. */
    boolean untrusted() default false;

    /** Whether strangers may read what it is called with: data can leave through it, even if it only reads. */
    boolean outward() default false;

    /** Whether its result is the run's answer, so that the model is not asked again. */
    boolean returnDirect() default false;

    /** What running a tool does to the world, which decides what may happen after it was cut short. */
    enum Effect {
        /** It changes nothing; it may run again. */
        READ,
        /** Running it twice with the same idempotency key is the same as running it once; it may run again. */
        IDEMPOTENT,
        /** It changes something; cut short, it is in doubt and never runs again unasked. */
        WRITE
    }
}
