package dev.spindle.retrieval;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.PostDiscoveryFilter;

/** Tests that are left out, and say so, where {@code -Dspindle.pglite=DIR} names no PGlite. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag(NeedsPglite.TAG)
@interface NeedsPglite {
    /** Of all these tests. */
    String TAG = "pglite";

    /** Where it is. */
    String PROPERTY = "spindle.pglite";

    /** Why they were left out. */
    String NOT_HERE = "-D" + PROPERTY + "=DIR does not say where PGlite is";

    /** Takes them out before they are counted, so that none is skipped. JUnit finds it by its name in {@code META-INF/services}. */
    final class Filter implements PostDiscoveryFilter {
        @Override
        public FilterResult apply(TestDescriptor test) {
            if (!test.getTags().contains(TestTag.create(TAG)) || System.getProperty(PROPERTY) != null)
                return FilterResult.included("needs nothing that is not here");
            if (test.getParent().filter(TestDescriptor::isRoot).isPresent())
                System.out.println(test.getDisplayName() + " was left out: " + NOT_HERE);
            return FilterResult.excluded(NOT_HERE);
        }
    }
}
