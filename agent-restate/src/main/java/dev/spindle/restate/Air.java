package dev.spindle.restate;

import dev.restate.common.Request;
import dev.restate.common.Target;
import dev.restate.sdk.ObjectContext;
import dev.restate.sdk.SharedObjectContext;
import dev.restate.sdk.common.StateKey;
import java.time.Duration;
import java.util.List;

/** What runs of an agent have written of replies that are not recorded yet: an object of the engine for each run, which forgets it soon. */
record Air(String agent) {
    private static final String SUFFIX = ".live";
    private static final StateKey<String> PIECES = StateKey.of("pieces", Texts.LINES);
    private static final int MOST_CHARACTERS = 1 << 18;
    private static final Duration UNTIL_FORGOTTEN = Duration.ofHours(1);

    static String serviceOf(String agent) {
        return agent + SUFFIX;
    }

    /** Keeps what was written beside what was written of the same reply before. */
    String tell(ObjectContext engine, String lines) {
        List<Piece> more = Piece.read(lines);
        if (more.isEmpty()) return Inbox.NOTHING;
        String known = engine.get(PIECES).orElse("");
        List<Piece> before = Piece.read(known);
        if (before.isEmpty()) engine.send(forget(engine.key()), UNTIL_FORGOTTEN);
        boolean isNext = before.isEmpty() || !before.get(0).isBeside(more.get(0));
        engine.set(PIECES, shortened(isNext ? lines : known + lines));
        return Inbox.NOTHING;
    }

    private Request<String, String> forget(String runId) {
        Target target = Target.virtualObject(serviceOf(agent), runId, "forget");
        return Request.of(target, Texts.JSON, Texts.JSON, Inbox.NOTHING).build();
    }

    /** The last lines, as far as they are kept. */
    private static String shortened(String lines) {
        if (lines.length() <= MOST_CHARACTERS) return lines;
        int begin = lines.indexOf('\n', lines.length() - MOST_CHARACTERS);
        return begin < 0 ? "" : lines.substring(begin + 1);
    }

    /** All that is known. */
    String hear(SharedObjectContext engine, String nothing) {
        return engine.get(PIECES).orElse("");
    }

    String forget(ObjectContext engine, String nothing) {
        engine.clear(PIECES);
        return Inbox.NOTHING;
    }
}
