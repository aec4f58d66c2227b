package dev.spindle.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that tools run on: always enough, so that nested agents never wait for one another. */
final class Workers {
    private static final Duration MOST_IDLE = Duration.ofMinutes(1);
    private static final Executor THREADS = create("spindle-tool");

    private Workers() {}

    static void start(Runnable work) {
        THREADS.execute(work);
    }

    /** Virtual threads where the JDK has them, else daemons of a name. */
    static Executor create(String name) {
        try {
            MethodType type = MethodType.methodType(ExecutorService.class);
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(Executors.class, "newVirtualThreadPerTaskExecutor", type)
                    .invokeExact();
        } catch (Throwable beforeJdk21) {
            return new Threads(name, MOST_IDLE);
        }
    }
}
