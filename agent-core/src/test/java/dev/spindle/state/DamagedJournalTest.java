package dev.spindle.state;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.CallAssessment;
import dev.spindle.event.CallAssessment.Verdict;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.AssessedTool;
import dev.spindle.event.RunEvent.CheckedArguments;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.ShortResult;
import dev.spindle.event.RunEvent.Summary;
import dev.spindle.journal.Events;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.CallId;
import dev.spindle.message.Spent;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Usage;
import dev.spindle.model.ModelReply;
import dev.spindle.tool.Tool.Effect;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events that can each be read, and that no run has written in this order. */
class DamagedJournalTest {
    private static final CallId CALL = new CallId(0, 0);

    private static Recorded replied(AssistantMessage said) {
        return new RunEvent.Replied(Events.at(1), ModelReply.of(said, Usage.of(1, 1)), "m", "f");
    }

    private static Recorded compacted(Summary summary, ShortResult... results) {
        return new RunEvent.Compacted(Events.at(2), summary, List.of(results), Spent.NOTHING, "");
    }

    private static Summary summary(int upTo, Integer... kept) {
        return new Summary(upTo, List.of(kept), "what was said", "m", "f");
    }

    private static Recorded assessed(Verdict verdict) {
        CheckedArguments arguments = new CheckedArguments(Json.EMPTY_OBJECT, "0", List.of());
        CallAssessment call =
                new CallAssessment(CALL, new AssessedTool("look", Effect.READ, false), arguments, verdict, null);
        return new RunEvent.Assessed(Events.at(2), List.of(call), null);
    }

    static Stream<List<Recorded>> damaged() {
        Recorded said = replied(AssistantMessage.of("Hello."));
        Recorded calls = replied(AssistantMessage.calling(List.of(ToolCall.of("c", "look", "{}"))));
        return Stream.of(
                List.of(calls, assessed(Verdict.ANSWERED)),
                List.of(said, compacted(summary(40))),
                List.of(said, compacted(summary(-40))),
                List.of(said, compacted(summary(1, 9))),
                List.of(said, compacted(summary(1, -9))),
                List.of(said, compacted(null, new ShortResult(9, "short", null))),
                List.of(said, compacted(null, new ShortResult(-9, "short", CALL))),
                List.of(said, compacted(null, new ShortResult(0, "short", CALL))),
                List.of(said, new RunEvent.ToolStarted(Events.at(2), CALL, "look")));
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void whatDoesNotFollowFromTheEventsBeforeIsRefusedByItsPlace(List<Recorded> behindTheStart) {
        List<Recorded> events = Stream.concat(Stream.of(Events.started("r")), behindTheStart.stream())
                .toList();

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> RunState.of(events));

        assertTrue(refused.getMessage().contains("damaged"), refused.getMessage());
    }
}
