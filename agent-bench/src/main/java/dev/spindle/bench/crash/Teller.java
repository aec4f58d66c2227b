package dev.spindle.bench.crash;

import dev.spindle.message.CallId;
import dev.spindle.tool.Reconciler.Reconciliation;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolInvocation;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The tools: each takes a moment before and after its effect, so that a kill can come between. */
record Teller(Ledger ledger, CallLog log, Runnable started) {
    static final String LOOK = "look";
    static final String PUT = "put";
    static final String PAY = "pay";

    @Tool(value = "Looks, and changes nothing.", effect = Effect.READ)
    public String look(ToolInvocation call) throws InterruptedException {
        begin(call);
        return answer(LOOK, call.idempotencyKey());
    }

    @Tool(value = "Puts something where it is once, however often it is put.", effect = Effect.IDEMPOTENT)
    public String put(ToolInvocation call) throws InterruptedException {
        begin(call);
        settle(call);
        ledger.enterOnce(call.idempotencyKey());
        work(20);
        return answer(PUT, call.idempotencyKey());
    }

    @Tool(value = "Pays, each time it is called.", effect = Effect.WRITE, reconcile = "wasPaid")
    public String pay(ToolInvocation call) throws InterruptedException {
        begin(call);
        ledger.enter(call.idempotencyKey());
        work(20);
        return answer(PAY, call.idempotencyKey());
    }

    Reconciliation wasPaid(ToolInvocation cutShort) {
        String key = cutShort.idempotencyKey();
        settle(cutShort);
        return ledger.has(key) ? Reconciliation.tookEffect(answer(PAY, key)) : Reconciliation.tookNoEffect();
    }

    /** Only what can take effect no more has taken none. */
    private void settle(ToolInvocation call) {
        log.formerDrivers(call.context().runId()).forEach(ledger::awaitEnd);
    }

    private void begin(ToolInvocation call) throws InterruptedException {
        log.toolCalled(call.context().runId(), call.id());
        started.run();
        work(10);
    }

    private static void work(int mostMillis) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextLong(1_000, 1_000L * mostMillis));
    }

    /** What a tool answers; the same whenever it is called. */
    static String answer(String tool, String key) {
        return tool + " " + key;
    }

    static String key(String runId, CallId call) {
        return runId + "/" + call;
    }
}
