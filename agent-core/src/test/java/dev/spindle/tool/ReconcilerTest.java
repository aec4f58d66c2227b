package dev.spindle.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spindle.context.RunContext;
import dev.spindle.json.Json;
import dev.spindle.message.CallId;
import dev.spindle.tool.Reconciler.Reconciliation;
import dev.spindle.tool.Tool.Effect;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    private static final Json OBJECT = Json.parse("{\"type\":\"object\"}");

    static class Bank {
        @Tool(value = "Pays.", reconcile = "find")
        String pay(@Param("To whom") String to, @Param("Cents") long cents, @Param("A note") Optional<String> note) {
            return to + cents + note;
        }

        Reconciliation find(Optional<String> note, RunContext run, long cents) {
            return Reconciliation.tookEffect(cents + " " + note.orElse("-") + " " + run.runId());
        }
    }

    @Test
    void aNamedMethodTakesWhatTheToolTakesInAnyOrder() throws Exception {
        ToolFunction tool = ToolFunction.scan(new Bank()).get(0);
        Arguments.Accepted read = (Arguments.Accepted) tool.read("{\"to\":\"Bo\",\"cents\":5}");
        ToolInvocation call = new ToolInvocation(new CallId(0, 0), tool.spec(), read, RunContext.of("run"), text -> {});

        Reconciliation found = tool.findReconciler().orElseThrow().reconcile(call);

        assertThat(found).isEqualTo(Reconciliation.tookEffect("5 - run"));
    }

    @Test
    void aToolUnderAnotherNameKeepsItsReconciler() {
        ToolFunction tool = ToolFunction.scan(new Bank()).get(0);

        assertThat(tool.withName("wire").findReconciler()).isPresent();
        assertThat(tool.withoutCoercion().findReconciler()).isPresent();
    }

    static final class Wrong {
        @Tool(value = "A.", reconcile = "nobody")
        void a() {}

        @Tool(value = "B.", reconcile = "returnsText")
        void b() {}

        @Tool(value = "C.", reconcile = "takesMore")
        void c(@Param("Cents") long cents) {}

        @Tool(value = "D.", effect = Effect.READ, reconcile = "fine")
        void d() {}

        String returnsText() {
            return "";
        }

        Reconciliation takesMore(String to, int cents) {
            return Reconciliation.unknown(to + cents);
        }

        Reconciliation fine() {
            return Reconciliation.tookNoEffect();
        }
    }

    @Test
    void everyMistakeIsListed() {
        ToolDefinitionException thrown =
                catchThrowableOfType(ToolDefinitionException.class, () -> ToolFunction.scan(new Wrong()));

        assertThat(thrown.mistakes())
                .containsExactly(
                        "Wrong.a: reconcile = \"nobody\" names 0 methods of its object; write one: Reconciliation nobody(ToolInvocation cutShort)",
                        "Wrong.b: reconcile = \"returnsText\" returns String; return a Reconciliation",
                        "Wrong.c: reconcile = \"takesMore\" takes 'to', which the tool does not; take parameters of the tool, same name and type, or a ToolInvocation",
                        "Wrong.c: reconcile = \"takesMore\" takes 'cents', which the tool does not; take parameters of the tool, same name and type, or a ToolInvocation",
                        "Wrong.d: reconcile is for a WRITE tool; a call of a READ tool that was cut short runs again");
    }

    @Test
    void aToolThatIsNoWriteTakesNone() {
        ToolFunction look =
                ToolFunction.of(ToolSpec.of("look", "Looks.", OBJECT, Effect.READ), call -> ToolResult.text("5"));

        assertThatThrownBy(() -> look.reconciledBy(call -> Reconciliation.tookNoEffect()))
                .isInstanceOf(ToolDefinitionException.class)
                .hasMessageContaining("look: a Reconciler is for a WRITE tool");
    }
}
