package dev.spindle.state;

import dev.spindle.journal.Journal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Classes that break the rules of their room, each in one way, to see that the architecture test finds them. */
public final class Probes {
    private Probes() {}

    public static final class KnowsAJournal {
        @Nullable
        Journal journal;
    }

    public static final class KnowsAFile {
        @Nullable
        Path file;
    }

    public static final class KnowsAClock {
        @Nullable
        Clock clock;
    }

    public static final class AsksForTheTime {
        Instant time() {
            return Instant.now();
        }
    }

    public static final class AsksForChance {
        UUID chance() {
            return UUID.randomUUID();
        }
    }

    public static final class StartsAThread {
        Thread thread() {
            return new Thread(() -> {});
        }
    }

    public static final class Locks {
        @Nullable
        ReentrantLock lock;
    }

    public static final class Logs {
        @Nullable
        Logger log;
    }

    public static final class KeepsToTheRules {
        Instant earlier(Instant instant) {
            return instant.minusSeconds(1);
        }
    }
}
