package dev.spindle.run;

import dev.spindle.context.RunContext;
import dev.spindle.event.CallAssessment;
import dev.spindle.event.CallAssessment.Verdict;
import dev.spindle.event.RunEvent.AssessedTool;
import dev.spindle.message.CallId;
import dev.spindle.state.CallState;
import dev.spindle.state.RunState;
import dev.spindle.tool.Reconciler.Reconciliation;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A READ or an IDEMPOTENT call runs again. A WRITE is in doubt: its tool's Reconciler is asked first, then a person, or by policy
 * the model is told.
 */
/** Decides what is to be done with calls that were cut short by a crash, a timeout or a cancellation. */
final class CutShortCalls {
    private static final Logger log = LoggerFactory.getLogger(CutShortCalls.class);

    private final RunSetup setup;
    private final RunContext context;
    private final ToolCaller caller;
    private final Toolbox tools;
    private final Assessor assessor;

    CutShortCalls(RunSetup setup, RunContext context, ToolCaller caller, Assessor assessor) {
        this.setup = setup;
        this.context = context;
        this.caller = caller;
        this.tools = new Toolbox(setup.tools());
        this.assessor = assessor;
    }

    /** What is to be done with each; those in doubt are left out if the run is cancelled meanwhile, to be asked about when it goes on. */
    List<CallAssessment> assess(RunState state, List<CallState> calls) {
        if (calls.isEmpty()) return List.of();
        List<CallState> inDoubt = calls.stream().filter(this::mayHaveWritten).toList();
        Map<CallId, Reconciliation> known = reconcile(state, inDoubt);
        boolean cancelled = context.cancellation().isCancelled();
        List<CallAssessment> found = new ArrayList<>();
        for (CallState call : calls) {
            if (!inDoubt.contains(call)) found.add(again(state, call));
            else if (!cancelled) found.add(settled(state, call, known.get(call.id())));
        }
        return found;
    }

    /** What the tool was counts, and what it is: it may have been declared anew since. */
    private boolean mayHaveWritten(CallState call) {
        AssessedTool before = assessed(call).tool();
        return before.effect() == Effect.WRITE
                || find(before.name())
                        .filter(tool -> tool.spec().effect() == Effect.WRITE)
                        .isPresent();
    }

    /** A tool; none while its registry is away, and then nobody can say what the call did. */
    private Optional<ToolFunction> find(String name) {
        try {
            return tools.find(name);
        } catch (Throwable away) {
            Fatal.rethrow(away);
            log.warn("run={} tool={} could not be found", context.runId(), name, Failures.loggable(away));
            return Optional.empty();
        }
    }

    private static CallAssessment assessed(CallState call) {
        return Objects.requireNonNull(call.assessed(), "a call that ran was assessed");
    }

    /** As if for the first time, if it still may. */
    private CallAssessment again(RunState state, CallState call) {
        CallAssessment anew = assessor.written(state, call);
        boolean mayHaveActed = assessed(call).tool().effect() != Effect.READ;
        return anew.answer() != null && mayHaveActed ? anew.answered(RunState.inDoubt()) : anew;
    }

    private Map<CallId, Reconciliation> reconcile(RunState state, List<CallState> calls) {
        Reconciling asked = new Reconciling(context);
        Instant now = setup.stores().clock().instant();
        for (CallState call : calls) {
            Optional<ToolFunction> tool = find(assessed(call).tool().name());
            tool.flatMap(ToolFunction::findReconciler)
                    .ifPresent(reconciler -> asked.ask(
                            reconciler,
                            invocation(state, call),
                            TimeLimit.of(state, tool.get().spec().supervision(), now)));
        }
        return asked.await();
    }

    private ToolInvocation invocation(RunState state, CallState call) {
        return assessor.invocation(state, call.id(), context, text -> {});
    }

    private CallAssessment settled(RunState state, CallState call, @Nullable Reconciliation known) {
        if (known == null) return inDoubt(call);
        CallAssessment settled = switch (known.kind()) {
            case TOOK_EFFECT -> assessed(call).answered(likeReturned(state, call, known.result()));
            case TOOK_NO_EFFECT -> withoutEffect(state, call);
            case UNKNOWN -> inDoubt(call);
        };
        return settled.reconciled(known);
    }

    /** A result that was found out goes where every result goes: through the interceptors, and into its fence. */
    private ToolResult likeReturned(RunState state, CallState call, @Nullable ToolResult result) {
        ToolResult found = result != null ? result : ToolResult.text("Done.");
        StepRunner.CallEnd end = caller.call(invocation(state, call), again -> found);
        return end instanceof StepRunner.CallEnd.Answered answered ? answered.result() : found;
    }

    /** After a timeout it is the model's to call again, or the run might never end; after a crash it runs again by itself. */
    private CallAssessment withoutEffect(RunState state, CallState call) {
        ToolResult how = call.answer();
        if (how == null) return assessor.written(state, call);
        return assessed(call).answered(ToolResult.of(how.outcome(), how.text() + " It took no effect."));
    }

    private CallAssessment inDoubt(CallState call) {
        CallAssessment before = assessed(call);
        boolean tell = setup.rules().inDoubt() == Approval.InDoubt.TELL_MODEL;
        return new CallAssessment(
                call.id(),
                before.tool(),
                before.arguments(),
                tell ? Verdict.ANSWERED : Verdict.IN_DOUBT,
                tell ? RunState.inDoubt() : null);
    }
}
