package dev.spindle.run;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.Tag;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.state.Fence;
import dev.spindle.tool.ToolException;
import dev.spindle.tool.ToolException.ModelRetry;
import dev.spindle.tool.ToolException.ToolFailed;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a tool, interceptors around it. Never throws: whatever goes wrong becomes the answer. */
final class ToolCaller {
    private static final Logger log = LoggerFactory.getLogger(ToolCaller.class);

    private final List<Interceptor> interceptors;

    ToolCaller(List<Interceptor> interceptors) {
        this.interceptors = interceptors;
    }

    StepRunner.CallEnd call(ToolInvocation invocation, ToolInvocation.Handler tool) {
        try {
            return new StepRunner.CallEnd.Answered(labelled(
                    Keepable.of(answer(invocation, tool)), invocation.spec().supervision()));
        } catch (ToolException.Suspended waits) {
            return new StepRunner.CallEnd.Suspended(waits.waiting());
        }
    }

    /** After all interceptors, so that none of them cuts a fence. */
    private static ToolResult labelled(ToolResult result, ToolSpec.Supervision supervision) {
        ToolResult labelled = supervision.flow().returnDirect() ? result.asAnswer() : result;
        boolean untrusted = result.marks().untrusted() || supervision.flow().untrusted();
        return untrusted ? labelled.asUntrusted().withParts(Fence.around(result.parts())) : labelled;
    }

    private ToolResult answer(ToolInvocation invocation, ToolInvocation.Handler tool) {
        try {
            return intercepted(tool).call(invocation);
        } catch (ToolException.Suspended waits) {
            throw waits;
        } catch (ModelRetry otherwise) {
            return ToolResult.of(Outcome.RETRY, Failures.meant(otherwise));
        } catch (Tag.MissingException missing) {
            String why = Failures.message(missing);
            return ToolResult.failed("Not done: the program lacks what this tool needs.")
                    .stopping(why);
        } catch (ToolFailed said) {
            return ToolResult.failed(Failures.meant(said));
        } catch (InterruptedException | CancelledException stopped) {
            Cancellation cancellation = invocation.context().cancellation();
            String why = cancellation.reason().orElse("interrupted");
            return ToolResult.of(Outcome.CANCELLED, "Cancelled: " + why + ".");
        } catch (Exception thrown) {
            log.warn("run={} call={} tool={} threw", idsOf(invocation, thrown));
            return Failures.answer(thrown);
        } catch (Throwable broken) {
            Fatal.rethrow(broken);
            log.error("run={} call={} tool={} is broken", idsOf(invocation, broken));
            return Failures.answer(broken);
        }
    }

    private static Object[] idsOf(ToolInvocation invocation, Throwable thrown) {
        String tool = invocation.spec().name();
        return new Object[] {invocation.context().runId(), invocation.id(), tool, Failures.loggable(thrown)};
    }

    private ToolInvocation.Handler intercepted(ToolInvocation.Handler tool) {
        ToolInvocation.Handler chain = tool;
        for (int at = interceptors.size() - 1; at >= 0; at--) {
            Interceptor around = interceptors.get(at);
            ToolInvocation.Handler next = chain;
            chain = call -> around.aroundTool(call, next);
        }
        return chain;
    }
}
