package dev.spindle.restate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.policy.ResultLimit;
import dev.spindle.run.Bench;
import dev.spindle.run.KeepingJournal;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.run.Scenario;
import dev.spindle.run.Scenario.Seen;
import dev.spindle.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario runs on the engine, with and without a listener, and records what it records on a journal. All of them run at once. */
@NeedsRestate
class RestateBehaviourTest {
    private static final String RUN = "run-1";
    private static final Queue<RunEvent> HEARD = new ConcurrentLinkedQueue<>();
    private static final Site HEARING = new Site();
    private static final Site DEAF = new Site();
    private static final List<Play> PLAYS = new ArrayList<>();

    /** A scenario on its way, by an agent of its own. */
    private record Play(Scenario scenario, boolean listened, String name, ScriptedModel model, Bench bench) {
        private static Play of(Scenario scenario, boolean listened) {
            String name = (listened ? "heard" : "unheard") + PLAYS.size();
            return new Play(scenario, listened, name, scenario.script().apply(ScriptedModel.empty()), new Bench());
        }

        private Agent.Builder agent() {
            return scenario.agent()
                    .apply(Agent.builder(model).name(name).tools(bench).interceptors(List.of(ResultLimit.standard())));
        }

        private RunRequest request() {
            return scenario.request().apply(RunRequest.of("Go.").withRunId(RUN));
        }

        @Override
        public String toString() {
            return scenario + (listened ? ", heard" : "");
        }
    }

    static List<Play> plays() {
        return PLAYS;
    }

    @BeforeAll
    static void beginAll() {
        for (Scenario scenario : Scenario.all())
            for (boolean listened : List.of(true, false)) PLAYS.add(Play.of(scenario, listened));
        HEARING.serve(RestateAgents.of(agents(true)).heardBy(HEARD::add));
        DEAF.serve(RestateAgents.of(agents(false)));
        for (Play play : PLAYS) {
            RunRequest request = play.request();
            RestateRuns runs = HEARING.runs(play.name());
            request.caller().cancellation().reason().ifPresent(why -> runs.cancel(RUN, why));
            runs.start(request);
        }
    }

    private static Agent[] agents(boolean listened) {
        return PLAYS.stream()
                .filter(play -> play.listened() == listened)
                .map(play -> play.agent().build())
                .toArray(Agent[]::new);
    }

    @AfterAll
    static void endAll() {
        PLAYS.clear();
        HEARING.close();
        DEAF.close();
    }

    @ParameterizedTest
    @MethodSource("plays")
    void recordsOnTheEngineWhatItRecordsOnAJournal(Play play) {
        KeepingJournal journal = new KeepingJournal();
        Play there = new Play(
                play.scenario(),
                play.listened(),
                play.name(),
                play.scenario().script().apply(ScriptedModel.empty()),
                new Bench());
        there.agent().journal(journal).build().run(there.request());

        RestateRuns runs = HEARING.runs(play.name());
        RunResult result = runs.attach(RUN);

        List<Recorded> events = runs.events(RUN);
        play.scenario().check().accept(new Seen(result, play.model(), events, play.bench()));
        play.model().assertComplete();
        assertEquals(Site.comparable(journal.events()), Site.comparable(events));
        Stream<Recorded> unheard = events.stream().filter(event -> !HEARD.contains(event));
        assertTrue(!play.listened() || unheard.findAny().isEmpty(), HEARD::toString);
    }
}
