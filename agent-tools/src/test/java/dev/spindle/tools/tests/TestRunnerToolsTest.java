package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.context.RunContext;
import dev.spindle.message.CallId;
import dev.spindle.tool.Arguments;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that chooses the tests itself. */
class TestRunnerToolsTest {
    @TempDir
    private Path scratch;

    private TestRunnerTools runner;
    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void aShop() throws Exception {
        runner = new TestRunnerTools(ShellShop.in(scratch).tests());
    }

    private String call(Object tools, String name, String arguments) throws Exception {
        ToolFunction tool = ToolFunction.scan(tools).stream()
                .filter(each -> each.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
        Arguments.Accepted accepted = (Arguments.Accepted) tool.read(arguments);
        return tool.call(new ToolInvocation(new CallId(0, 0), tool.spec(), accepted, RunContext.of("r"), progress::add))
                .text();
    }

    @Test
    void whatFailedRunsAgainAloneAndIsLookedInto() throws Exception {
        String whole = call(runner, "run_tests", "{\"repeats\":1}");
        String again = call(runner, "run_tests", "{\"only_failed\":true}");
        String failure = call(runner.failures(), "get_failure", "{}");

        assertThat(whole).contains("Tests: 2, failed: 1", "- real failure (fails each time, also alone (once))");
        assertThat(again).contains("Tests: 1, failed: 1");
        assertThat(failure).startsWith("CartTest.total failed").contains("expected 6, not 5");
        assertThat(progress)
                .containsExactly(
                        "running the tests with Maven",
                        "running what failed again, alone (1 of 1)",
                        "running the tests with Maven");
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedBeforeAnythingRuns() throws Exception {
        assertThat(call(runner, "run_tests", "{\"only_failed\":true}")).startsWith("Nothing failed in a run before");
        assertThat(call(runner, "run_tests", "{\"only_failed\":true,\"tests\":\"CartTest\"}"))
                .isEqualTo("tests and only_failed both choose tests; give one of them.");
        assertThat(call(runner, "run_tests", "{\"repeats\":11}")).isEqualTo("repeats is 11; give 0 to 10");
        assertThat(call(runner, "run_tests", "{\"tests\":\"$(ls)\"}")).startsWith("The choice of tests is not valid");
        assertThat(progress).isEmpty();
    }
}
