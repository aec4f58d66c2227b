package dev.spindle.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.context.Tag;
import dev.spindle.event.Decision;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Stopped;
import dev.spindle.json.Json;
import dev.spindle.memory.Window;
import dev.spindle.message.Transcript;
import dev.spindle.model.ModelOptions;
import dev.spindle.replay.Replay.Result.Difference.Kind;
import dev.spindle.run.Approval;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.state.RunState;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a replay sees of a program that has changed since the run was recorded. */
class ReplayTest {
    private static final Json NO_ARGUMENTS = Json.parse("{\"type\":\"object\",\"properties\":{}}");

    record Trip(String airport) {}

    record Journey(String airport, int days) {}

    private final Kept journal = new Kept();
    private final Desk desk = new Desk();

    private Agent.Builder agent(ScriptedModel model) {
        return Agent.builder(model)
                .instructions("You keep the books.")
                .tools(desk)
                .journal(journal);
    }

    /** A run of two turns: it adds, and answers. */
    private List<Recorded> recorded() {
        return recorded(agent -> agent);
    }

    private List<Recorded> recorded(UnaryOperator<Agent.Builder> made) {
        ScriptedModel model = ScriptedModel.calls("add", "{\"a\":2,\"b\":3}").then("Five.");
        made.apply(agent(model)).build().run(RunRequest.of("Two and three?").withRunId("sum"));
        return journal.read("sum", 0);
    }

    private Agent nowadays(UnaryOperator<Agent.Builder> change) {
        return change.apply(agent(ScriptedModel.empty())).build();
    }

    private static Replay.Result.Difference difference(Replay.Result result) {
        return result.findDifference().orElseThrow(() -> new AssertionError(result.toString()));
    }

    @Test
    void anUnchangedProgramGoesTheSameWay() {
        List<Recorded> events = recorded();

        Replay.Result result = nowadays(agent -> agent).replay(events);

        assertEquals("Run 'sum' goes as it went: 2 requests and 1 assessments compared.", result.toString());
        assertTrue(result.isSame());
    }

    @Test
    void changedInstructionsAreFoundAtTheFirstRequest() {
        List<Recorded> events = recorded();

        Replay.Result.Difference found = difference(
                nowadays(agent -> agent.instructions("You keep the bees.")).replay(events));

        assertEquals(Kind.REQUEST, found.kind());
        assertEquals("the request of turn 0", found.step());
        assertEquals(1, found.position());
        assertEquals(List.of("the instructions ('You keep the books.', now 'You keep the bees.')"), found.causes());
    }

    @Test
    void aChangedDescriptionNamesItsTool() {
        UnaryOperator<Agent.Builder> before = agent -> agent.tools(noted("Takes a note."));
        List<Recorded> events = recorded(before);

        Replay.Result.Difference found = difference(
                nowadays(agent -> agent.tools(noted("Takes a memo."))).replay(events));

        assertEquals("the request of turn 0", found.step());
        assertEquals(List.of("the description of tool 'note' ('Takes a note.', now 'Takes a memo.')"), found.causes());
    }

    private static ToolFunction noted(String description) {
        return ToolFunction.of(
                ToolSpec.of("note", description, NO_ARGUMENTS, Effect.READ), call -> ToolResult.text("noted"));
    }

    @Test
    void aToolMoreAndAToolLessAreNamed() {
        List<Recorded> events = recorded(agent -> agent.tools(noted("Takes a note.")));
        ToolFunction other =
                ToolFunction.of(ToolSpec.of("memo", "Memo.", NO_ARGUMENTS, Effect.READ), call -> ToolResult.text(""));

        Replay.Result.Difference found =
                difference(nowadays(agent -> agent.tools(other)).replay(events));

        assertEquals(List.of("the tool 'note', which is gone", "the tool 'memo', which is new"), found.causes());
    }

    @Test
    void aChangedOptionIsNamed() {
        List<Recorded> events = recorded(agent -> agent.options(ModelOptions.DEFAULT.withTemperature(0.5)));

        Replay.Result.Difference found =
                difference(nowadays(agent -> agent.options(ModelOptions.DEFAULT.withTemperature(0.7)))
                        .replay(events));

        assertEquals(List.of("the option temperature ('0.5', now '0.7')"), found.causes());
    }

