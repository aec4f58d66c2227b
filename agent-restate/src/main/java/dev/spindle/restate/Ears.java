package dev.spindle.restate;

import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.run.RunListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who hears of runs.
 *
 * @param listener in this process; null for nobody
 * @param engine is told for those elsewhere; null if none is
 */
record Ears(@Nullable RunListener listener, @Nullable Ingress engine) {
    static final Ears NONE = new Ears(null, null);

    /** Those that hear of one run while it goes on; null for nobody. */
    @Nullable
    RunListener of(String agent, String runId) {
        Ingress door = engine;
        if (door == null) return listener;
        Loudspeaker far = new Loudspeaker(door.to(Air.serviceOf(agent)), runId);
        RunListener near = listener;
        if (near == null) return far;
        return event -> {
            near.on(event);
            far.on(event);
        };
    }

    void tell(List<Recorded> events) {
        if (listener != null) events.forEach(listener::on);
    }
}
