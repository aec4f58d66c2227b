package dev.spindle.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.Agent;
import dev.spindle.Agents;
import dev.spindle.Agents.Recovered;
import dev.spindle.context.AgentException;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.StopReason;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.json.Json;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent that returns a type does so whoever asks it, and however often the run goes on. */
class AgentAnswerTest {
    record Trip(String airport, LocalDate day) {}

    static final class Later {
        record Trip(String airport, LocalDate day, int nights) {}
    }

    static final class Desk {
        @Tool(value = "Books.", effect = Effect.WRITE, approval = true)
        String book() {
            return "booked";
        }
    }

    private static final String PAST = "{\"airport\":\"OSL\",\"day\":\"2020-01-02\"}";
    private static final String OSLO = "{\"airport\":\"OSL\",\"day\":\"2030-01-02\"}";
    private static final Trip TO_OSLO = new Trip("OSL", LocalDate.of(2030, 1, 2));

    private final InMemoryJournal journal = new InMemoryJournal();

    private static List<String> notPast(Trip trip) {
        return trip.day().getYear() < 2025 ? List.of("day is past") : List.of();
    }

    private Agent.Builder agent(ScriptedModel model) {
        return Agent.builder(model).name("travel").tools(new Desk()).journal(journal);
    }

    private Agent travel(ScriptedModel model) {
        return agent(model).returning(Trip.class, AgentAnswerTest::notPast).build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itsRunsAnswerWithTheTypeAndItsValidatorIsHeard(boolean streamed) {
        Agent agent = travel(ScriptedModel.says(PAST).then(OSLO));

        RunResult result = streamed ? agent.run("To Oslo.", event -> {}) : agent.run("To Oslo.");

        assertThat(result.output(Trip.class)).isEqualTo(TO_OSLO);
        assertThat(result.work().corrections()).isEqualTo(1);
    }

    @Test
    void aRunThatIsStartedAnswersWithIt() {
        Agent agent = travel(ScriptedModel.says(PAST).then(OSLO));

        RunResult result = agent.start(RunRequest.of("To Oslo.")).await();

        assertThat(result.output(Trip.class)).isEqualTo(TO_OSLO);
    }

    @Test
    void aRunThatGoesOnIsHeldToItsTypeAndValidator() {
        RunResult paused = travel(ScriptedModel.calls("book", "{}"))
                .run(RunRequest.of("To Oslo.").withRunId("r"));

        Agent later = travel(ScriptedModel.says(PAST).then(OSLO));
        RunResult result = later.resume(
                "r", paused.awaitingApproval().stream().map(Decision::approve).toList());

        assertThat(result.output(Trip.class)).isEqualTo(TO_OSLO);
        assertThat(result.work().corrections()).isEqualTo(1);
    }

    @Test
    void aRunThatIsRecoveredIsHeldToItsTypeAndValidator() {
        RunResult paused = travel(ScriptedModel.calls("book", "{}"))
                .run(RunRequest.of("To Oslo.").withRunId("r"));
        Agent later = travel(ScriptedModel.says(PAST).then(OSLO));
        later.post(
                "r",
                new Input.Decided(Decision.approve(paused.awaitingApproval().get(0))));

        List<Recovered> recovered = Agents.recover(journal, 1, Agents.named(later));

        RunResult result = ((Recovered.WentOn) recovered.get(0)).result();
        assertThat(result.output(Trip.class)).isEqualTo(TO_OSLO);
    }

    @Test
    void asAToolItGivesTheValueAsJson() {
        Agent child = travel(ScriptedModel.says("```json\n" + PAST + "\n```").then("Here: " + OSLO));
        ScriptedModel model =
                ScriptedModel.calls("plan", "{\"request\":\"To Oslo.\"}").then("Done.");

        RunResult result = Agent.builder(model)
                .tools(child.asTool("plan", "Plans a trip."))
                .build()
                .run("To Oslo.");

        assertThat(Json.parse(result.transcript().message(2).text()).to(Trip.class))
                .isEqualTo(TO_OSLO);
    }

    @Test
    void aChildIsHeldToItsOwnValidatorAndNotToThatOfWhoCallsIt() {
        Agent child = travel(ScriptedModel.says(PAST).then(OSLO));
        ScriptedModel model =
                ScriptedModel.calls("plan", "{\"request\":\"To Oslo.\"}").then(PAST);

        RunResult result = Agent.builder(model)
                .tools(child.asTool("plan", "Plans a trip."))
                .build()
                .run(RunRequest.of("To Oslo.").returning(Trip.class));

        assertThat(Json.parse(result.transcript().message(2).text()).to(Trip.class))
                .isEqualTo(TO_OSLO);
        assertThat(result.output(Trip.class).day().getYear()).isEqualTo(2020);
    }

    @Test
    void aRequestMayAskForSomethingElse() {
        record Name(String name) {}

        RunResult result = travel(ScriptedModel.says("{\"name\":\"Bo\"}"))
                .run(RunRequest.of("Who?").returning(Name.class));

        assertThat(result.output(Name.class)).isEqualTo(new Name("Bo"));
    }

    @Test
    void anAnswerIsSentBackAsOftenAsTheLimitSays() {
        RunResult result = agent(ScriptedModel.says(PAST).then(PAST))
                .returning(Trip.class, AgentAnswerTest::notPast)
                .limits(Limits.DEFAULT.withMaxCorrections(1))
                .build()
                .run("To Oslo.");

        assertThat(result.stopReason()).isEqualTo(StopReason.INVALID_OUTPUT);
        assertThat(result.work().corrections()).isEqualTo(1);
    }

    @Test
    void aTypeThatHasChangedSinceIsToldWithWhatToDo() {
        travel(ScriptedModel.calls("book", "{}")).run(RunRequest.of("To Oslo.").withRunId("r"));
        Agent changed =
                agent(ScriptedModel.says(OSLO)).returning(Later.Trip.class).build();

        assertThatThrownBy(() -> changed.resume("r"))
                .isInstanceOf(AgentException.class)
                .hasMessageMatching(
                        "Run 'r' was begun to answer with 'Trip' of schema [0-9a-f]{12}, and is to go on with"
                                + " 'Trip' of schema [0-9a-f]{12}\\. Go on with the type as it was, or with its schema alone:"
                                + " RunRequest\\.resuming\\(id\\)\\.returning\\(started\\.terms\\(\\)\\.output\\(\\)\\), where started"
                                + " is the run's first event; or begin a new run");
        assertThat(Agents.recover(journal, 1, Agents.named(changed)).get(0)).isInstanceOf(Recovered.Failed.class);
    }

    @Test
    void aRunWhoseTypeHasChangedGoesOnWithItsSchemaAlone() {
        RunResult paused = travel(ScriptedModel.calls("book", "{}"))
                .run(RunRequest.of("To Oslo.").withRunId("r"));
        Agent changed =
                agent(ScriptedModel.says(PAST)).returning(Later.Trip.class).build();
        Started started = (Started) journal.read("r", 0).get(0);

        RunResult result = changed.run(RunRequest.resuming("r")
                .deciding(paused.awaitingApproval().stream()
                        .map(Decision::approve)
                        .toList())
                .returning(Objects.requireNonNull(started.terms().output())));

        assertThat(result.output(Trip.class).airport()).isEqualTo("OSL");
    }
}
