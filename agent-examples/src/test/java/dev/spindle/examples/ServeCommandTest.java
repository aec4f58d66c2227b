package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.restate.Engine;
import dev.spindle.restate.NeedsRestate;
import dev.spindle.restate.RestateRuns;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code spindle serve}, with the real engine and the stand-in for a model. */
@NeedsRestate
@Timeout(240)
class ServeCommandTest {
    private static Engine engine;

    @TempDir
    Path scratch;

    @BeforeAll
    static void start() {
        engine = Engine.start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void anAgentIsServedToTheEngineAndTellsHowItIsUntilItIsTerminated() throws Exception {
        Process worker = serve("served");
        try {
            URI health = URI.create(Ran.awaited(scratch.resolve("err"), "health at (\\S+)"));
            RestateRuns runs = RestateRuns.of("served", engine.ingress());

            RunResult result = runs.run(RunRequest.of("What is a spindle?").withRunId("q"));

            assertThat(result.text()).isNotBlank();
            HttpResponse<String> told = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(told.statusCode()).isEqualTo(200);
            assertThat(told.body()).contains("\"draining\":false", "\"steps\":0");
            worker.destroy();
            assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(worker.exitValue()).isEqualTo(143);
        } finally {
            worker.destroyForcibly();
        }
    }

    private Process serve(String name, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "serve", "--restate", engine.admin().toString(), "--name", name, "--port", "0", "--health", "0"));
        arguments.addAll(List.of(more));
        return Ran.start(scratch, Map.of(), arguments.toArray(String[]::new));
    }

    private Ran look(String name, String... arguments) {
        String home = scratch.resolve("home").toString();
        String journal = "restate:" + engine.ingress() + "/" + name;
        return Ran.here(Map.of("SPINDLE_JOURNAL", journal, "HOME", home), arguments);
    }

    @Test
    void aRunOfTheEngineIsShownReplayedForkedAndComparedFromElsewhere() throws Exception {
        String docs = Files.createDirectories(scratch.resolve("docs")).toString();
        Files.writeString(scratch.resolve("docs/rules.md"), "# Fines\n\nThe fine is twenty cents a day.\n");
        Process worker = serve("clerk", "--docs", docs);
        try {
            Ran.awaited(scratch.resolve("err"), "health at (\\S+)");
            RunResult result = RestateRuns.of("clerk", engine.ingress())
                    .run(RunRequest.of("What is the fine?").withRunId("q"));

            Ran shown = look("clerk", "runs", "show", "q");
            Ran none = look("clerk", "runs", "show", "p");
            Ran replayed = look("clerk", "runs", "replay", "q", "--docs", docs);
            Ran otherwise = look("clerk", "runs", "replay", "q", "--docs", docs, "--system", "Be rude.");
            Ran forked = look("clerk", "runs", "fork", "q", "--turn", "0", "--say", "Hurry.", "--docs", docs, "--json");

            assertThat(shown.exitCode()).as(shown.err()).isZero();
            assertThat(shown.out()).contains("What is the fine?");
            assertThat(none.err()).contains("Give the whole id of one");
            assertThat(replayed.exitCode()).as(replayed.out() + replayed.err()).isZero();
            assertThat(otherwise.exitCode())
                    .as(otherwise.out() + otherwise.err())
                    .isEqualTo(1);
            assertThat(forked.exitCode()).as(forked.err()).isZero();
            String fork = forked.result().get("runId").string();
            String kept = scratch.resolve("home/.spindle/spindle.db").toString();
            Ran compared = look("clerk", "runs", "diff", "q", fork, "--other-journal", kept);
            assertThat(compared.exitCode()).as(compared.err()).isEqualTo(1);
            assertThat(compared.out()).contains("What is the fine?");
            Ran again = look("clerk", "runs", "replay", fork, "--journal", kept);
            assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
            assertThat(result.text()).isNotBlank();
        } finally {
            worker.destroyForcibly();
        }
    }

    @Test
    void whatAnEngineDrivesIsNotDrivenByOtherCommands() {
        for (List<String> arguments : List.of(
                List.of("ask", "What?"), List.of("ask", "--detach", "What?"), List.of("worker"), List.of("chat"))) {
            Ran refused = look("clerk", arguments.toArray(String[]::new));

            assertThat(refused.exitCode()).as(arguments + refused.err()).isEqualTo(2);
            assertThat(refused.err())
                    .as(arguments.toString())
                    .contains("their engine drives them; name another journal");
        }
    }

    @Test
    void whatIsOfAnEngineAloneIsWrongUsageElsewhere() {
        String journal = scratch.resolve("runs.db").toString();
        Ran asked = Ran.here(Map.of("SPINDLE_JOURNAL", journal), "ask", "--json", "What?");
        String runId = asked.result().get("runId").string();

        Ran replayed = Ran.here(Map.of("SPINDLE_JOURNAL", journal), "runs", "replay", runId, "--docs", ".");
        Ran forked = Ran.here(
                Map.of("SPINDLE_JOURNAL", journal), "runs", "fork", runId, "--turn", "0", "--into", "other.db");

        assertThat(replayed.exitCode()).isEqualTo(2);
        assertThat(replayed.err()).contains("--docs and --confirm are for runs of an engine");
        assertThat(forked.exitCode()).isEqualTo(2);
        assertThat(forked.err()).contains("--into is for the fork of a run of an engine");
    }

    @Test
    void anEngineThatIsNotThereIsNamed() {
        Ran served = Ran.here(Map.of(), "serve", "--restate", "http://127.0.0.1:1", "--port", "0");

        assertThat(served.exitCode()).isEqualTo(1);
        assertThat(served.err()).contains("spindle serve: The engine does not answer at http://127.0.0.1:1");
    }

    @Test
    void whatCannotBeServedIsWrongUsage() {
        Ran url = Ran.here(Map.of(), "serve", "--restate", "engine");
        Ran name = Ran.here(Map.of(), "serve", "--restate", "--name", "my agent", "--port", "0");
        Ran journal = Ran.here(Map.of(), "serve", "--restate", "--journal", "runs.db");
        Ran everywhere = Ran.here(Map.of(), "serve", "--restate", "--host", "0.0.0.0");

        assertThat(everywhere.exitCode()).isEqualTo(2);
        assertThat(everywhere.err()).contains("--host 0.0.0.0 is no address that the engine could reach");
        assertThat(url.exitCode()).isEqualTo(2);
        assertThat(url.err()).contains("'engine' is no URL of http or https; write it as http://127.0.0.1:9070");
        assertThat(name.exitCode()).isEqualTo(2);
        assertThat(name.err()).contains("'my agent' cannot be that of a service");
        assertThat(journal.exitCode()).isEqualTo(2);
        assertThat(journal.err()).contains("the engine keeps the runs");
    }
}
