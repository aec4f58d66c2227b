package dev.spindle.restate;

import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.run.RunListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody elsewhere has heard of a run. For one thread. */
final class Follower {
    private final RunListener listener;
    private long next;
    private @Nullable Piece last;

    Follower(long from, RunListener listener) {
        this.next = from;
        this.listener = listener;
    }

    /** The position of the first event that was not read. */
    long next() {
        return next;
    }

    /** Tells pieces that were not heard before, of replies that were not read before. */
    void hear(List<Piece> pieces) {
        for (Piece piece : pieces) {
            Piece before = last;
            boolean isOld = before != null
                    && before.isBeside(piece)
                    && piece.moment().sequence() <= before.moment().sequence();
            if (isOld || piece.moment().position() < next) continue;
            last = piece;
            listener.on(piece.event());
        }
    }

    void read(List<Recorded> events) {
        for (Recorded event : events) {
            listener.on(event);
            next = event.at().position() + 1;
        }
    }
}