    @Test
    void anotherWindowIsFoundWhereItShowsLess() {
        List<Recorded> events = recordedWithHistory();

        Replay.Result.Difference found =
                difference(nowadays(agent -> agent.window(Window.lastTurns(1))).replay(events));

        assertEquals("the request of turn 0", found.step());
        assertEquals(List.of("the window (4 messages were shown, now 2)"), found.causes());
    }

    private List<Recorded> recordedWithHistory() {
        Agent agent = agent(ScriptedModel.says("Hello.").then("Five.")).build();
        agent.run(RunRequest.of("Hello!").inConversation("c").withRunId("first"));
        agent.run(RunRequest.of("Two and three?").inConversation("c").withRunId("second"));
        return journal.read("second", 0);
    }

    @Test
    void instructionsAndWindowAreToldApart() {
        List<Recorded> events = recordedWithHistory();

        Replay.Result.Difference found =
                difference(nowadays(agent -> agent.window(Window.lastTurns(1)).instructions("You keep bees."))
                        .replay(events));

        assertEquals(2, found.causes().size());
        assertTrue(found.causes().get(0).startsWith("the instructions"), found.toString());
        assertTrue(found.causes().get(1).startsWith("the window"), found.toString());
    }

    @Test
    void toolsThatAreListedLaterAreSuspectedBesideTheWindow() {
        List<Recorded> events = recorded();
        ToolRegistry growing = new Growing(noted("Takes a note."));

        Replay.Result.Difference found =
                difference(nowadays(agent -> agent.tools(growing)).replay(events));

        assertEquals("the request of turn 1", found.step());
        assertTrue(found.causes().get(0).contains("which tools are listed"), found.toString());
    }

    @Test
    void anotherApprovalIsFoundAtTheCall() {
        List<Recorded> events = recorded();
        Approval careful = call -> call.arguments().text().contains("2");

        Replay.Result.Difference found =
                difference(nowadays(agent -> agent.approval(careful)).replay(events));

        assertEquals(Kind.ASSESSMENT, found.kind());
        assertEquals("the assessment of call 0.0 of 'add'", found.step());
        assertEquals(List.of("the approval predicate"), found.causes());
        assertTrue(found.recorded().startsWith("ready to run"), found.recorded());
        assertTrue(found.now().startsWith("waiting for approval"), found.now());
    }

    @Test
    void aLowerLimitIsFoundWhereTheRunWouldStop() {
        List<Recorded> events = recorded();

        Replay.Result.Difference found = difference(
                nowadays(agent -> agent.limits(Limits.DEFAULT.withMaxTurns(1))).replay(events));

        assertEquals(Kind.COURSE, found.kind());
        assertEquals("after 1 turn", found.step());
        assertEquals("the model was asked", found.recorded());
        assertEquals("it would stop: turn limit, the limit of 1 turns is reached", found.now());
        assertEquals(List.of("the limit maxTurns ('20', now '1')"), found.causes());
    }

    @Test
    void whatTheRequestBroughtItselfDoesNotDependOnTheAgent() {
        RunRequest request = RunRequest.of("Go.")
                .withRunId("own")
                .withInstructions("Be brief.")
                .withOptions(ModelOptions.DEFAULT.withTemperature(0.1))
                .withLimits(Limits.DEFAULT.withMaxTurns(3));
        agent(ScriptedModel.says("Gone.")).build().run(request);

        Replay.Result result = nowadays(agent -> agent.instructions("You keep bees.")
                        .options(ModelOptions.DEFAULT.withTemperature(0.9))
                        .limits(Limits.DEFAULT.withMaxTurns(7)))
                .replay(journal.read("own", 0));

        assertTrue(result.isSame(), result.toString());
    }

