package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.json.Json;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What calls would do is told without doing it, and is what they do. */
class PlannedChangeTest {
    @TempDir
    Path top;

    private FileEditTools tools;

    @BeforeEach
    void twoFiles() throws IOException {
        Files.writeString(top.resolve("a.txt"), "one\r\ntwo\r\n");
        Files.writeString(top.resolve("b.txt"), "b\n");
        tools = new FileEditTools(top);
    }

    private static final String PATCH = """
            --- a/a.txt
            +++ b/a.txt
            @@ -2,1 +2,1 @@
            -two
            +three
            --- a/b.txt
            +++ /dev/null
            @@ -1 +0,0 @@
            -b
            --- /dev/null
            +++ b/new/c.txt
            @@ -0,0 +1 @@
            +c
            """;

    @Test
    void writingIsToldWithTheTextsBeforeAndAfter() {
        assertThat(plan("write_file", "path", "a.txt", "content", "x\n"))
                .containsExactly(new PlannedChange.Written("a.txt", "one\r\ntwo\r\n", "x\r\n", List.of()));
        assertThat(plan("write_file", "path", "new/c.txt", "content", "x\n"))
                .containsExactly(new PlannedChange.Written("new/c.txt", null, "x\n", List.of()));
        assertUntouched();
    }

    @Test
    void editIsToldWithTheLineEndsThatItWillHave() {
        assertThat(plan("edit_file", "path", "a.txt", "old_text", "one\ntwo", "new_text", "1\n2"))
                .containsExactly(new PlannedChange.Written("a.txt", "one\r\ntwo\r\n", "1\r\n2\r\n", List.of()));
        assertUntouched();
    }

    @Test
    void patchIsToldFileByFile() {
        assertThat(plan("apply_patch", "patch", PATCH))
                .containsExactly(
                        new PlannedChange.Written("a.txt", "one\r\ntwo\r\n", "one\r\nthree\r\n", List.of()),
                        new PlannedChange.Removed("b.txt", "b\n", List.of()),
                        new PlannedChange.Written("new/c.txt", null, "c\n", List.of()));
        assertUntouched();
    }

    @Test
    void fuzzOfAPatchIsTold() {
        String moved = "--- a/a.txt\n+++ b/a.txt\n@@ -7,1 +7,1 @@\n-two\n+three\n";

        assertThat(plan("apply_patch", "patch", moved))
                .containsExactly(new PlannedChange.Written(
                        "a.txt", "one\r\ntwo\r\n", "one\r\nthree\r\n", List.of("hunk 1 at line 2 instead of 7")));
    }

    @Test
    void moveAndRemovalAreTold() throws IOException {
        Files.write(top.resolve("logo.png"), new byte[] {0, 1, 2});

        assertThat(plan("move_file", "from", "a.txt", "to", "new/deep/a.txt"))
                .containsExactly(new PlannedChange.Moved("a.txt", "new/deep/a.txt"));
        assertThat(plan("delete_file", "path", "b.txt"))
                .containsExactly(new PlannedChange.Removed("b.txt", "b\n", List.of()));
        assertThat(plan("delete_file", "path", "logo.png"))
                .containsExactly(new PlannedChange.Removed("logo.png", null, List.of()));
        assertUntouched();
    }

    @Test
    void otherToolsHaveNoPlanHere() {
        assertThat(tools.findPlan(call("run_command", "command", "rm a.txt"))).isEmpty();
    }

    static Stream<PendingCall> refused() {
        return Stream.of(
                call("write_file", "path", "../x", "content", "x"),
                call("write_file", "path", ".git/config", "content", "x"),
                call("write_file", "path", "link", "content", "x"),
                call("edit_file", "path", "a.txt", "old_text", "none", "new_text", "x"),
                call("edit_file", "path", "a.txt", "old_text", "o", "new_text", "x"),
                call("edit_file", "path", "none.txt", "old_text", "o", "new_text", "x"),
                call("apply_patch", "patch", "no patch"),
                call("apply_patch", "patch", "--- a/../x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n"),
                call("apply_patch", "patch", "--- a/none\n+++ b/none\n@@ -1 +1 @@\n-a\n+b\n"),
                call("move_file", "from", "none.txt", "to", "c.txt"),
                call("move_file", "from", "a.txt", "to", "b.txt"),
                call("move_file", "from", "a.txt", "to", "../c.txt"),
                call("move_file", "from", "link", "to", "c.txt"),
                call("delete_file", "path", "none.txt"),
                call("delete_file", "path", "."),
                call("delete_file", "path", "link"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatWillBeRefusedIsRefusedInTheSameWords(PendingCall call) throws Exception {
        Files.createSymbolicLink(top.resolve("link"), top.resolve("a.txt"));

        ToolResult made = made(call);

        assertThat(made.outcome()).isEqualTo(Outcome.FAILED);
        assertThatThrownBy(() -> tools.findPlan(call))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage(made.text());
    }

    private ToolResult made(PendingCall call) throws InterruptedException {
        return switch (call.tool()) {
            case "write_file" -> tools.writeFile(text(call, "path"), text(call, "content"));
            case "edit_file" -> tools.editFile(text(call, "path"), text(call, "old_text"), text(call, "new_text"));
            case "apply_patch" -> tools.applyPatch(text(call, "patch"));
            case "move_file" -> tools.moveFile(text(call, "from"), text(call, "to"));
            default -> tools.deleteFile(text(call, "path"));
        };
    }

    private static String text(PendingCall call, String name) {
        return call.arguments().get(name).string();
    }

    private List<PlannedChange> plan(String tool, String... arguments) {
        return tools.findPlan(call(tool, arguments)).orElseThrow();
    }

    private static PendingCall call(String tool, String... namesAndValues) {
        Map<String, Json> arguments = new LinkedHashMap<>();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            arguments.put(namesAndValues[at], Json.of(namesAndValues[at + 1]));
        }
        return new PendingCall("run", "0.0", tool, Json.object(arguments), "hash", false, null, 1L, null);
    }

    private void assertUntouched() {
        assertThat(top.resolve("a.txt")).hasContent("one\r\ntwo\r\n");
        assertThat(top.resolve("b.txt")).hasContent("b\n");
        assertThat(top.resolve("new")).doesNotExist();
    }
}
