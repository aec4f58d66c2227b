package dev.spindle.bench.crash;

import dev.spindle.bench.store.Place;
import dev.spindle.bench.store.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Several processes that share a journal; each that has ended is succeeded by another. For one thread. */
final class Workers implements AutoCloseable {
    private final Store store;
    private final Place place;
    private final int atOnce;
    private final boolean apart;
    private final List<Child> children = new ArrayList<>();
    private final List<Boolean> ready = new ArrayList<>();
    private final UpTimes upTimes;

    /**
     * So many workers, starting.
     *
     * @param apart whether each takes the others for processes of other hosts, whose deaths it cannot see
     * @param upTimes where it is noted when they were up
     */
    Workers(Store store, Place place, int count, int atOnce, boolean apart, UpTimes upTimes) throws IOException {
        this.store = store;
        this.place = place;
        this.atOnce = atOnce;
        this.apart = apart;
        this.upTimes = upTimes;
        for (int slot = 0; slot < count; slot++) {
            children.add(start(slot));
            ready.add(false);
        }
    }

    private Child start(int slot) throws IOException {
        // A user cannot see all processes of another one, so nobody says of these that they are dead.
        List<String> host = apart ? List.of("-Duser.name=host-" + slot) : List.of();
        return Child.start(
                host,
                List.of(
                        WorkersProcess.NAME,
                        store.toString(),
                        place.directory().toString(),
                        place.url(),
                        Integer.toString(atOnce)));
    }

    int count() {
        return children.size();
    }

    void awaitReady(int slot) throws InterruptedException {
        if (!ready.get(slot)) children.get(slot).await(CrashWorker.READY::equals);
        ready.set(slot, true);
    }

    /** Waits until a tool begins in it. */
    void awaitInside(int slot) throws InterruptedException {
        awaitReady(slot);
        children.get(slot).forgetWhatWasSaid();
        children.get(slot).await(CrashWorker.INSIDE::equals);
    }

    /** Kills one, and starts the next in its place; gives its process number. */
    long kill(int slot) throws IOException, InterruptedException {
        Child victim = children.get(slot);
        if (!victim.isAlive()) throw new IllegalStateException("A worker ended by itself; see above what it said");
        noteEndOf(victim);
        victim.kill();
        victim.close();
        replace(slot);
        return victim.pid();
    }

    /** Has one end in order, and starts the next in its place. */
    void drain(int slot) throws IOException, InterruptedException {
        end(slot);
        replace(slot);
    }

    private void end(int slot) throws InterruptedException {
        awaitReady(slot);
        try (Child leaving = children.get(slot)) {
            noteEndOf(leaving);
            leaving.say(WorkersProcess.DRAIN);
            int exit = leaving.awaitEnd();
            if (exit != 0) throw new IllegalStateException("A drained worker ended with " + exit);
        }
    }

    /** A worker says that it is ready before it says anything else. */
    private void noteEndOf(Child child) {
        child.firstWord().ifPresent(ready -> upTimes.add(ready, Instant.now()));
    }

    private void replace(int slot) throws IOException {
        children.set(slot, start(slot));
        ready.set(slot, false);
    }

    /** Has all of them end in order. */
    void drainAll() throws InterruptedException {
        for (int slot = 0; slot < children.size(); slot++) end(slot);
    }

    @Override
    public void close() {
        children.forEach(Child::close);
    }
}
