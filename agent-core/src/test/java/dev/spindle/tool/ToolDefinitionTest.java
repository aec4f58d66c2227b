package dev.spindle.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spindle.json.Json;
import dev.spindle.message.Transcript;
import dev.spindle.tool.Tool.Effect;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ToolDefinitionTest {
    private static final Json OBJECT = Json.parse("{\"type\":\"object\"}");

    private static ToolFunction tool(String name) {
        return ToolFunction.of(
                ToolSpec.of(name, "Does " + name, OBJECT, Effect.READ), invocation -> ToolResult.text(name));
    }

    static final class Bank {
        @Tool(value = "Wires money.", timeout = "5s")
        void wire(String to, @Param("Cents") long cents) {}

        @Tool(value = " ", name = "what time")
        Stream<String> now(@Param("A thread") Thread thread) {
            return Stream.of();
        }

        @Tool("Reads.")
        Future<String> read(@Param("From") InputStream in) {
            return CompletableFuture.completedFuture("");
        }

        @Tool("Adds.")
        int add(@Param("One") int one, @Param(value = "Other", name = "one") int other) {
            return one + other;
        }
    }

    static final class Plain {}

    @Test
    void everyMistakeOfEveryMethodIsListed() {
        ToolDefinitionException thrown = catchThrowableOfType(
                ToolDefinitionException.class, () -> ToolFunction.scan(new Bank(), new Plain(), Plain.class));

        assertThat(thrown.getMessage()).isEqualTo(Golden.text("definition-mistakes.txt"));
        assertThat(thrown.mistakes()).hasSize(11);
    }

    @Test
    void twoToolsOfOneNameAreRefused() {
        assertThatThrownBy(() -> ToolFunction.scan(tool("echo"), tool("echo")))
                .hasMessageContaining("echo: several tools have this name");
        assertThatThrownBy(() -> ToolRegistry.of(List.of(tool("echo"), tool("echo"))))
                .isInstanceOf(ToolDefinitionException.class);
    }

    @Test
    void aDefinitionThatNoServerTakesIsRefused() {
        ToolInvocation.Handler handler = invocation -> ToolResult.text("");

        assertThatThrownBy(() -> ToolFunction.of(ToolSpec.of("a b", "A.", OBJECT, Effect.READ), handler))
                .hasMessage("1 tool cannot be used:\n1) a b: the name 'a b' is not 1 to 64 of the characters "
                        + "a-z, A-Z, 0-9, _ and -");
        assertThatThrownBy(() -> ToolFunction.of(ToolSpec.of("a", " ", OBJECT, Effect.READ), handler))
                .hasMessageContaining("a: has no description");
        assertThatThrownBy(() -> ToolFunction.of(ToolSpec.of("a", "A.", Json.EMPTY_OBJECT, Effect.READ), handler))
                .hasMessageContaining("no object schema");
        Json malformed = Json.parse("{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"strin\"}}}");
        assertThatThrownBy(() -> ToolFunction.of(ToolSpec.of("a", "A.", malformed, Effect.READ), handler))
                .hasMessageContaining("a: its parameters are no JSON Schema: /properties/x/type");
    }

    @Test
    void inAUnionTheFirstRegistryHasTheName() {
        ToolFunction first = tool("echo");
        ToolRegistry union = ToolRegistry.union(
                List.of(ToolRegistry.of(List.of(first)), ToolRegistry.of(List.of(tool("echo"), tool("ping")))));

        assertThat(union.find("echo")).containsSame(first);
        assertThat(union.find("nope")).isEmpty();
        assertThat(union.list(Transcript.EMPTY)).extracting(ToolSpec::name).containsExactly("echo", "ping");
    }
}
