package dev.spindle.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UsageTest {
    @Test
    void sumsThatNoLongHoldsStayTheMost() {
        Usage absurd = new Usage(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

        Usage both = absurd.plus(Usage.of(1, 1));
        Usage made = Usage.of(Long.MAX_VALUE, 1);

        assertEquals(absurd, both);
        assertEquals(Long.MAX_VALUE, made.totalTokens());
    }
}
