package dev.spindle.testing.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.Agent;
import dev.spindle.journal.FileJournal;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of yesterday as the test of today. */
class RunAssertionsTest {
    @TempDir
    private Path directory;

    private FileJournal journal;

    static final class Desk {
        @Tool(value = "Adds two numbers.", effect = Effect.READ)
        public int add(@Param("The first") int a, @Param("The second") int b) {
            return a + b;
        }
    }

    @BeforeEach
    void record() {
        journal = FileJournal.in(directory);
        ScriptedModel model = ScriptedModel.calls("add", "{\"a\":2,\"b\":3}").then("Five.");
        agent(model, "You keep the books.").run(RunRequest.of("Two and three?").withRunId("sum"));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private Agent agent(ScriptedModel model, String instructions) {
        return Agent.builder(model)
                .instructions(instructions)
                .tools(new Desk())
                .journal(journal)
                .build();
    }

    @Test
    void anUnchangedAgentPassesWithoutItsModel() {
        Agent agent = agent(ScriptedModel.empty(), "You keep the books.");

        assertThat(RunAssertions.assertReplays(agent, journal, "sum").requests())
                .isEqualTo(2);
    }

    @Test
    void aChangedAgentFailsWithTheStepAndTheCause() {
        Agent agent = agent(ScriptedModel.empty(), "You keep the bees.");

        assertThatThrownBy(() -> RunAssertions.assertReplays(agent, journal, "sum"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the request of turn 0")
                .hasMessageContaining("the instructions ('You keep the books.', now 'You keep the bees.')");
    }

    @Test
    void aRunThatIsNotThereFails() {
        Agent agent = agent(ScriptedModel.empty(), "");

        assertThatThrownBy(() -> RunAssertions.assertReplays(agent, journal, "product"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no run 'product'");
    }
}
