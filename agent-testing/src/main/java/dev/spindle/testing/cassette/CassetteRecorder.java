package dev.spindle.testing.cassette;

import dev.spindle.message.Cost;
import dev.spindle.message.Usage;
import dev.spindle.model.Delta;
import dev.spindle.model.Model;
import dev.spindle.model.Model.Deltas;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import dev.spindle.testing.cassette.Take.Asked;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that asks a real one and keeps what was said, failures as well. Nothing is written until {@link #save}. Thread-safe.
 *
 * <p>Put it at the model's place, inside of all policies: then retries are recorded as what they are, calls of the model.
 */
public final class CassetteRecorder implements Model {
    private final CassetteFile file;
    private final Model real;
    private final List<@Nullable Take> takes = new ArrayList<>();

    CassetteRecorder(CassetteFile file, Model real) {
        this.file = file;
        this.real = real;
    }

    @Override
    public String id() {
        return real.id();
    }

    @Override
    public Cost cost(Usage usage) {
        return real.cost(usage);
    }

    @Override
    public ModelReply call(ModelCall call) {
        int place = begin();
        List<Delta> pieces = new ArrayList<>();
        Deltas heard = piece -> {
            pieces.add(piece);
            call.deltas().accept(piece);
        };
        try {
            ModelReply reply = real.call(call.streaming() ? call.withDeltas(heard) : call);
            keep(place, new Take(Asked.of(call), new Played(pieces, reply, null)));
            return reply;
        } catch (ModelException failure) {
            keep(place, new Take(Asked.of(call), new Played(pieces, null, RecordedFailure.of(failure))));
            throw failure;
        }
    }

    /** Calls stand in the order in which they were made, whichever ends first. */
    private synchronized int begin() {
        takes.add(null);
        return takes.size() - 1;
    }

    private synchronized void keep(int place, Take take) {
        takes.set(place, take);
    }

    /**
     * Writes all that was said so far, in place of what the file held. Calls that were cancelled are left out.
     *
     * @throws IllegalStateException if a mask breaks what it goes through
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    public synchronized void save() {
        List<Take> whole = new ArrayList<>();
        for (Take take : takes) {
            if (take != null) whole.add(take);
        }
        file.write(real.id(), whole);
    }
}
