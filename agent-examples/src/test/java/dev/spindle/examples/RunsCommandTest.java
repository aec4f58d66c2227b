package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that other commands have made and kept, looked at and gone on with. */
class RunsCommandTest {
    private ChatServer server;

    @TempDir
    private Path scratch;

    @BeforeEach
    void open() throws IOException {
        server = new ChatServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Ran spindle(String... arguments) {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put("SPINDLE_JOURNAL", scratch.resolve("home/spindle.db").toString());
        List<String> all = new ArrayList<>(List.of(arguments));
        boolean asks = List.of("ask", "fork").contains(arguments[0])
                || List.of(arguments).contains("fork");
        if (asks) all.addAll(List.of("--base-url", server.baseUrl()));
        return Ran.here(environment, all.toArray(String[]::new));
    }

    /** A run that searches and answers; its id. */
    private String asked(String answer) throws IOException {
        server.calls("search_passages", "{\"query\":\"fine\"}").says(answer);
        Ran ran = spindle("ask", "--json", "--docs", library(), "How high\nis the fine?");
        return ran.result().get("runId").string();
    }

    private String library() throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("library"));
        Files.writeString(folder.resolve("rules.md"), "# Fines\n\nThe fine is twenty cents a day.\n");
        return folder.toString();
    }

    @Test
    void whatWasAskedIsListedWithoutHavingNamedAJournal() throws IOException {
        String runId = asked("Twenty cents.");

        Ran ran = spindle("runs", "list");

        List<String> lines = ran.out().lines().toList();
        assertThat(lines.get(0)).matches("RUN +STATE +STARTED +TURNS +TOOLS +TOKENS +COST +QUESTION");
        assertThat(lines.get(1)).startsWith(runId + "  answered  20").endsWith("How high");
        assertThat(lines).hasSize(2);
        assertThat(scratch.resolve("home/spindle.db")).isRegularFile();
    }

    @Test
    void listsAsJson() throws IOException {
        String runId = asked("Twenty cents.");

        Json run = spindle("runs", "list", "--json").jsonLines().get(0);

        assertThat(run.get("runId").string()).isEqualTo(runId);
        assertThat(run.get("turns").integer()).isEqualTo(2);
        assertThat(run.get("toolCalls").integer()).isEqualTo(1);
    }

    @Test
    void showsARunTurnByTurnByTheBeginningOfItsId() throws IOException {
        String runId = asked("Twenty \u001b[31mcents.");

        Ran ran = spindle("runs", "show", runId.substring(0, 8));

        assertThat(ran.out())
                .contains(
                        "run " + runId,
                        "> How high\n  is the fine?",
                        "turn 0: ",
                        "  0.0 search_passages {\"query\":\"fine\"}")
                .contains("      ok, ", "| # Fines", "turn 1: ", "  Twenty \\u001b[31mcents.")
                .contains("answered: 2 turns, 1 tool call, ");
        assertThat(ran.out()).doesNotContain("instructions:");
        assertThat(spindle("runs", "show", runId, "--full").out())
                .contains("instructions: You answer", "The fine is twenty cents a day.");
    }

    @Test
    void showsARunAsJson() throws IOException {
        String runId = asked("Twenty cents.");

        Json run = spindle("runs", "show", runId, "--json").jsonLines().get(0);

        assertThat(run.get("head").get("question").string()).isEqualTo("How high\nis the fine?");
        assertThat(run.get("text").string()).isEqualTo("Twenty cents.");
    }

    @Test
    void replaysWithoutTheServer() throws IOException {
        String runId = asked("Twenty cents.");
        server.close();

        Ran ran = spindle("runs", "replay", runId);

        assertThat(ran.out())
                .isEqualTo("Run '" + runId + "' goes as it went: 2 requests and 1 assessments compared.\n");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void aRunThatWouldGoAnotherWayExitsWithOneAndSaysWhere() throws IOException {
        String runId = asked("Twenty cents.");
        Path job = scratch.resolve("home/spindle.db.jobs/" + runId + ".job.json");
        Files.writeString(job, Files.readString(job).replace("\"confirm\":false", "\"confirm\":true"));

        Ran ran = spindle("runs", "replay", runId);

        assertThat(ran.out()).contains("the assessment of call 0.0 of 'search_passages'", "the approval predicate");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(spindle("runs", "replay", runId, "--json")
                        .jsonLines()
                        .get(0)
                        .get("first")
                        .get("step")
                        .string())
                .isEqualTo("the assessment of call 0.0 of 'search_passages'");
    }

    @Test
    void forksFromATurnWithOtherWordsAndShowsBothSideBySide() throws IOException {
        String runId = asked("Twenty cents.");
        server.says("Vingt centimes.");

        Ran forked = spindle("runs", "fork", runId, "--turn", "1", "--say", "In French.");

        assertThat(forked.out()).isEqualTo("Vingt centimes.\n");
        Ran list = spindle("runs", "list", "--json");
        assertThat(list.jsonLines()).hasSize(2);
        String fork = list.jsonLines().stream()
                .map(run -> run.get("runId").string())
                .filter(id -> !id.equals(runId))
                .findFirst()
                .orElseThrow();
        Ran diff = spindle("runs", "diff", runId, fork);
        assertThat(diff.out()).containsPattern("≠ turn 1 text +Twenty cents\\. +Vingt centimes\\.");
        assertThat(diff.exitCode()).isEqualTo(1);
        assertThat(spindle("runs", "replay", fork).exitCode()).isZero();
        assertThat(spindle("runs", "show", fork).out()).contains("fork of " + runId + " at event 5");
    }

    @Test
    void aForkIsListedByItsOwnDateAndSaysItsId() throws IOException {
        String runId = asked("Twenty cents.");
        String later = asked("Twenty cents again.");
        server.says("Vingt centimes.");

        Ran forked = spindle("runs", "fork", runId, "--turn", "1", "--say", "In French.");

        List<String> ids = spindle("runs", "list", "--json").jsonLines().stream()
                .map(run -> run.get("runId").string())
                .toList();
        assertThat(ids).hasSize(3).startsWith(runId, later);
        assertThat(forked.err()).contains("kept as run " + ids.get(2));
        assertThat(spindle("runs", "show", ids.get(2)).out()).doesNotContain("began " + began(runId));
    }

    private String began(String runId) {
        return spindle("runs", "list", "--json").jsonLines().stream()
                .filter(run -> run.get("runId").string().equals(runId))
                .map(run -> run.get("started").string())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void runsAreFilteredByStatusAgeLabelAndText() throws IOException {
        String runId = asked("Twenty cents.");
        server.says("Fine.");
        spindle("ask", "What is the weather?");

        server.says("Labelled.");
        spindle("ask", "--label", "user=bo", "--label", "team=x", "Whose?");

        assertThat(listed("--label", "user=bo", "--label", "team=x")).hasSize(1);
        assertThat(listed("--label", "user=al")).isEmpty();
        assertThat(listed("--text", "IS THE FINE")).containsExactly(runId);
        assertThat(listed("--status", "answered,model-failed")).hasSize(3);
        assertThat(listed("--status", "turn_limit")).isEmpty();
        assertThat(listed("--newer-than", "1h")).hasSize(3);
        assertThat(listed("--older-than", "1h")).isEmpty();
        assertThat(listed("--older-than", "0s", "--text", "weather")).hasSize(1);
    }

    private List<String> listed(String... filters) {
        List<String> all = new ArrayList<>(List.of("runs", "list", "--json"));
        all.addAll(List.of(filters));
        return spindle(all.toArray(String[]::new)).jsonLines().stream()
                .map(run -> run.get("runId").string())
                .toList();
    }

    @Test
    void deletesRunsForGoodOnceThatIsSaid() throws IOException {
        String runId = asked("Twenty cents.");
        server.says("Fine.");
        spindle("ask", "What is the weather?");
        Path job = scratch.resolve("home/spindle.db.jobs/" + runId + ".job.json");

        Ran told = spindle("runs", "delete", runId.substring(0, 8));
        assertThat(told.out()).isEqualTo("would delete " + runId + "\n");
        assertThat(listed()).hasSize(2);

        Ran deleted = spindle("runs", "delete", "--text", "the fine", "--yes");
        assertThat(deleted.out()).isEqualTo("deleted " + runId + "\n");
        assertThat(deleted.exitCode()).isZero();
        assertThat(listed()).hasSize(1).doesNotContain(runId);
        assertThat(job).doesNotExist();
    }

    @Test
    void deletingWithoutSayingWhichIsWrongUsage() throws IOException {
        asked("Twenty cents.");

        Ran nothing = spindle("runs", "delete", "--yes");
        Ran unknown = spindle("runs", "delete", "none", "--yes");

        assertThat(nothing.err()).contains("name the runs to delete, or give filters");
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("knows no run 'none'");
        assertThat(listed()).hasSize(1);
    }

    @Test
    void lookingChangesNoOtherProgramsDatabase() throws Exception {
        Path file = scratch.resolve("shop.db");
        try (Connection shop = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement make = shop.createStatement()) {
            make.execute("CREATE TABLE orders (id INTEGER)");
        }
        byte[] before = Files.readAllBytes(file);

        Ran ran = spindle("runs", "list", "--journal", file.toString());

        assertThat(ran.err()).contains("is no journal of runs");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void aFolderOfJsonLinesIsReadAsWell() throws IOException {
        server.says("Hello.");
        String folder = scratch.resolve("runs").toString();
        Ran ran = spindle("ask", "--json", "--journal", folder, "Hello?");

        Ran list = spindle("runs", "list", "--journal", folder);

        assertThat(list.out()).contains(ran.result().get("runId").string());
        assertThat(spindle("runs", "list").out().lines()).hasSize(1);
    }

    @Test
    void aDamagedRunDoesNotHideTheOthers() throws IOException {
        server.says("Hello.");
        Path folder = scratch.resolve("runs");
        spindle("ask", "--journal", folder.toString(), "Hello?");
        Files.writeString(folder.resolve("broken.jsonl"), "oops\n");

        Ran list = spindle("runs", "list", "--journal", folder.toString());

        assertThat(list.out()).containsPattern("broken +damaged").contains("answered");
    }

    @Test
    void aTimeThatNoCalendarShowsDoesNotHideTheOtherRuns() throws IOException {
        server.says("Hello.").says("Hello again.");
        Path folder = scratch.resolve("runs");
        String first = spindle("ask", "--json", "--journal", folder.toString(), "Hello?")
                .result()
                .get("runId")
                .string();
        spindle("ask", "--journal", folder.toString(), "Hello again?");
        Path file = folder.resolve(first + ".jsonl");
        Files.writeString(
                file,
                Files.readString(file).replaceAll("\"time\":\"[^\"]+\"", "\"time\":\"+1000000000-12-31T23:59:59Z\""));

        Ran list = spindle("runs", "list", "--journal", folder.toString());

        assertThat(list.out()).containsPattern(first + " +damaged").contains("answered");
    }

    @Test
    void onlyTheOwnerReadsWhatIsKept() throws IOException {
        server.says("Hello.").says("Hello.");

        spindle("ask", "--journal", scratch.resolve("runs").toString(), "Hello?");
        asked("Hello.");

        try (Stream<Path> files = Files.walk(scratch)) {
            List<Path> kept = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*(\\.json|\\.jsonl|\\.lock|\\.db.*)"))
                    .toList();
            assertThat(kept).hasSizeGreaterThanOrEqualTo(5);
            assertThat(kept)
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                            .containsExactlyInAnyOrder(
                                    PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
    }

    @Test
    void aRunThatIsNotThereAndAForkFromNowhereAreWrongUsage() throws IOException {
        String runId = asked("Twenty cents.");

        assertThat(spindle("runs", "show", "nobody").exitCode()).isEqualTo(2);
        assertThat(spindle("runs", "fork", runId).err()).contains("--turn N or --at N");
        assertThat(spindle("runs", "fork", runId, "--turn", "7").err()).contains("no turn 7");
        assertThat(spindle("runs", "list", "--journal", "none").err()).contains("no runs are kept");
    }

    @Test
    void resumeIsAmongThem() throws IOException {
        String runId = asked("Twenty cents.");

        Ran ran = spindle("runs", "resume", runId);

        assertThat(ran.out()).startsWith("Twenty cents.");
    }
}
