package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of tests that stopped behind them, and goes on in another process. */
class TestResumeTest {
    @TempDir
    private Path scratch;

    private ShellShop shop;
    private ChatServer server;

    @BeforeEach
    void aShop() throws Exception {
        shop = ShellShop.in(scratch);
        server = new ChatServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String journal() {
        return scratch.resolve("journal").toString();
    }

    /** A run that stopped when its tests had run; its id. */
    private String stopped(String... more) {
        List<String> all = new ArrayList<>(List.of("--journal", journal(), "--max-turns", "1", "--json"));
        all.addAll(List.of(more));
        Ran ran = shop.test(server, all.toArray(String[]::new));
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(3);
        return ran.result().get("runId").string();
    }

    private Ran resumed(String runId) {
        return shop.spindle(server, "resume", runId, "--journal", journal(), "--max-turns", "9");
    }

    @Test
    void whatTheTestsShowedBeforeCountsWhenARunGoesOn() {
        server.calls("run_tests", "{}").says("It multiplies wrongly.");
        String runId = stopped();

        Ran ran = resumed(runId);

        assertThat(ran.out())
                .as(ran.err())
                .startsWith("It multiplies wrongly.\nTests: 2, failures: 1, errors: 0, skipped: 0\n- real failure");
        assertThat(ran.exitCode()).isEqualTo(1);
    }

    @Test
    void theFailureOfBeforeCanBeLookedInto() {
        server.calls("run_tests", "{}")
                .calls("get_failure", "{\"test\":\"total\"}")
                .says("Six, not five.");
        String runId = stopped();

        resumed(runId);

        assertThat(server.requests().get(2).text()).contains("CartTest.total failed", "expected 6, not 5");
    }

    @Test
    void aFixCanBeginWhenTheRunGoesOnAndIsToldOnceMore() throws Exception {
        server.calls("run_tests", "{}")
                .calls("edit_file", ShellShop.edit("cart.sh", "$1 + $2", "$1 * $2"))
                .calls("prove_fix", "{}")
                .says("It multiplies now.");
        String runId = stopped("--fix");

        Ran ran = resumed(runId);
        Ran again = resumed(runId);

        assertThat(ran.out()).as(ran.err()).contains("Fix proved: 1 test that failed passes");
        assertThat(again.out()).contains("Fix proved: 1 test that failed passes");
        assertThat(shop.git("branch", "--list", "spindle/*").lines()).hasSize(1);
    }

    @Test
    void whatAForkHasRunCountsInIt() {
        server.calls("run_tests", "{}").says("It adds.").says("It is wrong.");
        String runId = stopped();
        resumed(runId);

        Ran fork = shop.spindle(server, "runs", "fork", runId, "--journal", journal(), "--turn", "1");

        assertThat(fork.out()).as(fork.err()).startsWith("It is wrong.\nTests: 2, failures: 1");
        assertThat(fork.exitCode()).isEqualTo(1);
    }

    @Test
    void whatIsDeletedTakesWhatTheTestsShowedWithIt() throws Exception {
        server.calls("run_tests", "{}");
        String runId = stopped();

        Ran.here(Map.of(), "runs", "delete", runId, "--journal", journal(), "--yes");

        try (var left = Files.list(Path.of(journal()))) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith(runId)))
                    .isEmpty();
        }
    }
}
