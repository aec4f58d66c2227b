package dev.spindle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.message.UserMessage;
import dev.spindle.model.Model;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.ToolDefinitionException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first mistakes of a newcomer: each is told what to do. */
class MisuseTest {
    private final Agent agent = Agent.builder(ScriptedModel.says("Hi.")).build();

    @Test
    void noModel() {
        assertThatThrownBy(() -> Agent.builder((Model) null))
                .hasMessage("the model is null; give one, such as OpenAiModel.fromEnvironment()");
    }

    @Test
    void noQuestion() {
        String toDo =
                "the question is null; give a text, or go on with a run by resume(runId) or RunRequest.resuming(runId)";

        assertThatThrownBy(() -> agent.run((String) null)).hasMessage(toDo);
        assertThatThrownBy(() -> agent.run((String) null, event -> {})).hasMessage(toDo);
        assertThatThrownBy(() -> RunRequest.of((UserMessage) null)).hasMessage(toDo);
        assertThatThrownBy(() -> agent.run((RunRequest) null))
                .hasMessage("the request is null; give RunRequest.of(question) or RunRequest.resuming(runId)");
    }

    @Test
    void noRun() {
        assertThatThrownBy(() -> agent.resume(null))
                .hasMessage("the run id is null; give the id of a run, RunResult.runId()");
    }

    @Test
    void toolsInAList() {
        assertThatThrownBy(() -> Agent.builder(ScriptedModel.says("Hi."))
                        .tools(List.of(new Object()))
                        .build())
                .isInstanceOf(ToolDefinitionException.class)
                .hasMessageContaining("is a collection; give its elements: tools(list.toArray())");
    }

    @Test
    void anAgentAsATool() {
        assertThatThrownBy(() -> Agent.builder(ScriptedModel.says("Hi.")).tools(agent))
                .hasMessage("An Agent is no tool by itself; give agent.asTool(name, description)");
    }
}
