package dev.spindle.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final Cancellation cancellation = Cancellation.create();
    private final List<String> heard = new ArrayList<>();

    @Test
    void anActionThatThrowsKeepsNobodyFromHearing() {
        AssertionError broken = new AssertionError("broken");
        cancellation.onCancel(() -> heard.add("before"));
        cancellation.onCancel(() -> {
            throw broken;
        });
        cancellation.onCancel(() -> {
            throw new IllegalStateException("broken, too");
        });
        cancellation.onCancel(() -> heard.add("behind"));

        Throwable thrown = assertThrows(AssertionError.class, () -> cancellation.cancel("enough"));

        assertEquals(List.of("before", "behind"), heard);
        assertSame(broken, thrown);
        assertEquals(1, thrown.getSuppressed().length);
    }
}
