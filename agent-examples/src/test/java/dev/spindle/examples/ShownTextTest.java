package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that is not seen reaches a screen or a program, whoever wrote it: model, server, file, journal or person. */
class ShownTextTest {
    /** One of each kind: direction, isolate, zero width, mark, line, soft hyphen, variation, filler, tag, escape, C1. */
    private static final String HIDDEN =
            "\u202E\u2066\u200B\u061C\u2028\u00AD\uFE0F\u3164\uDB40\uDC41\u001B\u009B\uFFF9\u180E\uFEFF";

    private static final String SHOWN =
            "\\u202e\\u2066\\u200b\\u061c\\u2028\\u00ad\\ufe0f\\u3164\\udb40\\udc41\\u001b\\u009b"
                    + "\\ufff9\\u180e\\ufeff";

    private static final String NAME = "n\u202E\u200B\u2066m";

    @TempDir
    private Path scratch;

    private ChatServer server;

    @BeforeEach
    void open() throws IOException {
        server = new ChatServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anAnswerIsShownWithEscapes() throws IOException {
        Ran ran = asked();

        assertSeen(ran);
        assertThat(ran.out()).isEqualTo("answer " + SHOWN + " end\n");
        assertThat(ran.err()).contains("tool n\\u202e\\u200b\\u2066m {");
    }

    @Test
    void anAnswerIsPrintedAsJsonWithEscapes() throws IOException {
        Ran ran = asked("--json");

        assertSeen(ran);
        assertThat(ran.result().get("text").string()).isEqualTo("answer " + HIDDEN + " end");
        assertThat(ran.out().toLowerCase(Locale.ROOT)).contains(SHOWN);
    }

    @Test
    void aRunIsLookedAtWithEscapes() throws IOException {
        asked();
        String runId = spindle("runs", "list", "--json")
                .jsonLines()
                .get(0)
                .get("runId")
                .string();
        String other = runId.substring(0, runId.length() - 1);

        for (List<String> command : List.of(
                List.of("list"),
                List.of("list", "--json"),
                List.of("list", "--text", "ask\u202E"),
                List.of("show", runId),
                List.of("show", runId, "--full"),
                List.of("show", runId, "--json"),
                List.of("diff", runId, other),
                List.of("diff", runId, other, "--json"),
                List.of("replay", runId),
                List.of("replay", runId, "--json"),
                List.of("show", "none" + HIDDEN),
                List.of("resume", "none" + HIDDEN),
                List.of("list", "--status", HIDDEN),
                List.of("list", "--journal", scratch.resolve("no\u202Ene").toString()))) {
            List<String> all = new ArrayList<>(List.of("runs"));
            all.addAll(command);
            assertSeen(spindle(all.toArray(String[]::new)));
        }
    }

    @Test
    void aServerThatRefusesIsQuotedWithEscapes() throws IOException {
        server.refuses(
                500, "{\"error\":{\"message\":\"no " + HIDDEN.replace("\u001B", "") + "\",\"type\":\"t\u202E\"}}");

        Ran ran = spindle("ask", "--base-url", server.baseUrl(), "Why?");

        assertSeen(ran);
        assertThat(ran.err()).contains("\\u202e\\u2066");
    }

    @Test
    void aDocumentIsNamedWithEscapes() throws IOException {
        Path folder = Files.createDirectory(scratch.resolve("docs"));
        Files.writeString(folder.resolve("fine\u202E\u200Bs.md"), "# F\u202Eines\n\nThe fine is twenty cents.\n");
        Files.write(folder.resolve("bad\u202E.md"), new byte[] {0, 1, 2, (byte) 0xff});
        server.calls("search_passages", "{\"query\":\"fine\"}").says("Twenty [1].");

        Ran ran = spindle("ask", "--base-url", server.baseUrl(), "--docs", folder.toString(), "How high?");

        assertSeen(ran);
        assertThat(ran.out()).contains("[1] fine", "\\u200bs.md:");
        assertThat(ran.err()).containsPattern("left out: .*bad.+\\.md");
    }

    @Test
    void aCallThatWaitsIsShownWithEscapes() throws IOException {
        server.calls("search_passages", "{\"query\":\"f\u202Eine\u200B\uDB40\uDC41\"}");

        Ran ran = spindle(
                "ask",
                "--base-url",
                server.baseUrl(),
                "--docs",
                "src/test/resources/library",
                "--confirm",
                "How high?");

        assertSeen(ran);
        assertThat(ran.err()).contains("  query: f\\u202eine\\u200b\\udb40\\udc41\n");
    }

    /** A run in which everything that others have written holds what is not seen. */
    private Ran asked(String... options) throws IOException {
        server.calls(NAME, "{\"a\u202E\":\"b\u2066\"}").says("answer ", HIDDEN, " end");
        List<String> all = new ArrayList<>(List.of("ask", "--base-url", server.baseUrl(), "--model", "mo\u202Edel"));
        all.addAll(List.of(options));
        all.add("ask\u202E\u200B me");
        return spindle(all.toArray(String[]::new));
    }

    private Ran spindle(String... arguments) {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put("SPINDLE_JOURNAL", scratch.resolve("spindle.db").toString());
        return Ran.here(environment, arguments);
    }

    private static void assertSeen(Ran ran) {
        assertThat((ran.out() + ran.err()).codePoints().filter(ShownTextTest::isHidden))
                .isEmpty();
        assertThat(ran.out() + ran.err()).isNotBlank();
    }

    private static boolean isHidden(int character) {
        return character != '\n'
                && character != '\t'
                && (HIDDEN.indexOf(character) >= 0 || Character.isISOControl(character));
    }
}
