package dev.spindle.tool;

import java.util.concurrent.Semaphore;

/** Lets only so many calls of a tool run at once; the others wait, each within its own time. */
record ConcurrencyLimit(Semaphore places, ToolInvocation.Handler tool) implements ToolInvocation.Handler {
    @Override
    public ToolResult call(ToolInvocation invocation) throws Exception {
        places.acquire();
        try {
            return tool.call(invocation);
        } finally {
            places.release();
        }
    }
}
