package dev.spindle.restate;

import dev.spindle.event.Decision;
import dev.spindle.run.RunResult;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process of its own in which a person approves the only call that waits: {@code Decider INGRESS AGENT RUN}. */
final class Decider {
    private Decider() {}

    public static void main(String[] arguments) {
        RestateRuns runs = RestateRuns.of(arguments[1], URI.create(arguments[0]));
        RunResult paused = runs.attach(arguments[2]);
        runs.decide(arguments[2], Decision.approve(paused.awaitingApproval().get(0)));
        System.out.print(runs.attach(arguments[2]).text());
    }

    /** What it says when it has ended. */
    static String run(URI ingress, String agent, String runId) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Decider.class.getName(),
                        ingress.toString(),
                        agent,
                        runId)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
