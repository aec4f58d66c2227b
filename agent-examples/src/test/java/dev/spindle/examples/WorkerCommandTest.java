package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code spindle worker} and what leaves runs for it, with the stand-in for a model. */
@Timeout(240)
class WorkerCommandTest {
    @TempDir
    Path directory;

    private Ran spindle(String journal, String... arguments) {
        return Ran.here(Map.of("SPINDLE_JOURNAL", journal), arguments);
    }

    private String journal(String kind) {
        return kind.replace("DIR", directory.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"DIR/runs.db", "DIR/runs", "jdbc:sqlite:DIR/shared.db"})
    void aWorkerInAnotherProcessAnswersWhatWasLeftAndTellsHowItIsUntilItIsTerminated(String kind) throws Exception {
        leaveAndAwait(journal(kind));
    }

    @Test
    void aWorkerSharesADatabaseOfPostgreSql() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            leaveAndAwait(postgres.getJdbcUrl("postgres", "postgres"));
        }
    }

    private void leaveAndAwait(String journal) throws Exception {
        Ran left = spindle(journal, "ask", "--detach", "What is a spindle?");
        assertThat(left.exitCode()).isZero();
        String runId = left.out().strip();
        Path scratch = Files.createDirectory(directory.resolve("scratch"));
        Process worker = Ran.start(
                scratch, Map.of("SPINDLE_JOURNAL", journal), "worker", "--reserve", "2", "--json", "--health", "0");
        try {
            Ran answered = spindle(journal, "runs", "await", runId);

            assertThat(answered.exitCode()).isZero();
            assertThat(answered.out()).isNotBlank();
            URI health = URI.create(Ran.awaited(scratch.resolve("err"), "health at (\\S+)"));
            HttpResponse<String> told = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(told.statusCode()).isEqualTo(200);
            assertThat(told.body()).contains("\"draining\":false", "\"atOnce\":8", "\"failing\":[]");
            assertThat(Ran.awaited(scratch.resolve("out"), "(.*answered.*)"))
                    .isEqualTo(
                            "{\"type\":\"Ended\",\"runId\":\"" + runId + "\",\"state\":\"answered\",\"detail\":\"\"}");

            worker.destroy();
            assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(worker.exitValue()).isEqualTo(143);
        } finally {
            worker.destroyForcibly();
        }
    }

    @Test
    void aRunThatNobodyGoesOnWithIsNotAwaitedForEver() {
        String journal = journal("DIR/runs");
        String runId = spindle(journal, "ask", "--detach", "Who?").out().strip();

        Ran waited = spindle(journal, "runs", "await", "--timeout", "0", runId);

        assertThat(waited.exitCode()).isEqualTo(1);
        assertThat(waited.err())
                .isEqualTo("run " + runId + " has not ended within 0 seconds; is there a 'spindle worker' with this"
                        + " journal?\n");
    }

    @Test
    void whatIsLeftNeedsAJournal() {
        Ran left = spindle("none", "ask", "--detach", "Who?");
        Ran worker = spindle("none", "worker");

        assertThat(left.exitCode()).isEqualTo(2);
        assertThat(left.err()).contains("--detach needs --journal PATH, where a worker finds the run");
        assertThat(worker.exitCode()).isEqualTo(2);
        assertThat(worker.err()).contains("a worker needs --journal PATH, which others share; none keeps no runs");
    }

    @ParameterizedTest
    @CsvSource({"--at-once, 0, 1", "--reserve, -1, 0"})
    void aNumberOfRunsThatIsTooSmallIsNamed(String option, String number, String least) {
        Ran worker = spindle(journal("DIR/runs"), "worker", option + "=" + number);

        assertThat(worker.exitCode()).isEqualTo(2);
        assertThat(worker.err()).contains(option + " is " + number + "; it must be at least " + least);
    }

    @Test
    void aDatabaseThatCannotBeReachedIsNamedWithoutItsPassword() {
        Ran worker = spindle("jdbc:postgresql://bo:secret@127.0.0.1:1/runs?password=hidden", "worker");

        assertThat(worker.exitCode()).isEqualTo(2);
        assertThat(worker.err())
                .contains("the journal jdbc:postgresql://127.0.0.1:1/runs cannot be used: ")
                .doesNotContain("secret", "hidden");
    }

    @Test
    void aDatabaseWithoutADriverIsNamedWithoutItsPassword() {
        Ran worker = spindle("jdbc:nobody://bo:secret@127.0.0.1:1/runs?password=hidden", "worker");

        assertThat(worker.exitCode()).isEqualTo(2);
        assertThat(worker.err())
                .contains("No suitable driver found for jdbc:nobody://127.0.0.1:1/runs;")
                .doesNotContain("secret", "hidden");
    }
}
