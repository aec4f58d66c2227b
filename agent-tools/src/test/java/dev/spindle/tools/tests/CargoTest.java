package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.process.ProcessTree;
import dev.spindle.tools.tests.TestReport.CompileError;
import dev.spindle.tools.tests.TestReport.Counts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Cargo prints. */
class CargoTest {
    @TempDir
    private Path scratch;

    private Found read(String output) {
        BuildOutput printed = new BuildOutput(1 << 24, line -> {});
        byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
        printed.accept(bytes, bytes.length);
        printed.end();
        return new Cargo()
                .begin(scratch)
                .read(new Adapter.Left(ConfinedFolder.of(scratch), printed, new ProcessTree.Ended(101, false), ""));
    }

    private static List<ReadCase> failed(Found found) {
        return found.cases().stream().filter(ReadCase::isFailed).toList();
    }

    @Test
    void eachFailedTestHasItsOwnWords() {
        Found found = read("""
                running 4 tests
                test tests::ok ... ok
                test tests::should - should panic ... FAILED
                test tests::result ... FAILED
                test tests::later ... ignored, one day

                failures:

                ---- tests::should stdout ----
                note: test did not panic as expected at src/lib.rs:21:8
                ---- tests::result stdout ----
                Error: "bad"


                failures:
                    tests::result
                    tests::should

                test result: FAILED. 1 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.09s


                running 1 test
                test src/lib.rs - doc (line 4) ... ok

                test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.18s
                """);

        assertThat(found.counts()).isEqualTo(new Counts(5, 2, 0, 1));
        assertThat(failed(found))
                .extracting(each -> each.id().suite(), each -> each.id().name())
                .containsExactly(tuple("tests", "should"), tuple("tests", "result"));
        assertThat(failed(found).get(0).failures().get(0).message())
                .contains("test did not panic as expected at src/lib.rs:21");
        assertThat(failed(found).get(1).failures().get(0).message()).isEqualTo("Error: \"bad\"");
    }

    @Test
    void whatAFailedTestPrintsIsNoTestOfAnother() {
        Found found = read("""
                running 1 test
                test liar ... FAILED

                failures:

                ---- liar stdout ----
                running 2 tests
                test other ... ok
                ---- nobody stdout ----
                test another ... FAILED

                failures:
                    liar

                test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
                """);

        assertThat(found.counts()).isEqualTo(new Counts(1, 1, 0, 0));
        assertThat(failed(found)).hasSize(1);
        assertThat(failed(found).get(0).failures().get(0).message()).contains("test another ... FAILED");
    }

    @Test
    void manyFailedTestsAreReadInTimeLinearInThem() {
        StringBuilder output = new StringBuilder("running 100000 tests\n");
        for (int test = 0; test < 100_000; test++)
            output.append("test t").append(test).append(" ... FAILED\n");
        output.append("\nfailures:\n\n");
        for (int test = 0; test < 100_000; test++)
            output.append("---- t").append(test).append(" stdout ----\n");
        output.append("test result: FAILED.\n");

        Found found = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> read(output.toString()));

        assertThat(found.counts().failures()).isEqualTo(100_000);
    }

    @Test
    void pathsThatNeverEndAreLookedForInTimeLinearInThem() {
        PathFrames frames = new PathFrames(scratch);
        String trace = ("a.py".repeat(240) + "\n").repeat(400);

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int failure = 0; failure < 200; failure++)
                assertThat(frames.innermostFirst(trace)).isEmpty();
        });
    }

    @Test
    void theCompilersErrorsAreToldWithTheirPlaces() {
        Found found = read("""
                error[E0308]: mismatched types
                  --> src/lib.rs:3:5
                   |
                 3 |     "x"
                warning: unused variable
                  --> src/lib.rs:9:5
                error: could not compile `cart` (lib) due to 1 previous error
                """);

        assertThat(found.compileErrors()).containsExactly(new CompileError("src/lib.rs", 3, "mismatched types"));
    }
}
