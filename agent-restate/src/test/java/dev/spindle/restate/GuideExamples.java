package dev.spindle.restate;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.tool.PendingCall;
import java.net.URI;

/** What the guide shows: compiled here, and run by nobody, since it takes the ports that an engine mostly has. */
final class GuideExamples {
    private GuideExamples() {}

    private static Decision decide(PendingCall call) {
        return Decision.approve(call);
    }

    static void serve(Agent agent) {
        // region restate-worker
        RestateWorker worker = RestateWorker.serve(RestateAgents.of(agent), "127.0.0.1", 9080);
        RestateWorker.register(URI.create("http://127.0.0.1:9070"), URI.create("http://127.0.0.1:9080"));
        // endregion
        worker.close();
    }

    static RunResult ask() {
        // region restate-runs
        RestateRuns runs = RestateRuns.of("travel", URI.create("http://127.0.0.1:8080"));
        runs.start(RunRequest.of("Plan a day in Oslo.").withRunId("oslo-1"));

        RunResult result = runs.attach("oslo-1");
        while (result.isPaused()) {
            runs.decide("oslo-1", decide(result.awaitingApproval().get(0)));
            result = runs.attach("oslo-1");
        }
        System.out.println(result.text());
        // endregion
        return result;
    }
}
