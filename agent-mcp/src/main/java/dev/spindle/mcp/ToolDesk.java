package dev.spindle.mcp;

import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.RunContext;
import dev.spindle.context.Tag;
import dev.spindle.event.Decision;
import dev.spindle.event.RunEvent;
import dev.spindle.json.Json;
import dev.spindle.mcp.ClientRequest.InputRequiredException;
import dev.spindle.mcp.McpCaller.Question;
import dev.spindle.mcp.Message.RpcError;
import dev.spindle.message.CallId;
import dev.spindle.message.Transcript;
import dev.spindle.run.RunRequest.ChildTerms;
import dev.spindle.tool.Arguments;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolException;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Lists and calls the tools of a registry for clients. Thread-safe. */
record ToolDesk(ToolRegistry tools) {
    private static final int MOST_ROUNDS = 25;
    private static final int LONGEST_SHOWN = 10_000;
    private static final Json YES_OR_NO = Json.parse("""
            {"type":"object","properties":{"approve":{"type":"boolean","title":"Run it"}},"required":["approve"]}""");

    Json list(Json params) {
        List<Json> definitions =
                tools.list(Transcript.EMPTY).stream().map(ToolDesk::definition).toList();
        return ListPages.page("tools", definitions, params);
    }

    private static Json definition(ToolSpec spec) {
        Fields hints = Fields.of("readOnlyHint", spec.effect() == Effect.READ)
                .and("idempotentHint", spec.effect() != Effect.WRITE)
                .and("openWorldHint", spec.supervision().flow().outward());
        return Fields.of("name", spec.name())
                .and("description", spec.description())
                .and("inputSchema", spec.parameters())
                .and("annotations", hints)
                .json();
    }

    /** What headers a call of a tool must carry besides. */
    RoutingHeaders headers(String name) {
        return tools.find(name)
                .map(tool -> RoutingHeaders.of(tool.spec().parameters()))
                .orElse(RoutingHeaders.of(Json.EMPTY_OBJECT));
    }

    /**
     * Calls a tool.
     *
     * @throws RpcException if there is none of that name, or the client cannot do what it needs
     * @throws InputRequiredException if the client must answer first
     */
    Json call(ClientRequest request) {
        String name = Fields.string(request.params(), "name");
        ToolFunction tool = tools.find(name)
                .orElseThrow(
                        () -> new RpcException(RpcError.INVALID_PARAMS, "Unknown tool: " + CleanText.line(name, 100)));
        Arguments arguments =
                tool.read(Fields.object(request.params(), "arguments").text());
        if (arguments instanceof Arguments.Rejected rejected)
            return ContentBlocks.of(ToolResult.failed(rejected.message()));
        ToolInvocation invocation = invocation(tool.spec(), (Arguments.Accepted) arguments, request);
        if (!tool.spec().supervision().approval()) return ContentBlocks.of(answer(tool, invocation, request));
        Optional<String> question = findWords(tool.spec().name(), invocation.arguments());
        if (question.isEmpty())
            return ContentBlocks.of(
                    ToolResult.failed("It needs a person's approval, and its arguments are longer than the "
                            + LONGEST_SHOWN + " characters that a person can be shown. Make them shorter."));
        if (!isApproved(request, "approve", question.get()))
            return ContentBlocks.of(ToolResult.failed("A person has refused this call."));
        return ContentBlocks.of(answer(tool, invocation, request));
    }

    private static ToolInvocation invocation(ToolSpec spec, Arguments.Accepted arguments, ClientRequest request) {
        Tag.Values tags = Tag.Values.NONE.with(McpCaller.TAG, request);
        RunContext context = new RunContext("mcp-" + request.key(), request.cancellation(), tags);
        AtomicInteger steps = new AtomicInteger();
        return new ToolInvocation(
                new CallId(0, 0), spec, arguments, context, text -> request.progress(steps.incrementAndGet(), 0, text));
    }

    private ToolResult answer(ToolFunction tool, ToolInvocation invocation, ClientRequest request) {
        ToolInvocation next = invocation;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<PendingCall> waiting;
            try {
                return new TimedCall(tool, request).call(next);
            } catch (ToolException.Suspended suspended) {
                waiting = suspended.waiting();
            } catch (RpcException | InputRequiredException | CancelledException own) {
                throw own;
            } catch (ToolException told) {
                return ToolResult.failed(String.valueOf(told.getMessage()));
            } catch (Exception | AssertionError | LinkageError failed) {
                return ToolResult.failed(failed.getClass().getSimpleName() + ": " + failed.getMessage());
            }
            Optional<PendingCall> unshown = waiting.stream()
                    .filter(call -> findWords(call.tool(), call.arguments()).isEmpty())
                    .findFirst();
            if (unshown.isPresent()) return undecided(unshown.get(), "its arguments are too long to be shown here");
            try {
                next = invocation.withContext(decided(invocation.context(), waiting, request));
            } catch (RpcException cannotBeAsked) {
                return undecided(waiting.get(0), "this client cannot ask one");
            }
        }
        return ToolResult.failed("It asked for approval " + MOST_ROUNDS + " times; run " + invocation.idempotencyKey()
                + " still waits.");
    }

    private static ToolResult undecided(PendingCall call, String why) {
        return ToolResult.failed("It waits for a person's approval of " + call.tool() + ", and " + why
                + ". Decide about run " + call.runId() + " elsewhere.");
    }

    /** The context with what a person has decided about the calls that wait. */
    private static RunContext decided(RunContext context, List<PendingCall> waiting, ClientRequest request) {
        Map<String, Question> questions = new LinkedHashMap<>();
        for (PendingCall call : waiting) {
            String words = findWords(call.tool(), call.arguments()).orElseThrow();
            questions.put(key(call), Question.form(words + doubt(call), YES_OR_NO));
        }
        Map<String, Json> answers = request.ask(questions);
        List<Decision> decisions = new ArrayList<>();
        for (PendingCall call : waiting)
            decisions.add(decision(call, answers.getOrDefault(key(call), Json.EMPTY_OBJECT)));
        return context.withTags(context.tags().with(ChildTerms.TAG, terms(decisions)));
    }

    private static ChildTerms terms(List<Decision> decisions) {
        RunEvent.About about = new RunEvent.About(Map.of(), false);
        return new ChildTerms(decisions, Long.MAX_VALUE, null, null, about, null);
    }

    private static String key(PendingCall call) {
        return "approve-" + call.path() + "-" + call.asking();
    }

    private static Decision decision(PendingCall call, Json answer) {
        if (!isYes(answer))
            return Decision.refuse(call, "the person at the client has refused").by("MCP client");
        return (call.inDoubt() ? Decision.repeat(call) : Decision.approve(call)).by("MCP client");
    }

    private static String doubt(PendingCall call) {
        return call.inDoubt() ? "\nIt was cut short before, and may have taken effect already." : "";
    }

    private static boolean isApproved(ClientRequest request, String key, String words) {
        return isYes(request.ask(key, Question.form(words, YES_OR_NO)));
    }

    private static boolean isYes(Json answer) {
        return "accept".equals(Fields.string(answer, "action"))
                && Fields.isTrue(Fields.object(answer, "content"), "approve");
    }

    /** The question about a call, with all of its arguments as they are; empty if that is too long to be read by a person. */
    private static Optional<String> findWords(String tool, Json arguments) {
        String shown = CleanText.json(arguments.canonical());
        return shown.length() > LONGEST_SHOWN
                ? Optional.empty()
                : Optional.of("Run " + CleanText.line(tool, 100) + " with " + shown + "?");
    }
}
