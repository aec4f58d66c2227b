package dev.spindle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.message.UserMessage;
import dev.spindle.model.Model;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.ToolDefinitionException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

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

    private static Map<String, Consumer<Agent.Builder>> nulls() {
        return Map.ofEntries(
                Map.entry("name", builder -> builder.name(null)),
                Map.entry("instructions", builder -> builder.instructions(null)),
                Map.entry("returning", builder -> builder.returning(null)),
                Map.entry("options", builder -> builder.options(null)),
                Map.entry("window", builder -> builder.window(null)),
                Map.entry("compaction", builder -> builder.compaction(null)),
                Map.entry("addInterceptor", builder -> builder.addInterceptor(null)),
                Map.entry("interceptors", builder -> builder.interceptors(null)),
                Map.entry("limits", builder -> builder.limits(null)),
                Map.entry("approval", builder -> builder.approval(null)),
                Map.entry("inDoubt", builder -> builder.inDoubt(null)),
                Map.entry("journal", builder -> builder.journal(null)),
                Map.entry("memory", builder -> builder.memory(null)),
                Map.entry("clock", builder -> builder.clock(null)));
    }

    @TestFactory
    Stream<DynamicTest> nothingInPlaceOfASettingIsRefusedAtOnceByItsName() {
        return nulls().entrySet().stream()
                .map(setting -> DynamicTest.dynamicTest(setting.getKey(), () -> {
                    Agent.Builder builder = Agent.builder(ScriptedModel.says("Hi."));

                    assertThatThrownBy(() -> setting.getValue().accept(builder))
                            .hasMessage("the argument of " + setting.getKey() + "(…) is null; give one, or leave "
                                    + setting.getKey() + "(…) out");
                }));
    }

    @Test
    void nothingInPlaceOfAnIdIsRefusedAtOnce() {
        RunRequest request = RunRequest.of("Hi.");

        assertThatThrownBy(() -> request.withRunId(null)).hasMessageContaining("the run id is null");
        assertThatThrownBy(() -> request.inConversation(null)).hasMessageContaining("the conversation is null");
        assertThatThrownBy(() -> agent.post("a", null)).hasMessageContaining("the input is null");
    }
}
