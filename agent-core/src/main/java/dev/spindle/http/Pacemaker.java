package dev.spindle.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okio.AsyncTimeout;

/*
 * Okio wakes the thread that watches its timeouts whenever a new one is the nearest of all. Of few calls at once nearly every read and
 * write is the nearest, and waking that thread cost a sixth of a run. So while there are calls a nearer one stands in front of them,
 * which nobody waits for.
 */
/** A timeout that comes every second while calls are made, so that those of the calls need not wake anybody. Thread-safe. */
final class Pacemaker {
    private final AtomicBoolean beating = new AtomicBoolean();
    private volatile boolean needed;

    /** Says that a call is about to be made. */
    void keepGoing() {
        needed = true;
        if (!beating.get() && beating.compareAndSet(false, true)) new Beat().enter();
    }

    private void beat() {
        if (needed) {
            needed = false;
            new Beat().enter();
        } else {
            beating.set(false);
        }
    }

    private final class Beat extends AsyncTimeout {
        private Beat() {
            timeout(1, TimeUnit.SECONDS);
        }

        @Override
        protected void timedOut() {
            beat();
        }
    }
}
