package dev.spindle.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that tools run on: virtual where the JDK has them, else daemons, and always enough, so that nested agents never wait for one another. */
final class Workers {
    private static final ExecutorService THREADS = create();

    private Workers() {}

    static void start(Runnable work) {
        THREADS.execute(work);
    }

    private static ExecutorService create() {
        try {
            MethodType type = MethodType.methodType(ExecutorService.class);
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(Executors.class, "newVirtualThreadPerTaskExecutor", type)
                    .invokeExact();
        } catch (Throwable beforeJdk21) {
            return Executors.newCachedThreadPool(work -> {
                Thread thread = new Thread(work, "spindle-tool");
                thread.setDaemon(true);
                return thread;
            });
        }
    }
}
