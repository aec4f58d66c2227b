package dev.spindle.restate;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.PostDiscoveryFilter;

/** Tests with the real engine, which are left out, and say so, where no npm is there to install it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag(NeedsRestate.TAG)
public @interface NeedsRestate {
    /** Of all these tests. */
    String TAG = "restate";

    /** Why they were left out. */
    String NOT_HERE = "npm is not here, which installs the engine of Restate";

    /** Takes them out before they are counted, so that none is skipped. JUnit finds it by its name in {@code META-INF/services}. */
    final class Filter implements PostDiscoveryFilter {
        @Override
        public FilterResult apply(TestDescriptor test) {
            if (!test.getTags().contains(TestTag.create(TAG)) || Engine.canBeInstalled())
                return FilterResult.included("needs nothing that is not here");
            if (test.getParent().filter(TestDescriptor::isRoot).isPresent() || test.isTest())
                System.out.println(test.getDisplayName() + " was left out: " + NOT_HERE);
            return FilterResult.excluded(NOT_HERE);
        }
    }
}
