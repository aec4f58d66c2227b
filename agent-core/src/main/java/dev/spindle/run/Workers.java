package dev.spindle.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that tools run on: always enough, so that nested agents never wait for one another. */
final class Workers {
    private static final ExecutorService THREADS = create("spindle-tool");

    private Workers() {}

    static void start(Runnable work) {
        THREADS.execute(work);
    }

    /** Virtual threads where the JDK has them, else daemons of a name. */
    static ExecutorService create(String name) {
        try {
            MethodType type = MethodType.methodType(ExecutorService.class);
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(Executors.class, "newVirtualThreadPerTaskExecutor", type)
                    .invokeExact();
        } catch (Throwable beforeJdk21) {
            return Executors.newCachedThreadPool(work -> {
                Thread thread = new Thread(work, name);
                thread.setDaemon(true);
                return thread;
            });
        }
    }
}
