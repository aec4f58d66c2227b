package dev.spindle.testing.cassette;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.Agent;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.http.Backoff;
import dev.spindle.model.Model;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.policy.Retry;
import dev.spindle.run.RunResult;
import dev.spindle.run.RunResult.NotAnsweredException;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.server.FaultyModelServer;
import dev.spindle.testing.server.Reaction;
import dev.spindle.testing.server.VirtualTime;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CassetteTest {
    private static final String KEY = "sk-abcdefghijklmnopqrstuvwxyz";

    record Weather(String sky) {
        @Tool(value = "Current weather.", effect = Effect.READ)
        public String now(@Param("The city") String city) {
            return sky + " in " + city;
        }
    }

    @TempDir
    Path folder;

    private CassetteFile file;

    @BeforeEach
    void setUp() {
        file = CassetteFile.at(folder.resolve("weather.json"));
    }

    private static RunResult ask(Model model, String sky, List<String> heard) {
        return Agent.builder(model).tools(new Weather(sky)).build().run("Oslo?", event -> {
            if (event instanceof RunEvent.TextWritten written) heard.add(written.text());
            if (event instanceof RunEvent.ArgumentsWritten written) heard.add(written.piece());
        });
    }

    private static RunResult ask(Model model, String sky) {
        return Agent.builder(model).tools(new Weather(sky)).build().run("Oslo?");
    }

    private static OpenAiModel client(FaultyModelServer server) {
        return OpenAiModel.builder()
                .model("any")
                .apiKey(KEY)
                .baseUrl(server.baseUrl())
                .build();
    }

    /** Two calls of a model behind a real server: it calls the tool, and answers. */
    private void record(boolean streaming) {
        try (FaultyModelServer server = FaultyModelServer.reacting(
                Reaction.call("now", "{\"city\":\"Oslo\"}"), Reaction.text("Take a coat."))) {
            CassetteRecorder recorder = file.recording(client(server));
            RunResult result = streaming ? ask(recorder, "rain", new ArrayList<>()) : ask(recorder, "rain");
            assertThat(result.text()).isEqualTo("Take a coat.");
            recorder.save();
        }
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void whatWasSaidIsSaidAgainWhetherStreamedOrNot(boolean recordedStreaming, boolean playedStreaming) {
        record(recordedStreaming);
        CassettePlayer player = file.playing();
        List<String> heard = new ArrayList<>();

        RunResult result = playedStreaming ? ask(player, "rain", heard) : ask(player, "rain");

        assertThat(result.text()).isEqualTo("Take a coat.");
        assertThat(result.usage().totalTokens()).isEqualTo(30);
        assertThat(player.id()).isEqualTo("any");
        if (playedStreaming) assertThat(String.join("", heard)).isEqualTo("{\"city\":\"Oslo\"}Take a coat.");
        player.assertComplete();
    }

    @Test
    void piecesComeAsTheyCame() {
        CassetteRecorder recorder = file.recording(ScriptedModel.says("Take a coat and a hat."));
        List<String> heard = new ArrayList<>();
        ask(recorder, "rain", heard);
        recorder.save();
        List<String> again = new ArrayList<>();

        ask(file.playing(), "rain", again);

        assertThat(again).isEqualTo(heard).hasSize(6);
    }

    @Test
    void aChangedQuestionEndsTheTestAndSaysWhatChanged() {
        record(false);
        CassettePlayer player = file.playing();

        assertThatThrownBy(() -> ask(player, "snow").text())
                .isInstanceOf(NotAnsweredException.class)
                .hasMessageContaining("weather.json was asked otherwise at call 2:\nmessage 3 differs\n")
                .hasMessageContaining("rain in Oslo")
                .hasMessageContaining("snow in Oslo")
                .hasMessageContaining("If the change is meant, record it anew.");
        assertThatThrownBy(player::assertComplete).isInstanceOf(AssertionError.class);
    }

    @Test
    void aChangedToolIsNamed() {
        record(false);
        CassettePlayer player = file.playing();
        Agent other = Agent.builder(player).build();

        assertThatThrownBy(() -> other.run("Oslo?").text())
                .isInstanceOf(NotAnsweredException.class)
                .hasMessageContaining("at call 1:\ntool 'now' is gone");
    }

    @Test
    void aCallThatNobodyAsksForIsAnError() {
        record(false);
        CassettePlayer player = file.playing();

        assertThatThrownBy(player::assertComplete)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("has 2 calls, but was asked for 0")
                .hasMessageContaining("Oslo?");
    }

    @Test
    void aCallBehindTheLastIsAnError() {
        record(false);
        CassettePlayer player = file.playing();
        ask(player, "rain");

        assertThatThrownBy(() -> ask(player, "rain").text())
                .isInstanceOf(NotAnsweredException.class)
                .hasMessageContaining("was asked for call 3, but has 2");
    }

    @Test
    void whatAChildAgentSwallowsIsReportedAtTheEnd() {
        record(false);
        CassettePlayer player = file.playing();
        Agent child = Agent.builder(player).tools(new Weather("snow")).build();
        Agent parent = Agent.builder(
                        ScriptedModel.calls("ask", "{\"request\":\"Oslo?\"}").then("I do not know."))
                .tools(child.asTool("ask", "Asks."))
                .build();

        RunResult result = parent.run("Ask.");

        assertThat(result.text()).isEqualTo("I do not know.");
        assertThatThrownBy(player::assertComplete)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("message 3 differs");
    }

    @Test
    void playedLooselyItAnswersInAnyOrderAndAsOftenAsItIsAsked() {
        CassetteRecorder recorder =
                file.recording(ScriptedModel.says("One.").then("Two.").then("Unused."));
        for (String question : List.of("First?", "Second?", "Third?")) {
            Agent.builder(recorder).build().run(question);
        }
        recorder.save();
        CassettePlayer player = file.playingLoosely();
        Agent agent = Agent.builder(player).build();

        List<String> answers = List.of(
                agent.run("Second?").text(),
                agent.run("First?").text(),
                agent.run("Second?").text());

        assertThat(answers).containsExactly("Two.", "One.", "Two.");
        player.assertComplete();
    }

    @Test
    void playedLooselyItStillKnowsOnlyWhatWasAsked() {
        record(false);
        CassettePlayer player = file.playingLoosely();

        assertThatThrownBy(() -> ask(player, "snow").text())
                .isInstanceOf(NotAnsweredException.class)
                .hasMessageContaining("does not know what it was asked; nearest is call 2:\nmessage 3 differs");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failuresAreRecordedAndComeAgain(boolean streaming) {
        VirtualTime time = VirtualTime.create();
        Retry retry = new Retry(Backoff.DEFAULT, time);
        try (FaultyModelServer server = FaultyModelServer.reacting(
                Reaction.rateLimited("Retry-After", "2"), Reaction.resetMidway("Ta"), Reaction.text("Take a coat."))) {
            CassetteRecorder recorder = file.recording(client(server));
            assertThat(run(recorder, retry, streaming).text()).isEqualTo("Take a coat.");
            recorder.save();
        }
        int pauses = time.pauses().size();
        CassettePlayer player = file.playing();

        RunResult again = run(player, retry, streaming);

        assertThat(again.text()).isEqualTo("Take a coat.");
        assertThat(time.pauses()).hasSize(2 * pauses);
        assertThat(time.pauses().get(pauses)).isEqualTo(time.pauses().get(0));
        player.assertComplete();
    }

    private static RunResult run(Model model, Retry retry, boolean streaming) {
        Agent agent = Agent.builder(model).interceptors(List.of(retry)).build();
        return streaming ? agent.run("Oslo?", event -> {}) : agent.run("Oslo?");
    }

    @Test
    void aFailureThatEndsTheRunEndsItAgain() {
        try (FaultyModelServer server = FaultyModelServer.reacting(Reaction.quotaExhausted())) {
            CassetteRecorder recorder = file.recording(client(server));
            ask(recorder, "rain");
            recorder.save();
        }

        RunResult again = ask(file.playing(), "rain");

        assertThat(again.stopReason()).isEqualTo(StopReason.MODEL_FAILED);
        assertThat(again.detail()).contains("You exceeded your current quota.");
    }

    @Test
    void keysAndNamedSecretsAreNotWrittenAndDoNotDisturb() throws IOException {
        CassetteFile discreet = file.hiding("swordfish");
        ScriptedModel real = ScriptedModel.says("The word is swordfish, the key is " + KEY + ".");
        CassetteRecorder recorder = discreet.recording(real);
        Agent.builder(recorder).build().run("Is " + KEY + " for swordfish?", event -> {});
        recorder.save();

        RunResult again = Agent.builder(discreet.playing()).build().run("Is " + KEY + " for swordfish?", event -> {});

        assertThat(again.text()).isEqualTo("The word is [hidden], the key is [hidden].");
        assertThat(Files.readString(file.path())).doesNotContain("swordfish", "sk-abc", "\"pieces\":[{");
    }

    @Test
    void whatDiffersFromRunToRunIsMaskedByAPattern() {
        CassetteFile undated = file.masking(Pattern.compile("\\d{4}-\\d{2}-\\d{2}"));
        CassetteRecorder recorder = undated.recording(ScriptedModel.says("Fine."));
        Agent.builder(recorder).build().run("It is 2026-11-22. How are you?");
        recorder.save();

        RunResult again = Agent.builder(undated.playing()).build().run("It is 2031-01-02. How are you?");

        assertThat(again.text()).isEqualTo("Fine.");
    }

    @Test
    void aMaskThatBreaksTheFileIsRefused() {
        CassetteRecorder recorder = file.masking(Pattern.compile("\"")).recording(ScriptedModel.says("Fine."));
        Agent.builder(recorder).build().run("How are you?");

        assertThatThrownBy(recorder::save)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Masking breaks the recording");
        assertThat(file.path()).doesNotExist();
    }

    @Test
    void aFileGrowsWithWhatIsSaid() throws IOException {
        ScriptedModel real = ScriptedModel.empty();
        for (int turn = 0; turn < 40; turn++) real.thenCalls("now", "{\"city\":\"" + "so ".repeat(100) + turn + "\"}");
        CassetteRecorder recorder = file.recording(real.then("Done."));
        Agent agent = Agent.builder(recorder)
                .tools(new Weather("rain"))
                .limits(Limits.DEFAULT.withMaxTurns(50))
                .build();
        agent.run("Oslo?");
        recorder.save();

        List<String> lines = Files.readAllLines(file.path());

        assertThat(lines).hasSize(41 + 2);
        assertThat(lines.get(40).length()).isLessThan(2 * lines.get(5).length());
    }

    @Test
    void aFileThatIsMissingBrokenOrOfANewerVersionIsAClearError() throws IOException {
        assertThatThrownBy(file::playing).hasMessageContaining("weather.json is not there; record it anew");
        Files.writeString(file.path(), "{\"v\":1,\"model\":\"m\",\"takes\":[{\"kept\":3}]}");
        assertThatThrownBy(file::playing).hasMessageContaining("weather.json cannot be read: ");
        Files.writeString(file.path(), "{\"v\":2}");
        assertThatThrownBy(file::playing).hasMessageContaining("weather.json is of a newer version");
    }
}
