package dev.spindle.examples;

import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.message.Usage;
import dev.spindle.run.RunHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

/** Hands the events of a run that goes on elsewhere to an output, each once, also where it waited for a person in between. Thread-safe. */
final class Watcher {
    private final Output output;
    private final List<String> notRead = new ArrayList<>();
    private RunHandle.Cursor seen;
    private long contextTokens = -1;

    /**
     * A watcher of a run.
     *
     * @param seen behind which event to begin
     */
    Watcher(Output output, RunHandle.Cursor seen) {
        this.output = output;
        this.seen = seen;
    }

    /** Begins to watch; what is returned waits until all events were handed over. */
    Runnable watch(RunHandle run) {
        CountDownLatch ended = new CountDownLatch(1);
        RunHandle.Cursor from;
        synchronized (this) {
            from = seen;
        }
        run.events(from).subscribe(new Subscriber(ended));
        return () -> await(ended);
    }

    private static void await(CountDownLatch ended) {
        try {
            // However long it takes: a person may have stopped the screen.
            ended.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void take(RunEvent event) {
        seen = RunHandle.Cursor.behind(event);
        if (event instanceof RunEvent.Received came && came.input() instanceof Input.Said said) {
            notRead.remove(said.message().text());
        }
        if (event instanceof RunEvent.Replied replied) {
            Usage usage = replied.reply().spent().usage();
            if (usage.totalTokens() > 0) contextTokens = usage.inputTokens() + usage.outputTokens();
        }
        output.on(event);
    }

    /** Something was said to the run. */
    synchronized void said(String words) {
        notRead.add(words);
    }

    /** What was said to the run that it has not read, oldest first. */
    synchronized List<String> notRead() {
        return List.copyOf(notRead);
    }

    /** How much of its context the model used at its last reply; -1 if it did not say. */
    synchronized long contextTokens() {
        return contextTokens;
    }

    private final class Subscriber implements Flow.Subscriber<RunEvent> {
        private final CountDownLatch ended;

        Subscriber(CountDownLatch ended) {
            this.ended = ended;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(RunEvent event) {
            take(event);
        }

        /** The one who waits for the result hears of it, too. */
        @Override
        public void onError(Throwable failure) {
            ended.countDown();
        }

        @Override
        public void onComplete() {
            ended.countDown();
        }
    }
}
