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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code spindle serve}, with the real engine and the stand-in for a model. */
@NeedsRestate
@Timeout(240)
class ServeCommandTest {
    @TempDir
    Path scratch;

    @Test
    void anAgentIsServedToTheEngineAndTellsHowItIsUntilItIsTerminated() throws Exception {
        try (Engine engine = Engine.start()) {
            String admin = engine.admin().toString();
            Process worker = Ran.start(
                    scratch, Map.of(), "serve", "--restate", admin, "--name", "served", "--port", "0", "--health", "0");
            try {
                URI health = URI.create(awaited(scratch.resolve("err"), Pattern.compile("health at (\\S+)")));
                RestateRuns runs = RestateRuns.of("served", engine.ingress());

                RunResult result = runs.run(RunRequest.of("What is a spindle?").withRunId("q"));

                assertThat(result.text()).isNotBlank();
                HttpResponse<String> told = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
                String place = "restate:" + engine.ingress() + "/served";
                Ran shown = Ran.here(Map.of("SPINDLE_JOURNAL", place), "runs", "show", "q");
                assertThat(shown.exitCode()).as(shown.err()).isZero();
                assertThat(shown.out()).contains("What is a spindle?", result.text());
                Ran none = Ran.here(Map.of("SPINDLE_JOURNAL", place), "runs", "show", "p");
                assertThat(none.err()).contains("Give the whole id of one");
                assertThat(told.statusCode()).isEqualTo(200);
                assertThat(told.body()).contains("\"draining\":false", "\"steps\":0");
                worker.destroy();
                assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(worker.exitValue()).isEqualTo(143);
            } finally {
                worker.destroyForcibly();
            }
        }
    }

    private static String awaited(Path file, Pattern pattern) throws IOException, InterruptedException {
        for (int wait = 0; wait < 6_000; wait++) {
            Matcher found = pattern.matcher(Files.readString(file));
            if (found.find()) return found.group(1);
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new AssertionError("Nothing like " + pattern + " is in " + Files.readString(file));
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
