package dev.spindle.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Delta;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelException.Details;
import dev.spindle.model.ModelReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FallbackTest {
    private static final ModelCall QUESTION = ModelCall.of(Transcript.of(List.of(UserMessage.of("?"))));

    private static Model named(String name) {
        return new Model() {
            @Override
            public ModelReply call(ModelCall call) {
                call.deltas().accept(new Delta.Text(name));
                return ModelReply.of(AssistantMessage.of(name), Usage.of(1, 1));
            }

            @Override
            public String id() {
                return name;
            }
        };
    }

    private static Model failing(ModelException failure) {
        return call -> {
            call.deltas().accept(new Delta.Text("begun"));
            throw failure;
        };
    }

    private static ModelException away(int tokens) {
        ModelReply partial = ModelReply.of(AssistantMessage.of("be"), Usage.of(tokens, 0));
        return new ModelException.Unavailable("away", Details.of("away").withPartial(partial), null, null);
    }

    @Test
    void theAgentsOwnModelAnswersWhileItCan() {
        ModelReply reply = Fallback.to(named("other")).aroundModel(QUESTION, named("own"));

        assertEquals("own", reply.message().text());
        assertEquals(List.of(), reply.failedAttempts());
    }

    @Test
    void othersAreAskedInOrderAndWhatFailedIsKept() {
        Fallback fallback = Fallback.to(failing(away(20)), named("third"));

        ModelReply reply = fallback.aroundModel(QUESTION, failing(away(10)));

        assertEquals("third", reply.message().text());
        assertEquals(2, reply.failedAttempts().size());
        assertEquals(Usage.of(31, 1), reply.spentInAll().usage());
    }

    @Test
    void whatNoOtherServerWouldTakeEitherIsNotAskedAgain() {
        ModelException rejected = new ModelException.Rejected("bad", Details.of("bad"));

        ModelException thrown = assertThrows(
                ModelException.class, () -> Fallback.to(named("other")).aroundModel(QUESTION, failing(rejected)));

        assertSame(rejected, thrown);
    }

    @Test
    void otherKindsOfFailureMayBeNamed() {
        ModelException tooLong = new ModelException.ContextTooLong("long", Details.of("long"));
        Fallback larger = Fallback.to(named("large")).after(Set.of(ModelException.ContextTooLong.class));

        assertEquals(
                "large",
                larger.aroundModel(QUESTION, failing(tooLong)).message().text());
    }

    @Test
    void theOwnFailureCountsWhenAllFail() {
        ModelException own = away(10);

        ModelException thrown = assertThrows(
                ModelException.class, () -> Fallback.to(failing(away(5))).aroundModel(QUESTION, failing(own)));

        assertSame(own, thrown);
        assertEquals(Usage.of(15, 0), thrown.spentInAll().usage());
    }

    @Test
    void whatWasShownOfAFailedAttemptIsVoid() {
        List<Delta> shown = new ArrayList<>();

        Fallback.to(named("other")).aroundModel(QUESTION.withDeltas(shown::add), failing(away(1)));

        assertEquals(List.of(new Delta.Text("begun"), new Delta.Dropped("away"), new Delta.Text("other")), shown);
    }
}
