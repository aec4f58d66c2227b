package dev.spindle.restate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

@NeedsRestate
class CrashHarnessTest {
    private static final long SEED = 21;

    @Test
    void killedWorkersEnginesAndNetworksLoseNothingAndDoNothingTwice() throws Exception {
        CrashHarness.Figures figures = CrashHarness.run(6, 1, 1, SEED);

        System.out.println("crash restate: " + figures);
        assertTrue(figures.runs() > 0, figures.toString());
        assertEquals(0, figures.twice() + figures.missing() + figures.repeated(), figures.toString());
    }
}
