package dev.spindle.policy;

import dev.spindle.model.Delta;
import dev.spindle.model.Model.Deltas;

/** Passes pieces on and remembers whether any of them is still valid. */
final class WatchedDeltas implements Deltas {
    private final Deltas target;
    private boolean shown;

    WatchedDeltas(Deltas target) {
        this.target = target;
    }

    @Override
    public void accept(Delta delta) {
        if (delta instanceof Delta.Dropped) shown = false;
        else if (!(delta instanceof Delta.Waiting)) shown = true;
        target.accept(delta);
    }

    /** Whether something was shown that nobody has declared void. */
    boolean shown() {
        return shown;
    }
}
