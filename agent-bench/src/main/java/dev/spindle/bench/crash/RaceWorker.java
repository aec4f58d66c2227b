package dev.spindle.bench.crash;

import dev.spindle.Agent;
import dev.spindle.bench.store.Place;
import dev.spindle.bench.store.Store;
import dev.spindle.bench.store.Stores;
import dev.spindle.event.Limits;
import dev.spindle.journal.Journal;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolInvocation;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/*
 * What it is told and what it says, a line each:
 *   prepare ID → prepared ID        begins a run that stops at its limit of turns
 *   go ID      → driving ID model   resumes it, and has been let through to the model
 *              → conflict ID early  or was refused
 *   release ID → result ID REASON   lets the model answer
 */
/** One of two processes that race for runs. */
final class RaceWorker {
    /** The command, after which come store, directory and URL. */
    static final String NAME = "race-worker";

    private final Agent agent;
    private final PrintStream out;
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

    private RaceWorker(Stores stores, PrintStream out) {
        this.out = out;
        Model model = this::reply;
        this.agent = Agent.builder(model).tools(this).journal(stores.journal()).build();
    }

    static void run(List<String> arguments, PrintStream out) throws Exception {
        Place place = Place.of(Path.of(arguments.get(1)), arguments.get(2));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Stores stores = Store.named(arguments.get(0)).open(place)) {
            RaceWorker worker = new RaceWorker(stores, out);
            worker.say(CrashWorker.READY);
            for (String line = in.readLine(); line != null; line = in.readLine()) worker.obey(line.split(" "));
        }
    }

    private synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    private void obey(String[] order) {
        String id = order[1];
        switch (order[0]) {
            case "prepare" -> prepare(id);
            case "go" -> new Thread(() -> go(id)).start();
            case "release" -> latch(id).countDown();
            default -> throw new IllegalArgumentException("No order: " + order[0]);
        }
    }

    private void prepare(String id) {
        agent.run(RunRequest.of("Go.").withRunId(id).withLimits(Limits.DEFAULT.withMaxTurns(1)));
        say("prepared " + id);
    }

    private void go(String id) {
        try {
            RunResult result = agent.run(RunRequest.resuming(id).withLimits(Limits.DEFAULT));
            say("result " + id + " " + result.stopReason());
        } catch (Journal.ConflictException lost) {
            say("conflict " + id + " early");
        } catch (RuntimeException broken) {
            say("broken " + id + " " + broken);
        }
    }

    /** Calls a tool first; asked again, it holds the run until it is released, so that both have had their try. */
    private ModelReply reply(ModelCall call) {
        List<Message> messages = call.messages().messages();
        boolean resumed = messages.get(messages.size() - 1) instanceof ToolMessage;
        if (resumed) hold(call.context().runId());
        AssistantMessage said = resumed
                ? AssistantMessage.of("Done.")
                : AssistantMessage.calling(List.of(ToolCall.of("0", "pay", "{}")));
        return ModelReply.of(said, Usage.of(1, 1));
    }

    private void hold(String id) {
        CountDownLatch released = latch(id);
        say("driving " + id + " model");
        try {
            released.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private CountDownLatch latch(String id) {
        return held.computeIfAbsent(id, key -> new CountDownLatch(1));
    }

    /** What one turn calls. */
    @Tool(value = "Pays.", effect = Effect.WRITE)
    public String pay(ToolInvocation call) {
        return "paid " + call.idempotencyKey();
    }
}
