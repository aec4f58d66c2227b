package dev.spindle.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.context.RunContext;
import dev.spindle.message.CallId;
import dev.spindle.tool.Arguments;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolSpec;
import dev.spindle.tools.files.FileEditTools;
import dev.spindle.tools.files.FileTools;
import dev.spindle.tools.http.HttpPolicy;
import dev.spindle.tools.http.HttpTools;
import dev.spindle.tools.json.JsonTools;
import dev.spindle.tools.math.MathTools;
import dev.spindle.tools.shell.ShellPolicy;
import dev.spindle.tools.shell.ShellTools;
import dev.spindle.tools.skills.ProjectInstructions;
import dev.spindle.tools.skills.Skills;
import dev.spindle.tools.sql.SqlTools;
import dev.spindle.tools.tests.FailureTools;
import dev.spindle.tools.tests.ProjectTests;
import dev.spindle.tools.tests.TestProgram;
import dev.spindle.tools.tests.TestRunnerTools;
import dev.spindle.tools.time.TimeTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScannedToolsTest {
    @TempDir
    Path folder;

    private Map<String, ToolFunction> tools;

    @BeforeEach
    void allToolsOfOneFolder() throws IOException {
        Files.writeString(folder.resolve("guide.md"), "# Guide\n\nFish and chips.\n");
        List<ToolFunction> scanned = ToolFunction.scan(
                new FileTools(folder),
                new FileEditTools(folder),
                new TestRunnerTools(ProjectTests.of(folder, TestProgram.MAVEN)),
                new FailureTools(ProjectTests.of(folder, TestProgram.MAVEN)),
                new ShellTools(folder, ShellPolicy.builder().build()),
                new HttpTools(HttpPolicy.builder().build()),
                new SqlTools(new JdbcDataSource()),
                new TimeTools(),
                new MathTools(),
                new JsonTools(),
                ProjectInstructions.upFrom(folder, folder),
                Skills.builder().build());
        tools = scanned.stream().collect(Collectors.toMap(tool -> tool.spec().name(), tool -> tool));
    }

    @Test
    void everyToolSaysWhatItDoesToTheWorld() {
        Map<String, Effect> effects = tools.values().stream()
                .map(ToolFunction::spec)
                .collect(Collectors.toMap(ToolSpec::name, ToolSpec::effect));

        assertThat(effects)
                .containsOnly(
                        Map.entry("list_files", Effect.READ),
                        Map.entry("read_file", Effect.READ),
                        Map.entry("search_files", Effect.READ),
                        Map.entry("write_file", Effect.WRITE),
                        Map.entry("edit_file", Effect.WRITE),
                        Map.entry("apply_patch", Effect.WRITE),
                        Map.entry("move_file", Effect.WRITE),
                        Map.entry("delete_file", Effect.WRITE),
                        Map.entry("run_tests", Effect.IDEMPOTENT),
                        Map.entry("list_tests", Effect.READ),
                        Map.entry("get_failure", Effect.READ),
                        Map.entry("git_blame", Effect.READ),
                        Map.entry("git_log", Effect.READ),
                        Map.entry("git_diff", Effect.READ),
                        Map.entry("get_coverage", Effect.READ),
                        Map.entry("run_command", Effect.WRITE),
                        Map.entry("run_allowed_command", Effect.IDEMPOTENT),
                        Map.entry("start_command", Effect.WRITE),
                        Map.entry("poll_command", Effect.READ),
                        Map.entry("stop_command", Effect.IDEMPOTENT),
                        Map.entry("http_get", Effect.READ),
                        Map.entry("http_post", Effect.WRITE),
                        Map.entry("sql_schema", Effect.READ),
                        Map.entry("sql_query", Effect.READ),
                        Map.entry("current_time", Effect.READ),
                        Map.entry("shift_time", Effect.READ),
                        Map.entry("time_between", Effect.READ),
                        Map.entry("calculate", Effect.READ),
                        Map.entry("convert_unit", Effect.READ),
                        Map.entry("query_json", Effect.READ),
                        Map.entry("read_outer_instructions", Effect.READ),
                        Map.entry("read_skill", Effect.READ));
    }

    @Test
    void whatWritesWaitsForAPerson() {
        assertThat(tools.values().stream().map(ToolFunction::spec))
                .allMatch(spec ->
                        (spec.effect() == Effect.WRITE) == spec.supervision().approval());
    }

    @Test
    void argumentsMayBeLeftOut() throws Exception {
        assertThat(call("list_files", "{}")).isEqualTo("guide.md (25 bytes)\n");
    }

    @Test
    void argumentsAreGivenByTheNamesThatModelsExpect() throws Exception {
        assertThat(call("read_file", "{\"path\":\"guide.md\",\"first_line\":3,\"last_line\":3}"))
                .isEqualTo("guide.md, lines 3 to 3 of 3, UTF-8\n3| Fish and chips.\n");
        assertThat(call("search_files", "{\"query\":\"F.sh\",\"regex\":true,\"files\":\"*.md\"}"))
                .isEqualTo("guide.md:3: Fish and chips.\n");
        assertThat(call("edit_file", "{\"path\":\"guide.md\",\"old_text\":\"Fish\",\"new_text\":\"Peas\"}"))
                .contains("+Peas and chips.\n");
    }

    private String call(String name, String arguments) throws Exception {
        ToolFunction tool = tools.get(name);
        Arguments.Accepted accepted = (Arguments.Accepted) tool.read(arguments);
        return tool.call(new ToolInvocation(new CallId(1, 0), tool.spec(), accepted, RunContext.of("r"), text -> {}))
                .text();
    }
}
