package dev.spindle.examples.guide;

import dev.spindle.Agent;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Delta;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A model of one's own: any function from a question to an answer, such as a program in this process. */
public final class OwnModel {
    private OwnModel() {}

    // region own-model
    record Local(String id, UnaryOperator<String> program) implements Model {
        @Override
        public ModelReply call(ModelCall call) {
            call.context().cancellation().check();
            String answer = program.apply(lastQuestion(call.messages().messages()));
            call.deltas().accept(new Delta.Text(answer));
            return ModelReply.of(AssistantMessage.of(answer), Usage.NONE);
        }

        private static String lastQuestion(List<Message> messages) {
            for (int at = messages.size() - 1; at >= 0; at--) {
                if (messages.get(at) instanceof UserMessage question) return question.text();
            }
            return "";
        }
    }
    // endregion

    /** Runs the example. */
    public static void main(String... arguments) {
        Model model = new Local("shout", question -> question.toUpperCase(Locale.ROOT));
        Agent agent = Agent.builder(model).build();
        System.out.println(agent.run("Is anybody there?").text());
    }
}
