package dev.spindle.examples.guide;

import static dev.spindle.tool.Tool.Effect.READ;

import dev.spindle.Agent;
import dev.spindle.message.Part;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.policy.ResultLimit;
import dev.spindle.policy.Retry;
import dev.spindle.run.Interceptor;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import java.util.List;
import java.util.regex.Pattern;

/** An interceptor of one's own: mail addresses do not reach the model, and questions to it are counted. */
public final class OwnInterceptor {
    private OwnInterceptor() {}

    static class Customers {
        @Tool(value = "Finds a customer.", effect = READ)
        String find(@Param("The name") String name) {
            return name + " <bo@example.org>, customer since 2019";
        }
    }

    // region own-interceptor
    record Discreet() implements Interceptor {
        private static final Pattern ADDRESS = Pattern.compile("[\\w.+-]{1,64}@[\\w.-]{1,255}");

        @Override
        public ToolResult aroundTool(ToolInvocation invocation, ToolInvocation.Handler next) throws Exception {
            ToolResult result = next.call(invocation);
            String discreet = ADDRESS.matcher(result.text()).replaceAll("(address)");
            return result.withParts(List.of(new Part.Text(discreet)));
        }

        @Override
        public ModelReply aroundModel(ModelCall call, Model next) {
            System.out.println("asking with " + call.messages().size() + " messages");
            return next.call(call);
        }
    }
    // endregion

    /** Runs the example. */
    public static void main(String... arguments) {
        Model model = Models.realOr(
                ScriptedModel.calls("find", "{\"name\":\"Bo\"}").then("Bo has been a customer since 2019."));
        // region own-interceptor-use
        Agent agent = Agent.builder(model)
                .tools(new Customers())
                .interceptors(List.of(Retry.standard(), new Discreet(), ResultLimit.standard()))
                .build();
        // endregion
        System.out.println(agent.run("Since when is Bo a customer?").text());
    }
}
