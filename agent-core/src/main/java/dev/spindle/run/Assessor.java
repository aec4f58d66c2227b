package dev.spindle.run;

import dev.spindle.context.RunContext;
import dev.spindle.event.CallAssessment;
import dev.spindle.event.CallAssessment.Verdict;
import dev.spindle.event.Decision;
import dev.spindle.event.RunEvent.AnswerAssessment;
import dev.spindle.event.RunEvent.AssessedTool;
import dev.spindle.event.RunEvent.CheckedArguments;
import dev.spindle.json.Json;
import dev.spindle.message.CallId;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.state.CallState;
import dev.spindle.state.CallState.Phase;
import dev.spindle.state.Fingerprint;
import dev.spindle.state.RunState;
import dev.spindle.tool.AnswerForm;
import dev.spindle.tool.Arguments;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at tool calls and final answers before anything is done with them, and keeps what it read for the call that follows. */
final class Assessor {
    private static final Logger log = LoggerFactory.getLogger(Assessor.class);
    static final CheckedArguments NO_ARGUMENTS =
            new CheckedArguments(Json.EMPTY_OBJECT, Fingerprint.of(Json.EMPTY_OBJECT), List.of());
    private static final String EXPIRED =
            "Refused: nobody approved this call in time. Call again if it is still wanted; a person is then asked anew.";

    private final RunSetup setup;
    private final Fingerprint fingerprint;
    private final RunContext context;
    private final Toolbox tools;
    private final CutShortCalls cutShort;
    private final Map<CallId, Arguments.Accepted> accepted = new ConcurrentHashMap<>();
    private @Nullable AnswerForm form;

    Assessor(RunSetup setup, Fingerprint fingerprint, RunContext context, ToolCaller caller) {
        this.setup = setup;
        this.fingerprint = fingerprint;
        this.context = context;
        this.tools = new Toolbox(setup.tools());
        this.cutShort = new CutShortCalls(setup, context, caller, this);
    }

    List<CallAssessment> calls(RunState state, List<CallId> ids) {
        List<CallState> written = new ArrayList<>(ids.size());
        List<CallState> wereCut = new ArrayList<>(0);
        for (CallId id : ids) {
            CallState call = state.find(id).orElseThrow();
            (call.phase() == Phase.CUT_SHORT ? wereCut : written).add(call);
        }
        List<CallAssessment> found = new ArrayList<>(cutShort.assess(state, wereCut));
        int begun = found.size();
        for (CallState call : written) found.add(written(state, call));
        return Keepable.of(found, begun);
    }

    /** A call that has not started, or that runs again; it does not if somebody's rule, registry or tool throws when it is looked at. */
    CallAssessment written(RunState state, CallState call) {
        try {
            return looked(state, call);
        } catch (Throwable failed) {
            Fatal.rethrow(failed);
            String name = call.call().name();
            log.error(
                    "run={} call={} tool={} could not be looked at",
                    context.runId(),
                    call.id(),
                    name,
                    Failures.loggable(failed));
            ToolResult answer = ToolResult.failed("Not run: it could not be looked at: " + Failures.describe(failed));
            AssessedTool facts = new AssessedTool(name, Effect.WRITE, false);
            return new CallAssessment(call.id(), facts, NO_ARGUMENTS, Verdict.ANSWERED, answer);
        }
    }

    private CallAssessment looked(RunState state, CallState call) {
        Optional<ToolFunction> tool = tools.find(call.call().name());
        if (tool.isEmpty()) return unknown(state, call);
        ToolSpec spec = tool.get().spec();
        AssessedTool facts =
                new AssessedTool(spec.name(), spec.effect(), spec.supervision().sequential());
        Arguments read = tool.get().read(call.written());
        if (read instanceof Arguments.Rejected rejected) {
            ToolResult answer = ToolResult.of(Outcome.INVALID_ARGUMENTS, rejected.message());
            return new CallAssessment(call.id(), facts, NO_ARGUMENTS, Verdict.ANSWERED, answer);
        }
        Arguments.Accepted fitting = (Arguments.Accepted) read;
        accepted.put(call.id(), fitting);
        CallAssessment ready = new CallAssessment(call.id(), facts, checked(call, fitting), Verdict.READY, null);
        if (isDecided(call, ready)) return ready;
        return approved(state, call, ready, new ToolInvocation(call.id(), spec, fitting, context, text -> {}));
    }

    /** What was mended in the model's text stays noted when the mended text is read again. */
    private CheckedArguments checked(CallState call, Arguments.Accepted read) {
        CheckedArguments now = new CheckedArguments(read.json(), fingerprint.ofValue(read.json()), read.notes());
        CallAssessment before = call.assessed();
        if (before == null || !before.arguments().isSameAs(now)) return now;
        return new CheckedArguments(read.json(), now.hash(), before.arguments().notes());
    }