    @Test
    void anotherFormOfTheAnswerIsFound() {
        agent(ScriptedModel.says("{\"airport\":\"OSL\"}"))
                .build()
                .run(RunRequest.of("Go.").withRunId("typed").returning(Trip.class));
        List<Recorded> events = journal.read("typed", 0);

        Replay.Result same = nowadays(agent -> agent).replay(Replay.of(events).returning(Trip.class));
        Replay.Result other = nowadays(agent -> agent).replay(Replay.of(events).returning(Journey.class));

        assertTrue(same.isSame(), same.toString());
        assertTrue(difference(other).causes().get(0).startsWith("the form of the answer"), other.toString());
    }

    @Test
    void aRunThatIsNotOverIsComparedAsFarAsItGoes() {
        List<Recorded> events = recorded();
        Agent changed = nowadays(agent -> agent.limits(Limits.DEFAULT.withMaxTurns(1)));

        for (int end = 1; end < events.size(); end++) {
            assertTrue(nowadays(agent -> agent).replay(events.subList(0, end)).isSame());
        }
        assertTrue(changed.replay(events.subList(0, 5)).isSame());
    }

    @Test
    void aPredicateMayLookAtATag() {
        Tag<String> user = Tag.named("user");
        Approval forGuests = new ForGuests(user);
        agent(ScriptedModel.calls("add", "{\"a\":2,\"b\":3}").then("Five."))
                .approval(forGuests)
                .build()
                .run(RunRequest.of("Go.").withRunId("tagged").withTag(user, "owner"));
        Replay replay = Replay.of(journal.read("tagged", 0));

        Agent now = nowadays(agent -> agent.approval(forGuests));

        assertTrue(now.replay(replay.withTag(user, "owner")).isSame());
        assertFalse(now.replay(replay.withTag(user, "guest")).isSame());
    }

    @Test
    void decisionsAreTakenFromTheRecordAndEditedCallsAreLookedAtAgain() {
        Agent agent = agent(ScriptedModel.calls("pay", "{\"to\":\"Bo\",\"cents\":5}")
                        .then("Done."))
                .build();
        RunResult paused = agent.run(RunRequest.of("Pay.").withRunId("pay"));
        Json edited = Json.parse("{\"to\":\"Bo\",\"cents\":4}");
        agent.resume("pay", Decision.edit(paused.awaitingApproval().get(0), edited));

        Replay.Result result = nowadays(now -> now).replay(journal.read("pay", 0));

        assertEquals("Run 'pay' goes as it went: 2 requests and 2 assessments compared.", result.toString());
        assertEquals(1, desk.calls.get());
    }

    @Test
    void aStopThatWouldNotComeAnyMoreIsFound() {
        Agent agent = agent(ScriptedModel.calls("add", "{\"a\":2,\"b\":3}"))
                .limits(Limits.DEFAULT.withMaxTurns(1))
                .build();
        agent.run(RunRequest.of("Go.").withRunId("short"));
        List<Recorded> events = journal.read("short", 0);
        assertTrue(events.get(events.size() - 1) instanceof Stopped);

        Replay.Result.Difference found = difference(nowadays(now -> now).replay(events));

        assertEquals("a stop: turn limit", found.recorded());
        assertEquals("the model would be asked", found.now());
    }

    @Test
    void somethingElseThanARunIsRefused() {
        List<Recorded> events = recorded();

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Replay.of(events.subList(1, 3)));

        assertTrue(String.valueOf(refused.getMessage()).contains("position 0"), refused.getMessage());
    }

    private record Growing(ToolFunction later) implements ToolRegistry {
        @Override
        public Optional<ToolFunction> find(String name) {
            return Optional.of(later).filter(tool -> tool.spec().name().equals(name));
        }

        @Override
        public List<ToolSpec> list(Transcript transcript) {
            return transcript.size() > 2 ? List.of(later.spec()) : List.of();
        }
    }

    private record ForGuests(Tag<String> user) implements Approval {
        @Override
        public boolean isNeeded(ToolInvocation call) {
            return call.context().tag(user).equals("guest");
        }

        @Override
        public boolean isNeeded(ToolInvocation call, RunState run) {
            return isNeeded(call);
        }
    }
}
