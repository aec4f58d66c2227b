package dev.spindle.bench.speed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A thread for each agent: virtual where the JDK has them. */
final class Threads {
    private Threads() {}

    static ExecutorService perTask() {
        try {
            MethodType type = MethodType.methodType(ExecutorService.class);
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(Executors.class, "newVirtualThreadPerTaskExecutor", type)
                    .invokeExact();
        } catch (Throwable beforeJdk21) {
            return Executors.newCachedThreadPool();
        }
    }
}
