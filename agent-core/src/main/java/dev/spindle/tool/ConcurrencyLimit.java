package dev.spindle.tool;

import dev.spindle.context.RunContext;
import dev.spindle.context.Tag;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Lets only so many calls of a tool run at once; the others wait, each within its own time. A call lends its place to those that are made
 * inside it, one at a time, for which it waits itself.
 */
record ConcurrencyLimit(Semaphore places, ToolInvocation.Handler tool) implements ToolInvocation.Handler {
    private static final Tag<Map<Semaphore, Semaphore>> LENT = Tag.named("places of the calls above");

    @Override
    public ToolResult call(ToolInvocation invocation) throws Exception {
        RunContext context = invocation.context();
        Map<Semaphore, Semaphore> above = context.tags().find(LENT).orElse(Map.of());
        Map<Semaphore, Semaphore> inside = new HashMap<>(above);
        inside.put(places, new Semaphore(1));
        Semaphore place = above.getOrDefault(places, places);
        place.acquire();
        try {
            return tool.call(
                    invocation.withContext(context.withTags(context.tags().with(LENT, inside))));
        } finally {
            place.release();
        }
    }
}
