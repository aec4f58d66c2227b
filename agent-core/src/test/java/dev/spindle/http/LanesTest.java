package dev.spindle.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes lanes = new Lanes(new OkHttpClient());

    @Test
    void fewCallsShareOneLane() {
        for (int call = 0; call < Lane.MOST_CALLS; call++)
            assertEquals(0, lanes.enter().number());
    }

    @Test
    void aCallTooManyOpensAnotherLane() {
        for (int call = 0; call < Lane.MOST_CALLS; call++) lanes.enter();

        assertEquals(1, lanes.enter().number());
    }

    @Test
    void aPlaceThatWasLeftIsTakenBeforeALaterLane() {
        Lane first = lanes.enter();
        for (int call = 0; call < Lane.MOST_CALLS; call++) lanes.enter();

        first.leave();

        assertSame(first, lanes.enter());
    }
}