    /** An approval is for the arguments that the person saw, not for what another version of the tool makes of them. */
    private static boolean isDecided(CallState call, CallAssessment found) {
        Decision made = call.decision();
        if (made == null || made.verdict() == Decision.Verdict.EDIT) return made != null;
        CallAssessment seen = call.assessed();
        return seen != null
                && seen.arguments().hash().equals(made.argumentHash())
                && seen.arguments().isSameAs(found.arguments());
    }

    /** What is wrong with arguments that a person puts in the place of a call's; empty if nothing is, or the call is inside another. */
    Optional<String> misfit(RunState state, Decision made) {
        if (made.verdict() != Decision.Verdict.EDIT || made.arguments() == null) return Optional.empty();
        if (made.path().contains("/")) return Optional.empty(); // whoever makes the call knows its tool
        try {
            return misfit(state, made, made.arguments());
        } catch (Throwable failed) {
            Fatal.rethrow(failed);
            log.error(
                    "run={} call={} has edited arguments that could not be looked at",
                    state.runId(),
                    made.path(),
                    Failures.loggable(failed));
            return Optional.of(
                    "its arguments could not be looked at, and the call still waits: " + Failures.describe(failed));
        }
    }

    private Optional<String> misfit(RunState state, Decision made, Json arguments) {
        Optional<ToolFunction> tool = state.find(CallId.parse(made.path()))
                .flatMap(call -> tools.find(call.call().name()));
        if (tool.isEmpty() || !(tool.get().read(arguments.text()) instanceof Arguments.Rejected rejected))
            return Optional.empty();
        return Optional.of("its arguments do not fit the tool, and the call still waits: " + rejected.message());
    }

    private CallAssessment approved(RunState state, CallState call, CallAssessment ready, ToolInvocation invocation) {
        Instant now = setup.stores().clock().instant();
        if (call.isExpired(state.noEarlier(now))) return ready.answered(ToolResult.of(Outcome.REFUSED, EXPIRED));
        CallAssessment before = call.assessed();
        if (before != null && before.verdict() == Verdict.NEEDS_APPROVAL) return ready.asking(before.expires());
        if (!needsApproval(invocation, state)) return ready;
        Duration validity = setup.rules().approval().validity(invocation);
        return ready.asking(validity == null ? null : now.plus(validity));
    }

    private boolean needsApproval(ToolInvocation call, RunState state) {
        return Approval.AS_DECLARED.isNeeded(call) || setup.rules().approval().isNeeded(call, state);
    }

    private CallAssessment unknown(RunState state, CallState call) {
        String name = call.call().name();
        ToolResult answer = ToolResult.unknownTool(name, tools.list(state));
        return new CallAssessment(
                call.id(), new AssessedTool(name, Effect.WRITE, false), NO_ARGUMENTS, Verdict.ANSWERED, answer);
    }

    ToolInvocation invocation(RunState state, CallId id, RunContext own, Consumer<String> progress) {
        CallState call = state.find(id).orElseThrow();
        CallAssessment found = Objects.requireNonNull(call.assessed(), "a call is assessed before it runs");
        ToolSpec spec = tools.find(found.tool().name())
                .map(ToolFunction::spec)
                .orElseGet(() -> ToolSpec.of(
                        found.tool().name(),
                        "gone",
                        Json.EMPTY_OBJECT,
                        found.tool().effect()));
        Arguments.Accepted arguments = accepted.remove(id);
        if (arguments == null)
            arguments = Arguments.Accepted.of(found.arguments().json());
        return new ToolInvocation(id, spec, arguments, own, progress);
    }

    ToolInvocation.Handler handler(ToolInvocation invocation) {
        return tools.find(invocation.spec().name())
                .<ToolInvocation.Handler>map(tool -> tool)
                .orElse(call -> ToolResult.of(
                        Outcome.UNKNOWN_TOOL, "The tool '" + call.spec().name() + "' is not there any more."));
    }

    AnswerAssessment answer(RunState state) {
        String text = state.answer().orElseThrow().text();
        OutputSchema wanted = Objects.requireNonNull(state.started().terms().output(), "an answer with a form");
        try {
            Arguments read = form(wanted).read(text);
            if (read instanceof Arguments.Accepted fitting) return new AnswerAssessment(fitting.json(), List.of());
            return new AnswerAssessment(
                    null, ((Arguments.Rejected) read).message().lines().toList());
        } catch (Throwable failed) {
            Fatal.rethrow(failed);
            log.error("run={} has an answer that could not be checked", context.runId(), Failures.loggable(failed));
            return new AnswerAssessment(null, List.of("The answer could not be checked: " + Failures.describe(failed)));
        }
    }

    /** That of the request, else the agent's, if it is this run's. */
    private AnswerForm form(OutputSchema wanted) {
        if (form == null) {
            RunSetup.Answer own = setup.brain().answer();
            form = context.tags()
                    .find(AnswerForm.TAG)
                    .or(() -> Optional.ofNullable(own).map(RunSetup.Answer::form))
                    .filter(known -> known.schema().equals(wanted.schema()))
                    .orElseGet(() -> AnswerForm.of(wanted.schema()));
        }
        return form;
    }
}
