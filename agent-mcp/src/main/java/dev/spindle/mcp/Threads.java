package dev.spindle.mcp;

import java.util.concurrent.Semaphore;

/** Threads that keep no process alive. */
final class Threads {
    private static final int ANSWERS_AT_ONCE = 16;

    private final Semaphore answering = new Semaphore(ANSWERS_AT_ONCE);

    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, "spindle-mcp-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Runs an answer on a thread of its own; false if too many are under way. */
    boolean answer(Runnable work) {
        if (!answering.tryAcquire()) return false;
        start("answer", () -> {
            try {
                work.run();
            } finally {
                answering.release();
            }
        });
        return true;
    }
}
