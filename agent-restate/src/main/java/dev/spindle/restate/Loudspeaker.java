package dev.spindle.restate;

import dev.spindle.event.RunEvent;
import dev.spindle.run.RunListener;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Tells the engine what is written of a reply, a few times a second; what does not reach it is not told again. Thread-safe. */
final class Loudspeaker implements RunListener {
    private static final Executor SOON = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

    private final Ingress ingress;
    private final String runId;
    private final String teller = UUID.randomUUID().toString();
    private final List<Piece> waiting = new ArrayList<>();
    private final StringBuilder written = new StringBuilder(); // of the last that waits
    private boolean telling;

    Loudspeaker(Ingress ingress, String runId) {
        this.ingress = ingress;
        this.runId = runId;
    }

    @Override
    public void on(RunEvent event) {
        Piece.of(teller, event).ifPresent(this::add);
    }

    private synchronized void add(Piece piece) {
        int last = waiting.size() - 1;
        if (last >= 0 && waiting.get(last).goesOnWith(piece)) {
            waiting.set(last, piece);
        } else {
            endLast();
            waiting.add(piece);
        }
        written.append(piece.text());
        if (telling) return;
        telling = true;
        SOON.execute(this::tell);
    }

    private void endLast() {
        int last = waiting.size() - 1;
        if (last >= 0) waiting.set(last, waiting.get(last).withText(written.toString()));
        written.setLength(0);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what is lost is not told again
    private void tell() {
        StringBuilder lines = new StringBuilder();
        synchronized (this) {
            endLast();
            waiting.forEach(piece -> lines.append(piece.line()));
            waiting.clear();
        }
        ingress.tell(runId, lines.toString()).whenComplete((told, failed) -> goOn());
    }

    private synchronized void goOn() {
        telling = !waiting.isEmpty();
        if (telling) SOON.execute(this::tell);
    }
}
