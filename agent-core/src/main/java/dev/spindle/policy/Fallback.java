package dev.spindle.policy;

import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.model.Budget;
import dev.spindle.model.Delta;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import dev.spindle.run.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Asks other models, in order, when one fails in a way that another may not.
 *
 * <p>Each call begins with the agent's own model. Put it behind {@link Retry}: then all models are asked before anybody waits, and the
 * failure that counts for the wait is that of the agent's own. What was shown of a failed attempt is declared void; failed attempts are
 * kept with what they cost.
 *
 * @param models to ask when the agent's own fails, in order
 * @param kinds of failure after which the next one is asked; after any other, and when none is left, the first failure is thrown, with
 *     the others as suppressed
 */
public record Fallback(List<Model> models, Set<Class<? extends ModelException>> kinds) implements Interceptor {
    private static final Set<Class<? extends ModelException>> OF_THE_SERVER = Set.of(
            ModelException.RateLimited.class,
            ModelException.QuotaExhausted.class,
            ModelException.Unavailable.class,
            ModelException.Garbled.class);

    /** Copies both. */
    public Fallback {
        models = List.copyOf(models);
        kinds = Set.copyOf(kinds);
        if (models.isEmpty())
            throw new IllegalArgumentException("There is no model to fall back to; give at least one");
    }

    /** Other models after failures that are their server's: limits, quotas, outages and nonsense. */
    public static Fallback to(Model... models) {
        return new Fallback(List.of(models), OF_THE_SERVER);
    }

    /** The same models after other kinds of failure, as {@link ModelException.ContextTooLong} for one that holds more. */
    public Fallback after(Set<Class<? extends ModelException>> others) {
        return new Fallback(models, others);
    }

    @Override
    public ModelReply aroundModel(ModelCall call, Model next) {
        List<Model> all = new ArrayList<>();
        all.add(next);
        models.forEach(model -> all.add(Budget.metered(model)));
        List<Failed> failed = new ArrayList<>();
        for (Model model : all) {
            WatchedDeltas deltas = new WatchedDeltas(call.deltas());
            try {
                ModelReply reply = model.call(call.streaming() ? call.withDeltas(deltas) : call);
                return withFailures(reply, failed);
            } catch (ModelException failure) {
                if (failure instanceof ModelException.OverBudget) throw withEarlier(failure, failed);
                failed.add(new Failed(model, failure));
                if (!kinds.contains(failure.getClass())) break;
                boolean another = failed.size() < all.size();
                if (another && deltas.shown()) call.deltas().accept(new Delta.Dropped(words(failure)));
            } catch (CancelledException cancelled) {
                throw withEarlier(cancelled, failed);
            }
        }
        throw first(failed);
    }

    private record Failed(Model model, ModelException failure) {}

    private static ModelReply withFailures(ModelReply reply, List<Failed> failed) {
        ModelReply all = reply;
        for (int at = failed.size() - 1; at >= 0; at--) {
            ModelException failure = failed.get(at).failure();
            all = all.after(new ModelReply.Attempt(failed.get(at).model().id(), words(failure), failure.spentInAll()));
        }
        return all;
    }

    private static <E extends RuntimeException> E withEarlier(E last, List<Failed> failed) {
        failed.stream().map(Failed::failure).forEach(last::addSuppressed);
        return last;
    }

    private static ModelException first(List<Failed> failed) {
        ModelException first = failed.get(0).failure();
        failed.stream().skip(1).map(Failed::failure).forEach(first::addSuppressed);
        return first;
    }

    private static String words(ModelException failure) {
        return String.valueOf(failure.getMessage());
    }
}
