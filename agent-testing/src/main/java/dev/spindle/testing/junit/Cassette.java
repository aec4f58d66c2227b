package dev.spindle.testing.junit;

import dev.spindle.model.Model;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;

/**
 * A {@code Model} parameter of an {@link AgentTest} that plays a cassette.
 *
 * <p>Where the file is missing, {@code -Dspindle.record=true} records it: the test asks the real model, and the file is written if the test
 * passes. Without that a missing file is an error; an existing one is never recorded over, so delete it to record it anew.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Cassette {
    /** The file, below the folder of the system property {@code spindle.cassettes}, which is src/test/resources/cassettes unless set. */
    String value();

    /** Whether it may be asked for in any order, any number of times, or never. */
    boolean loose() default false;

    /** Patterns of what differs from run to run, or must not be written; see {@code CassetteFile.masking}. */
    String[] masking() default {};

    /** Makes the real model to record; needs a constructor without parameters. By default the one that the environment names. */
    Class<? extends Supplier<? extends Model>> from() default ModelOfEnvironment.class;
}
