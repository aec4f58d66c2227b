package dev.spindle.restate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.journal.Journal;
import dev.spindle.json.Json;
import dev.spindle.run.KeepingJournal;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids, requests and results that were made to break something. */
@NeedsRestate
@SuppressWarnings("UnusedMethod") // the model calls them
class RestateTrapsTest {
    @RegisterExtension
    final Site site = new Site();

    static Stream<String> ids() {
        return Stream.of(
                ".",
                "..",
                "a/b",
                "a//b",
                "/",
                "a b",
                " ",
                "a%2Fb",
                "%",
                "a+b",
                "?x=1",
                "#f",
                "a\nb",
                "a\\b",
                "'\"",
                "ü€😀",
                "post",
                "x".repeat(400),
                "€".repeat(400));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void aRunOfAnyIdIsBegunDecidedAndReadUnderIt(String id) {
        ScriptedModel model = ScriptedModel.calls("pay", "{\"to\":\"Bo\"}").then("Paid.");
        RestateRuns runs = site.serve(site.agent(model).build());

        RunResult paused = runs.run(RunRequest.of("Pay.").withRunId(id).inConversation(id.substring(0, 1)));
        runs.decide(id, Decision.approve(paused.awaitingApproval().get(0)));
        RunResult result = runs.attach(id);

        assertEquals("Paid.", result.text());
        assertEquals(id, result.runId());
        assertEquals(1, site.desk.paid.get());
    }

    @Test
    void anIdBelongsToItsQuestionInEveryConversation() {
        RestateRuns runs = site.serve(site.agent(ScriptedModel.says("Hello.")).build());
        runs.run(RunRequest.of("Hi.").withRunId("once"));

        RunRequest another = RunRequest.of("Ho.").withRunId("once").inConversation("c");

        assertThrows(Journal.ConflictException.class, () -> runs.start(another));
    }

    @Test
    void aRunIsNotMovedOntoOneOfAnotherQuestion() {
        KeepingJournal journal = new KeepingJournal();
        site.agent(ScriptedModel.calls("pay", "{\"to\":\"Bo\"}"))
                .journal(journal)
                .build()
                .run(RunRequest.of("Pay.").withRunId("moved"));
        RestateRuns runs = site.serve(site.agent(ScriptedModel.says("Hello.")).build());
        runs.run(RunRequest.of("Hi.").withRunId("moved"));

        assertThrows(Journal.ConflictException.class, () -> runs.goOn(journal.events()));
    }

    @Test
    void aChildWhoseIdWouldBeTooLongIsAnAnswerToItsParent() {
        Agent child = Agent.builder(ScriptedModel.says("Never."))
                .name(site.name() + ".clerk")
                .build();
        ScriptedModel model =
                ScriptedModel.calls("clerk", "{\"request\":\"Pay.\"}").then("No clerk.");
        RestateRuns runs = site.serve(
                Agent.builder(model)
                        .name(site.name())
                        .tools(child.asTool("clerk", "Pays."))
                        .build(),
                child);
        String id = "x".repeat(398);

        runs.start(RunRequest.of("Pay.").withRunId(id));
        RunResult result = runs.attach(id, Duration.ofSeconds(20)).orElseThrow();

        assertEquals("No clerk.", result.text());
        assertTrue(
                model.lastCall().toolMessages().get(0).text().contains("402 characters"),
                model.lastCall().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "Look.",
                "{\"input\":null,\"conversation\":\"\",\"overrides\":{},\"about\":null}",
                "{\"input\":{\"parts\":[]},\"conversation\":\"\",\"recorded\":\"nonsense\"}"
            })
    void aRequestThatIsNoneIsRefusedAndNotTriedAgain(String body) throws Exception {
        site.serve(site.agent(ScriptedModel.says("Never.")).build());

        HttpResponse<String> refused = post("strange/run", body);

        assertEquals(400, refused.statusCode(), refused.body());
    }

    @Test
    void eventsThatAreNotOfThatRunAreRefusedAndNotTriedAgain() throws Exception {
        KeepingJournal journal = new KeepingJournal();
        site.agent(ScriptedModel.calls("pay", "{\"to\":\"Bo\"}"))
                .journal(journal)
                .build()
                .run(RunRequest.of("Pay.").withRunId("mine"));
        site.serve(site.agent(ScriptedModel.says("Never.")).build());
        String ask = Ask.of(journal.events()).json();
        String hole = Ask.of(List.of(
                        journal.events().get(0),
                        journal.events().get(journal.events().size() - 1)))
                .json();

        assertEquals(400, post("yours/run", ask).statusCode());
        assertEquals(400, post("mine/run", hole).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0 -5", "0 9999999999", "0 99999999999999999", "x", ""})
    void aWaitThatCannotBeIsRefusedAndNotTriedAgain(String body) throws Exception {
        site.serve(site.agent(ScriptedModel.says("Never.")).build());

        HttpResponse<String> refused = post("unknown/attach", body);

        assertEquals(400, refused.statusCode(), refused.body());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(site.engine().ingress().resolve("/" + site.name() + "/" + path))
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Test
    void largeResultsOfOneMomentAreKeptAndReadPageByPage() {
        Object writer = new Object() {
            @Tool(value = "Writes.", effect = Effect.READ)
            String write(@Param("what") String what) {
                return what.repeat(1_000_000);
            }
        };
        ScriptedReply many = ScriptedReply.call("write", "{\"what\":\"€\"}");
        for (int more = 1; more < 4; more++) many = many.andCall("write", "{\"what\":\"€\"}");
        ScriptedModel model = ScriptedModel.empty().thenReplies(many).then("Much.");
        RestateRuns runs = site.serve(
                site.agent(model).tools(writer).interceptors(List.of()).build());

        runs.start(RunRequest.of("Write.").withRunId("large"));
        RunResult result = runs.attach("large", Duration.ofSeconds(60)).orElseThrow();

        assertEquals("Much.", result.text());
        List<Integer> lengths = new ArrayList<>();
        runs.events("large").forEach(event -> lengths.add(Json.of(event).text().length()));
        assertEquals(4, lengths.stream().filter(length -> length > 1_000_000).count());
    }
}
