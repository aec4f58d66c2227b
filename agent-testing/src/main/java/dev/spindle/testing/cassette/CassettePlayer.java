package dev.spindle.testing.cassette;

import dev.spindle.message.Cost;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import dev.spindle.testing.cassette.Take.Asked;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that says what was recorded, with the same pieces and the same failures, and asks nobody. Thread-safe.
 *
 * <p>A question that was not recorded is {@link ModelException.Rejected} with what is different: the run ends with it, its text cannot be had,
 * and {@link #assertComplete} reports it, too.
 */
public final class CassettePlayer implements Model {
    private final CassetteFile file;
    private final boolean strict;
    private final Recording recording;
    private final List<Question> questions;
    private final boolean[] played;
    private final List<String> problems = new ArrayList<>();
    private int next;

    CassettePlayer(CassetteFile file, boolean strict) {
        this.file = file;
        this.strict = strict;
        this.recording = file.read();
        this.questions = recording.takes().stream()
                .map(take -> Question.of(take.asked(), file.masks()))
                .toList();
        this.played = new boolean[questions.size()];
    }

    @Override
    public String id() {
        return recording.model();
    }

    /** To ask it costs nothing; its replies cost what they did. */
    @Override
    public Cost cost(Usage usage) {
        return Cost.ZERO;
    }

    @Override
    public ModelReply call(ModelCall call) {
        call.context().cancellation().check();
        Question asked = Question.of(Asked.of(call), file.masks());
        return recording.takes().get(find(asked)).played().play(call);
    }

    private synchronized int find(Question asked) {
        int place = strict ? findNext(asked) : findAny(asked);
        played[place] = true;
        return place;
    }

    private int findNext(Question asked) {
        if (next == questions.size()) {
            throw unexpected("was asked for call " + (next + 1) + ", but has " + questions.size() + ": it was asked "
                    + asked.lastMessage());
        }
        Question recorded = questions.get(next);
        if (!recorded.equals(asked)) {
            throw unexpected("was asked otherwise at call " + (next + 1) + ":\n" + recorded.differenceTo(asked));
        }
        return next++;
    }

    private int findAny(Question asked) {
        int again = -1;
        for (int at = 0; at < questions.size(); at++) {
            if (!questions.get(at).equals(asked)) continue;
            if (!played[at]) return at;
            again = at;
        }
        if (again >= 0) return again;
        if (questions.isEmpty()) throw unexpected("holds no call");
        int nearest = 0;
        for (int at = 1; at < questions.size(); at++) {
            if (questions.get(at).sharedWith(asked) > questions.get(nearest).sharedWith(asked)) nearest = at;
        }
        throw unexpected("does not know what it was asked; nearest is call " + (nearest + 1) + ":\n"
                + questions.get(nearest).differenceTo(asked));
    }

    private ModelException unexpected(String why) {
        String problem = "The cassette " + file.path() + " " + why + "\nIf the change is meant, record it anew.";
        problems.add(problem);
        return new ModelException.Rejected(problem, ModelException.Details.of(problem));
    }

    /**
     * Checks that nothing was asked that was not recorded and, unless this plays loosely, that all of it was asked for.
     *
     * @throws AssertionError otherwise
     */
    public synchronized void assertComplete() {
        if (!problems.isEmpty()) throw new AssertionError(problems.get(0));
        if (!strict || next == questions.size()) return;
        throw new AssertionError(
                "The cassette " + file.path() + " has " + questions.size() + " calls, but was asked for "
                        + next + "; the next recorded question is "
                        + questions.get(next).lastMessage()
                        + "\nIf the change is meant, record it anew.");
    }
}
