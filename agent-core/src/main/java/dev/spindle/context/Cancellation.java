package dev.spindle.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to stop, made once, from any thread.
 *
 * <p>Cancelling runs the registered actions (interrupt a tool, close a socket) on the cancelling thread, each once. A child is
 * cancelled with its parent and never the other way round. Thread-safe.
 */
public final class Cancellation {
    /** A child, or a thread to interrupt, and a socket to close. */
    private static final int USUALLY = 2;

    private final List<Runnable> actions = new ArrayList<>(USUALLY);
    private @Nullable String reason;

    private Cancellation() {}

    /** A cancellation that nobody has asked for yet. */
    public static Cancellation create() {
        return new Cancellation();
    }

    /**
     * A cancellation that follows this one, and can be cancelled alone.
     *
     * <p>Close the returned link when the work is over, or a long-lived parent keeps the child.
     */
    public Child child() {
        Cancellation child = create();
        return new Child(child, onCancel(() -> child.cancel(reason().orElse("cancelled"))));
    }

    /**
     * Asks for a stop; only the first call counts.
     *
     * @param why shown to people and to the model, for example "the user pressed Ctrl-C"
     */
    public void cancel(String why) {
        List<Runnable> due;
        synchronized (actions) {
            if (reason != null) return;
            reason = why;
            due = List.copyOf(actions);
            actions.clear();
        }
        runAll(due);
    }

    /** Runs them all, whatever one of them throws, and then throws the first of it. */
    private static void runAll(List<Runnable> actions) {
        Throwable first = null;
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException | Error thrown) {
                if (first == null) first = thrown;
                else if (first != thrown) first.addSuppressed(thrown);
            }
        }
        if (first instanceof Error error) throw error;
        if (first instanceof RuntimeException exception) throw exception;
    }

    /** Whether a stop was asked for. */
    public boolean isCancelled() {
        return reason().isPresent();
    }

    /** Why a stop was asked for; empty while nobody has. */
    public Optional<String> reason() {
        synchronized (actions) {
            return Optional.ofNullable(reason);
        }
    }

    /**
     * Returns if nobody asked for a stop.
     *
     * @throws CancelledException with the reason, if somebody did
     */
    public void check() {
        reason().ifPresent(why -> {
            throw new CancelledException(why);
        });
    }

    /**
     * Runs an action at the moment of cancelling, or at once if that has passed.
     *
     * @param action short and not throwing; it runs on the thread that cancels
     * @return forgets the action when closed
     */
    public Registration onCancel(Runnable action) {
        synchronized (actions) {
            if (reason == null) {
                actions.add(action);
                return () -> forget(action);
            }
        }
        action.run();
        return () -> {};
    }

    private void forget(Runnable action) {
        synchronized (actions) {
            // What began last mostly ends first, and stands at the end.
            for (int at = actions.size() - 1; at >= 0; at--) {
                if (actions.get(at) != action) continue;
                actions.remove(at);
                return;
            }
        }
    }

    /** An action waiting for a cancellation; closing it forgets the action. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** A cancellation tied to a parent until closed. */
    public record Child(Cancellation cancellation, Registration link) implements AutoCloseable {
        @Override
        public void close() {
            link.close();
        }
    }

    /** Thrown where work stops because its {@link Cancellation} was cancelled; the message is the reason given. */
    public static final class CancelledException extends AgentException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception with the reason that was given to {@link Cancellation#cancel(String)}. */
        public CancelledException(String reason) {
            super(reason);
        }
    }
}
