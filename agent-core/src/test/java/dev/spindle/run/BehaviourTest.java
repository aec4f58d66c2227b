package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.EventJson;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.message.CallId;
import dev.spindle.policy.ResultLimit;
import dev.spindle.replay.Replay;
import dev.spindle.run.Scenario.Seen;
import dev.spindle.state.RunState;
import dev.spindle.state.Step;
import dev.spindle.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario runs with and without a listener, and must record the same events. */
@Timeout(30)
class BehaviourTest {
    static List<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void behavesTheSameWatchedOrNot(Scenario scenario) {
        List<RunEvent> heard = new ArrayList<>();

        Seen unwatched = play(scenario, null);
        Seen watched = play(scenario, event -> {
            synchronized (heard) {
                heard.add(event);
            }
        });

        scenario.check().accept(unwatched);
        scenario.check().accept(watched);
        assertEquals(comparable(unwatched), comparable(watched));
        assertEquals(
                watched.events(),
                heard.stream().filter(Recorded.class::isInstance).toList());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void recordsWhatCanBeReadAndFoldedAgain(Scenario scenario) {
        Seen seen = play(scenario, null);

        List<Recorded> read = seen.events().stream()
                .map(EventJson::write)
                .map(EventJson::read)
                .toList();

        assertEquals(seen.events(), read);
        RunState state = RunState.of(read);
        Step.Stop stop = assertInstanceOf(Step.Stop.class, state.next());
        assertEquals(seen.result().stopReason(), stop.reason());
        assertEquals(seen.result().transcript(), state.closedTranscript());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void neverAsksWithAnOpenCallAndLeavesTheTranscriptWhole(Scenario scenario) {
        Seen seen = play(scenario, null);

        assertTrue(seen.result().transcript().isClosed());
        seen.model()
                .calls()
                .forEach(call -> assertTrue(call.question().messages().isClosed()));
        seen.model().assertComplete();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void goesTheSameWayWhenReplayed(Scenario scenario) {
        Seen seen = play(scenario, event -> {});
        ScriptedModel silent = ScriptedModel.empty();
        Agent agent =
                scenario.agent().apply(Agent.builder(silent).tools(new Bench())).build();

        Replay.Result result = agent.replay(seen.events());

        assertTrue(result.isSame(), result.toString());
        silent.assertComplete();
    }

    private static Seen play(Scenario scenario, @Nullable RunListener listener) {
        ScriptedModel model = scenario.script().apply(ScriptedModel.empty());
        KeepingJournal journal = new KeepingJournal();
        Bench bench = new Bench();
        Agent agent = scenario.agent()
                .apply(Agent.builder(model).tools(bench).journal(journal).interceptors(List.of(ResultLimit.standard())))
                .build();
        RunRequest request = scenario.request().apply(RunRequest.of("Go.").withRunId("run-1"));
        RunResult result = listener == null ? agent.run(request) : agent.run(request, listener);
        return new Seen(result, model, journal.events(), bench);
    }

    /** Events without what differs between any two runs: times, owners, and the order in which parallel tools end. */
    private static List<String> comparable(Seen seen) {
        List<Recorded> events = new ArrayList<>(seen.events());
        sortRunsOfFinished(events);
        return events.stream()
                .map(EventJson::write)
                .map(json -> json.replaceAll("\"at\":\\{[^}]*\\}", "").replaceAll("\"owner\":\"[^\"]*\"", ""))
                .toList();
    }

    private static void sortRunsOfFinished(List<Recorded> events) {
        int from = 0;
        while (from < events.size()) {
            int to = from;
            while (to < events.size() && events.get(to) instanceof RunEvent.ToolFinished) to++;
            if (to > from) events.subList(from, to).sort(Comparator.comparing(BehaviourTest::id));
            from = Math.max(to, from + 1);
        }
    }

    private static CallId id(Recorded event) {
        return ((RunEvent.ToolFinished) event).id();
    }
}
