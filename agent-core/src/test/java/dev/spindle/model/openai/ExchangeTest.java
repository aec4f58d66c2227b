package dev.spindle.model.openai;

import static dev.spindle.model.openai.OpenAiModelTest.KEY;
import static dev.spindle.model.openai.OpenAiModelTest.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.spindle.http.WireServer;
import dev.spindle.http.WireServer.Answer;
import dev.spindle.json.Json;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ExchangeTest {
    private static final String SECRET = "the \"word\" of Bo";
    private static final ModelCall QUESTION =
            ModelCall.of(Transcript.of(List.of(UserMessage.of("I know " + SECRET + "."))));

    private final Logger wire = (Logger) LoggerFactory.getLogger("dev.spindle.wire");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        wire.setLevel(Level.TRACE);
        wire.setAdditive(false);
        logged.start();
        wire.addAppender(logged);
    }

    @AfterEach
    void stop() {
        wire.detachAppender(logged);
        wire.setLevel(null);
        wire.setAdditive(true);
    }

    private List<String> lines() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private OpenAiModel.Builder model(WireServer server) {
        return OpenAiModel.builder()
                .model("m")
                .apiKey(KEY)
                .header("X-Team-Token", "team-7777")
                .secret(SECRET)
                .baseUrl(server.baseUrl());
    }

    private static Answer echoing(String more) {
        return Answer.json("{\"choices\":[{\"message\":{\"content\":" + Json.of(KEY + " " + SECRET + more)
                + "},\"finish_reason\":\"stop\"}]}");
    }

    private Json record() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return Json.parse(Files.readString(files.findFirst().orElseThrow()));
        }
    }

    @Test
    void aRecordingThatIsCutWithinASecretHoldsNoHalfOfIt() throws IOException {
        int most = 16 * 1024 * 1024;
        String head = "{\"choices\":[{\"message\":{\"content\":\"";
        String half = KEY.substring(0, 12);
        String content = "x".repeat(most - head.length() - half.length()) + KEY + " goes on";
        String body = head + content + "\"},\"finish_reason\":\"stop\"}]}";
        try (WireServer server = WireServer.giving(Answer.json(body))) {
            model(server).recordTo(folder).build().call(QUESTION);
        }

        String kept = record().get("responseBody").string();

        assertTrue(kept.length() > most - 100, "characters: " + kept.length());
        assertFalse(kept.contains(half.substring(0, 8)));
    }

    @Test
    void atTraceEverythingIsLoggedButSecrets() throws IOException {
        try (WireServer server = WireServer.giving(echoing(" team-7777 and more"))) {
            model(server).build().call(QUESTION);
        }

        String all = String.join("\n", lines());
        assertTrue(all.contains("I know [key].") && all.contains("and more"), all);
        assertFalse(all.contains(KEY) || all.contains("word") || all.contains("team-7777"), all);
    }

    @Test
    void atDebugNothingIsLoggedOfWhatIsSaid() throws IOException {
        wire.setLevel(Level.DEBUG);
        try (WireServer server = WireServer.giving(echoing(""))) {
            model(server).build().call(QUESTION);
        }

        assertEquals(2, lines().size());
        assertTrue(
                lines().get(0).matches("call=\\w{8} url=http://127.0.0.1:\\d+/v1/chat/completions model=m event=sent"));
        assertTrue(
                lines().get(1).matches("call=\\w{8} url=\\S+ status=200 millis=\\d+ event=answered"), lines().get(1));
    }

    @Test
    void aCallIsRecordedWithoutSecrets() throws IOException {
        wire.setLevel(Level.OFF);
        try (WireServer server = WireServer.giving(echoing("").with("X-Request-Id", "req-7"))) {
            model(server).recordTo(folder.resolve("new")).build().call(QUESTION);
        }
        folder = folder.resolve("new");

        Json record = record();

        assertEquals(
                "I know [key].",
                record.at("/request/messages/0/content").orElseThrow().string());
        assertEquals(200, record.get("status").integer());
        assertEquals("req-7", record.at("/headers/x-request-id").orElseThrow().string());
        Json answer = Json.parse(record.get("responseBody").string());
        assertEquals(
                "[key] [key]",
                answer.at("/choices/0/message/content").orElseThrow().string());
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void aCallThatFailsIsRecordedWithItsFailure() throws IOException {
        try (WireServer server = WireServer.giving(Answer.of(401, "text/plain", "wrong key " + KEY))) {
            failure(model(server).recordTo(folder).build());
        }

        assertEquals(401, record().get("status").integer());
        assertTrue(record().get("failure").string().contains("wrong key [key]"));
    }

    @Test
    void aStreamIsRecordedAsItCame() throws IOException {
        String events =
                "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        try (WireServer server = WireServer.giving(Answer.events(events))) {
            model(server).recordTo(folder).build().call(QUESTION.withDeltas(delta -> {}));
        }

        assertEquals(events, record().get("sse").string());
    }

    @Test
    void aSecretThatOccursEverywhereIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> OpenAiModel.builder().secret("abc"));
    }

    @Test
    void aFolderThatCannotBeWrittenFailsNoCall() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try (WireServer server = WireServer.giving(echoing(""))) {
            model(server).recordTo(file).build().call(QUESTION);
        }

        assertTrue(lines().stream().anyMatch(line -> line.endsWith("event=not-recorded")), lines()::toString);
    }
}
