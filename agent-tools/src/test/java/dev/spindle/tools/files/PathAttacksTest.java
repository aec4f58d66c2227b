package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.json.JsonPolicy;
import dev.spindle.tools.json.JsonTools;
import dev.spindle.tools.shell.ShellPolicy;
import dev.spindle.tools.shell.ShellTools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every known way to write a path that leads out of a folder, or into what version control keeps, through every tool that takes a path. */
class PathAttacksTest {
    /** JSON, so that tools for JSON read it, too. */
    private static final String SECRET = "\"the secret\"";

    /** Ways out, one a line, written as strings of JSON. */
    private static List<String> outside() throws IOException {
        try (InputStream lines = PathAttacksTest.class.getResourceAsStream("/path-attacks.txt")) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> Json.parse('"' + line + '"').string())
                    .toList();
        }
    }

    private static final List<String> VERSION_CONTROL = List.of(
            ".git/config",
            ".GIT/config",
            ".Git/config",
            ".giT/hooks/pre-commit",
            "./.git/config",
            "src/../.git/config",
            ".git//config",
            ".git/./config",
            ".git./config",
            ".git../config",
            ".git /config",
            ".git . /config",
            ".git::$INDEX_ALLOCATION/config",
            ".git:x/config",
            "git~1/config",
            "GIT~1/config",
            "Git~2/config",
            ".g\u200Cit/config",
            ".gi\u200Dt/config",
            "\uFEFF.git/config",
            ".git\u200E/config",
            ".\u202Egit/config",
            "src/.git/config",
            "src/.GIT/hooks/post-checkout",
            ".git",
            ".svn/wc.db",
            ".HG/hgrc",
            ".hg./hgrc",
            ".jj/repo",
            "git-link/config",
            "git-file");

    @TempDir
    Path machine;

    private Path top;
    private Map<String, Door> doors;

    /** A tool, called with a path. */
    private interface Door {
        ToolResult call(String path) throws Exception;
    }

    @BeforeEach
    void aProjectBesideASecret() throws IOException {
        machine = machine.toRealPath();
        top = Files.createDirectories(machine.resolve("project"));
        Files.createDirectories(top.resolve("src/deep"));
        Files.writeString(top.resolve("src/a.txt"), "public\n");
        Files.createDirectories(top.resolve(".git/hooks"));
        Files.writeString(top.resolve(".git/config"), SECRET + "\n");
        Files.writeString(machine.resolve("secret.txt"), SECRET + "\n");
        Files.createDirectories(machine.resolve("project-private"));
        Files.writeString(machine.resolve("project-private/secret.txt"), SECRET + "\n");
        link("link", "../secret.txt");
        link("up", "..");
        link("chain", "link");
        link("chain-up", "up");
        link("src/back", "../..");
        link("absolute", machine.resolve("secret.txt").toString());
        link("dangling", "../new.txt");
        link("round", "round");
        link("self", ".");
        link("git-link", ".git");
        link("git-file", ".git/config");
        doors = doors(new FileTools(top), new FileEditTools(top));
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(top.resolve(name), Path.of(target));
    }

    private Map<String, Door> doors(FileTools reading, FileEditTools editing) {
        JsonTools json = new JsonTools(ConfinedFolder.of(top), JsonPolicy.DEFAULT);
        Map<String, Door> all = new LinkedHashMap<>();
        all.put("read_file", path -> reading.readFile(path, null, null));
        all.put("list_files", reading::listFiles);
        all.put("search_files", path -> reading.searchFiles("secret", false, path));
        all.put("query_json", path -> json.queryJson("$", path, null));
        all.put("write_file", path -> editing.writeFile(path, "forged\n"));
        all.put("edit_file", path -> editing.editFile(path, SECRET, "forged"));
        all.put("delete_file", editing::deleteFile);
        all.put("move_file from", path -> editing.moveFile(path, "moved.txt"));
        all.put("move_file to", path -> editing.moveFile("src/a.txt", path));
        all.put(
                "patch",
                path -> editing.applyPatch(
                        "--- a/" + path + "\n+++ b/" + path + "\n@@ -1 +1 @@\n-" + SECRET + "\n+forged\n"));
        all.put(
                "patch that creates",
                path -> editing.applyPatch("--- /dev/null\n+++ b/" + path + "\n@@ -0,0 +1 @@\n+forged\n"));
        all.put(
                "patch that deletes",
                path -> editing.applyPatch("--- a/" + path + "\n+++ /dev/null\n@@ -1 +0,0 @@\n-" + SECRET + "\n"));
        all.put(
                "patch by search",
                path -> editing.applyPatch(
                        path + "\n<<<<<<< SEARCH\n" + SECRET + "\n=======\nforged\n>>>>>>> REPLACE\n"));
        return all;
    }

    @Test
    void noPathLeadsOutThroughAnyTool() throws Exception {
        assertStopped("paths: ways out of a folder", outside(), doors);
    }

    @Test
    void noPathLeadsIntoWhatVersionControlKeeps() throws Exception {
        assertStopped("paths: ways into version control", VERSION_CONTROL, doors);
    }

    @Test
    void noFolderOfACommandLiesOutside() throws Exception {
        try (ShellTools shell = new ShellTools(top, ShellPolicy.builder().build())) {
            List<String> folders = outside().stream()
                    .map(path -> path.replaceFirst("/?secret[.]txt", ""))
                    .filter(path -> !path.strip().isEmpty() && !path.equals("round") && !path.startsWith("self"))
                    .distinct()
                    .toList();
            Map<String, Door> runs = Map.of(
                    "run_command",
                    folder -> shell.runCommand(null, List.of("pwd"), folder, 20),
                    "start_command",
                    folder -> shell.startCommand(null, List.of("pwd"), folder));
            assertStopped("paths: folders of commands", folders, runs);
        }
    }

    private void assertStopped(String family, List<String> paths, Map<String, Door> through) throws Exception {
        Map<String, String> before = untouchable();
        List<String> passed = new ArrayList<>();
        for (String written : paths) {
            String path = written.replace("MACHINE", machine.toString());
            for (Map.Entry<String, Door> door : through.entrySet()) {
                Files.writeString(top.resolve("src/a.txt"), "public\n");
                ToolResult result = door.getValue().call(path);
                boolean told =
                        result.text().contains("the secret") || result.text().contains(machine + "\n");
                Map<String, String> after = untouchable();
                if (told || !after.equals(before)) passed.add(door.getKey() + " " + path);
                before = after;
            }
        }

        int attacks = paths.size() * through.size();
        System.out.println(family + " " + attacks + ", stopped " + (attacks - passed.size()));
        assertThat(passed).isEmpty();
    }

    /** All that a model must not change: what lies outside, and what version control keeps. */
    private Map<String, String> untouchable() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(machine, new FileVisitOption[0])) {
            for (Path file : files.toList()) {
                String name = machine.relativize(file).toString();
                boolean kept = Stream.of(name.split("/")).anyMatch(PathAttacksTest::isOfVersionControl);
                if (kept || !name.startsWith("project/"))
                    all.put(name, Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? text(file) : "");
            }
        }
        return all;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Whether some file system takes a name for that of version control. */
    private static boolean isOfVersionControl(String name) {
        String folded = name.replaceAll("\\p{Cf}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll(":.*", "")
                .replaceAll("[. ]+$", "");
        return folded.matches("git~[0-9]+")
                || List.of(".git", ".svn", ".hg", ".jj").contains(folded);
    }

    @Test
    void readingThroughALinkInsideIsNoWayOut() throws Exception {
        assertThat(doors.get("read_file").call("self/src/a.txt").outcome()).isEqualTo(Outcome.OK);
    }
}
