package dev.spindle.replay;

import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolException.ModelRetry;
import java.util.concurrent.atomic.AtomicInteger;

/** Tools that count how often they are called. */
final class Desk {
    final AtomicInteger calls = new AtomicInteger();

    @Tool(value = "Adds two numbers.", effect = Effect.READ)
    public int add(@Param("The first") int a, @Param("The second") int b) {
        calls.incrementAndGet();
        return a + b;
    }

    @Tool(value = "Pays somebody.", effect = Effect.WRITE, approval = true)
    public String pay(@Param("To whom") String to, @Param("How much, in cents") int cents) {
        calls.incrementAndGet();
        return "paid " + cents + " to " + to;
    }

    @Tool(value = "Files a paper, after those before it.", effect = Effect.IDEMPOTENT, sequential = true)
    public String file(@Param("Its name") String name) {
        calls.incrementAndGet();
        if (name.equals("again")) throw new ModelRetry("call it otherwise");
        return "filed " + name;
    }

    @Tool(value = "Reads a letter of a stranger.", effect = Effect.READ, untrusted = true)
    public String letter() {
        calls.incrementAndGet();
        return "Dear friend, ".repeat(4_000);
    }

    @Tool(value = "Is broken.", effect = Effect.READ)
    public String broken() {
        calls.incrementAndGet();
        throw new IllegalStateException("out of ink");
    }
}
