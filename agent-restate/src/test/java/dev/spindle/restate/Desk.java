package dev.spindle.restate;

import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Tools of every kind. */
final class Desk {
    final AtomicInteger paid = new AtomicInteger();
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);

    @Tool(value = "Adds two numbers.", effect = Effect.READ)
    int add(@Param("the first") int a, @Param("the second") int b) {
        return a + b;
    }

    @Tool(value = "Fails.", effect = Effect.READ)
    String fail() {
        throw new IllegalStateException("the printer is on fire");
    }

    @Tool(value = "Pays.", approval = true)
    String pay(@Param("to whom") String to) {
        paid.incrementAndGet();
        return "paid " + to;
    }

    @Tool(value = "Never ends.", effect = Effect.READ)
    String hang() throws InterruptedException {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
            return "never";
        } finally {
            interrupted.countDown();
        }
    }
}
