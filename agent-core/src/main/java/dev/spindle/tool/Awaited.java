package dev.spindle.tool;

import dev.spindle.context.Cancellation;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What a tool promises instead of returning it: the call waits for it, and takes it back when the call is cancelled. */
final class Awaited {
    private Awaited() {}

    /** What a method returns in the end: of a stage, what it holds. */
    static Type typeOf(Method method) {
        Type returned = method.getGenericReturnType();
        boolean stage =
                method.getReturnType() == CompletionStage.class || method.getReturnType() == CompletableFuture.class;
        if (!stage) return returned;
        if (!(returned instanceof ParameterizedType generic)) return Object.class;
        Type held = generic.getActualTypeArguments()[0];
        return held instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : held;
    }

    /**
     * The stage's result; what it fails with is thrown.
     *
     * <p>An interruption of the thread, which is how a call is timed out, or the cancellation cancels the stage.
     */
    static @Nullable Object result(CompletionStage<?> stage, Cancellation cancellation) throws Exception {
        CompletableFuture<?> future = stage.toCompletableFuture();
        try (Cancellation.Registration ignored = cancellation.onCancel(() -> future.cancel(true))) {
            return future.get();
        } catch (InterruptedException cutShort) {
            future.cancel(true);
            throw cutShort;
        } catch (CancellationException takenBack) {
            if (cancellation.isCancelled()) throw new InterruptedException("the call was cancelled");
            throw takenBack;
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof Error error) throw error;
            throw cause instanceof Exception exception ? exception : failed;
        }
    }
}
