package dev.spindle.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.Agent;
import dev.spindle.http.HttpEndpoint.ReachableHosts;
import dev.spindle.model.Model;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.cassette.CassetteFile;
import dev.spindle.testing.cassette.CassetteRecorder;
import dev.spindle.testing.server.FaultyModelServer;
import dev.spindle.testing.server.Reaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Each class within is run by JUnit, and what came of its tests is looked at. */
class AgentTestTest {
    private static final List<String> PROPERTIES = List.of("spindle.cassettes", "spindle.record");

    @TempDir
    Path folder;

    private final Map<String, String> before = new TreeMap<>();

    @BeforeEach
    void setUp() {
        for (String name : PROPERTIES) before.put(name, System.getProperty(name, ""));
        System.setProperty("spindle.cassettes", folder.toString());
    }

    @AfterEach
    void tearDown() {
        before.forEach((name, value) -> {
            if (value.isEmpty()) System.clearProperty(name);
            else System.setProperty(name, value);
        });
    }

    /** What came of the tests of a class, by their names: "passed", or the message of what was thrown. */
    private static Map<String, String> run(Class<?> tests) {
        Map<String, String> outcomes = new TreeMap<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                String name = test.getDisplayName().replaceAll("\\(.*", "");
                String words = result.getThrowable().map(Throwable::getMessage).orElse("passed");
                if (test.isTest() || result.getThrowable().isPresent()) outcomes.put(name, words);
            }
        });
        return outcomes;
    }

    @AgentTest
    static class Scripted {
        @Test
        void usesItsScript(ScriptedModel model) {
            model.then("Hello.");
            assertThat(Agent.builder(model).build().run("Hi.").text()).isEqualTo("Hello.");
        }

        @Test
        void leavesAReply(ScriptedModel model) {
            model.then("Hello.");
        }

        @Test
        void failsOfItself(ScriptedModel model) {
            model.then("Hello.");
            throw new AssertionError("my own");
        }
    }

    @Test
    void aScriptMustBeUsedUpByATestThatPasses() {
        Map<String, String> outcomes = run(Scripted.class);

        assertThat(outcomes.get("usesItsScript")).isEqualTo("passed");
        assertThat(outcomes.get("leavesAReply")).contains("nobody asked for:\n- says \"Hello.\"");
        assertThat(outcomes.get("failsOfItself")).isEqualTo("my own");
    }

    /** A model that is real enough to be recorded. */
    static class Greeter implements Supplier<Model> {
        @Override
        public Model get() {
            return ScriptedModel.says("Hello.");
        }
    }

    @AgentTest
    static class Played {
        @Test
        void greets(@Cassette(value = "greeting.json", from = Greeter.class) Model model) {
            assertThat(Agent.builder(model).build().run("Hi.").text()).isEqualTo("Hello.");
        }
    }

    @AgentTest
    static class Failing {
        @Test
        void greets(@Cassette(value = "greeting.json", from = Greeter.class) Model model) {
            Agent.builder(model).build().run("Hi.");
            throw new AssertionError("my own");
        }
    }

    @AgentTest
    static class Lazy {
        @Test
        void doesNotAsk(@Cassette("greeting.json") Model model) {}

        @Test
        void needNotAsk(@Cassette(value = "greeting.json", loose = true) Model model) {}

        @Test
        void wantsAString(@Cassette("greeting.json") String model) {}
    }

    @Test
    void aMissingCassetteIsAnErrorThatSaysHowToRecordIt() {
        Map<String, String> outcomes = run(Played.class);

        assertThat(outcomes.get("greets"))
                .contains("There is no cassette " + folder.resolve("greeting.json"), "-Dspindle.record=true");
    }

    @Test
    void aCassetteIsRecordedOnceAndPlayedFromThenOn() {
        System.setProperty("spindle.record", "true");
        Map<String, String> recorded = run(Played.class);
        System.clearProperty("spindle.record");

        Map<String, String> played = run(Played.class);

        assertThat(recorded).isEqualTo(Map.of("greets", "passed")).isEqualTo(played);
        assertThat(folder.resolve("greeting.json")).exists();
    }

    @Test
    void aTestThatFailsRecordsNothing() {
        System.setProperty("spindle.record", "true");

        Map<String, String> outcomes = run(Failing.class);

        assertThat(outcomes.get("greets")).isEqualTo("my own");
        assertThat(folder.resolve("greeting.json")).doesNotExist();
    }

    @Test
    void aCassetteMustBeUsedUpUnlessItIsLoose() {
        CassetteRecorder recorder =
                CassetteFile.at(folder.resolve("greeting.json")).recording(new Greeter().get());
        Agent.builder(recorder).build().run("Hi.");
        recorder.save();

        Map<String, String> outcomes = run(Lazy.class);

        assertThat(outcomes.get("doesNotAsk")).contains("has 1 calls, but was asked for 0");
        assertThat(outcomes.get("needNotAsk")).isEqualTo("passed");
        assertThat(outcomes.get("wantsAString")).contains("declare it as Model");
    }

    private static String answer(String baseUrl) {
        OpenAiModel model = OpenAiModel.builder().model("any").baseUrl(baseUrl).build();
        RunResult result = Agent.builder(model).build().run("Hi.");
        return result.isAnswered() ? result.text() : result.stopReason() + ": " + result.detail();
    }

    static class Reaching {
        @Test
        @NoModelRequests
        void asksARealModel() {
            throw new AssertionError(answer("http://models.invalid/v1"));
        }

        @Test
        @NoModelRequests
        void asksALocalServer() {
            try (FaultyModelServer server = FaultyModelServer.reacting(Reaction.text("Hello."))) {
                assertThat(answer(server.baseUrl())).isEqualTo("Hello.");
            }
        }

        @Test
        void isNotBanned() {
            assertThat(System.getProperty(ReachableHosts.PROPERTY)).isNull();
        }
    }

    @Test
    void requestsToRealModelsFailAtOnceWithASentence() {
        Map<String, String> outcomes = run(Reaching.class);

        assertThat(outcomes.get("asksARealModel"))
                .isEqualTo("MODEL_FAILED: No request is sent to models.invalid: the system property spindle.hosts is"
                        + " 'loopback', as tests set it so that no real model is asked; use a ScriptedModel or a cassette,"
                        + " or do not ban requests here");
        assertThat(outcomes.get("asksALocalServer")).isEqualTo("passed");
        assertThat(outcomes.get("isNotBanned")).isEqualTo("passed");
    }

    @AgentTest
    static class Banned {
        private final List<String> seen = new ArrayList<>();

        @BeforeEach
        void look() {
            seen.add(System.getProperty(ReachableHosts.PROPERTY, "all"));
        }

        @Test
        void cannotReachOut() {
            assertThat(seen).containsExactly("loopback");
        }
    }

    @Test
    void theBanEndsWithTheTests() {
        Map<String, String> outcomes = run(Banned.class);

        assertThat(outcomes).isEqualTo(Map.of("cannotReachOut", "passed"));
        assertThat(System.getProperty(ReachableHosts.PROPERTY)).isNull();
    }
}
