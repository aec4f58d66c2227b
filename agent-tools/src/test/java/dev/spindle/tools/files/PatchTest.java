package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchTest {
    private static final String POEM = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n";

    @TempDir
    Path machine;

    private Path top;
    private FileEditTools tools;

    @BeforeEach
    void aSmallProjectBesideASecret() throws IOException {
        top = Files.createDirectories(machine.resolve("project/src")).getParent();
        Files.writeString(top.resolve("src/poem.txt"), POEM);
        Files.writeString(top.resolve("other.txt"), "a\nb\n");
        Files.createDirectories(top.resolve(".git"));
        Files.writeString(top.resolve(".git/config"), "[core]\n");
        Files.writeString(machine.resolve("secret.txt"), "the secret\n");
        tools = new FileEditTools(top);
    }

    @Test
    void unifiedPatchChangesCreatesAndDeletes() throws Exception {
        ToolResult patched = tools.applyPatch("""
                diff --git a/src/poem.txt b/src/poem.txt
                index 123..456 100644
                --- a/src/poem.txt
                +++ b/src/poem.txt
                @@ -1,3 +1,3 @@
                 one
                -two
                +2
                 three
                @@ -7,2 +7,3 @@
                 seven
                 eight
                +nine
                --- /dev/null
                +++ b/docs/new.txt
                @@ -0,0 +1,2 @@
                +hello
                +world
                --- a/other.txt
                +++ /dev/null
                @@ -1,2 +0,0 @@
                -a
                -b
                """);

        assertThat(patched.text())
                .startsWith("Changed src/poem.txt; all fits exactly.\n@@ -1,8 +1,9 @@\n one\n-two\n+2\n")
                .contains("Created docs/new.txt; all fits exactly.\nDeleted other.txt; all fits exactly.\n");
        assertThat(Files.readString(top.resolve("src/poem.txt")))
                .isEqualTo("one\n2\nthree\nfour\nfive\nsix\nseven\neight\nnine\n");
        assertThat(Files.readString(top.resolve("docs/new.txt"))).isEqualTo("hello\nworld\n");
        assertThat(top.resolve("other.txt")).doesNotExist();
    }

    @Test
    void searchAndReplaceBlocksChangeSeveralFiles() throws Exception {
        ToolResult patched = tools.applyPatch("""
                src/poem.txt
                <<<<<<< SEARCH
                two
                =======
                2
                2.5
                >>>>>>> REPLACE
                <<<<<<< SEARCH
                six
                =======
                >>>>>>> REPLACE

                new.txt
                ```
                <<<<<<< SEARCH
                =======
                fresh
                >>>>>>> REPLACE
                ```
                """);

        assertThat(patched.outcome()).isEqualTo(Outcome.OK);
        assertThat(Files.readString(top.resolve("src/poem.txt")))
                .isEqualTo("one\n2\n2.5\nthree\nfour\nfive\nseven\neight\n");
        assertThat(Files.readString(top.resolve("new.txt"))).isEqualTo("fresh\n");
    }

    @Test
    void linesThatMovedAreFoundAndTold() throws Exception {
        ToolResult patched =
                tools.applyPatch("--- a/src/poem.txt\n+++ b/src/poem.txt\n@@ -2,3 +2,3 @@\n four\n-five\n+5\n six\n");

        assertThat(patched.text()).startsWith("Changed src/poem.txt; not exact: hunk 1 at line 4 instead of 2.\n");
    }

    @Test
    void contextThatDiffersIsLeftOutAndTold() throws Exception {
        ToolResult patched = tools.applyPatch(
                "--- a/src/poem.txt\n+++ b/src/poem.txt\n@@ -3,5 +3,5 @@\n THREE\n four\n-five\n+5\n six\n SEVEN\n");

        assertThat(patched.text()).startsWith("Changed src/poem.txt; not exact: hunk 1 with fuzz 1.\n");
        assertThat(Files.readString(top.resolve("src/poem.txt"))).isEqualTo(POEM.replace("five", "5"));
    }

    @Test
    void lineEndsAndAMissingLastOneStay() throws Exception {
        Files.writeString(top.resolve("dos.txt"), "one\r\ntwo\r\nthree");

        tools.applyPatch(
                "--- a/dos.txt\n+++ b/dos.txt\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n\\ No newline at end of file\n");

        assertThat(Files.readString(top.resolve("dos.txt"))).isEqualTo("one\r\n2\r\nthree");
    }

    @Test
    void hunkThatFitsInSeveralPlacesIsRefused() throws Exception {
        Files.writeString(top.resolve("twice.txt"), "a\nb\na\nb\n");

        ToolResult refused = tools.applyPatch("twice.txt\n<<<<<<< SEARCH\nb\n=======\nc\n>>>>>>> REPLACE\n");

        assertThat(refused.text()).contains("fits in several places, such as the lines [2, 4]");
    }

    @Test
    void oneHunkThatDoesNotFitKeepsAllFilesAsTheyAre() throws Exception {
        Map<String, String> before = snapshot();

        ToolResult refused = tools.applyPatch("""
                --- a/other.txt
                +++ b/other.txt
                @@ -1 +1 @@
                -a
                +A
                --- a/src/poem.txt
                +++ b/src/poem.txt
                @@ -1 +1 @@
                -nowhere
                +x
                """);

        assertThat(refused.text())
                .startsWith("'src/poem.txt': Hunk 1 does not fit")
                .endsWith("Nothing was changed.");
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void whatCannotBeWrittenTakesBackWhatWas() throws Exception {
        Files.setPosixFilePermissions(top.resolve("src/poem.txt"), PosixFilePermissions.fromString("r--r--r--"));
        Map<String, String> before = snapshot();

        ToolResult refused = tools.applyPatch("""
                --- a/other.txt
                +++ b/other.txt
                @@ -1 +1 @@
                -a
                +A
                --- /dev/null
                +++ b/new.txt
                @@ -0,0 +1 @@
                +x
                --- a/src/poem.txt
                +++ b/src/poem.txt
                @@ -1 +1 @@
                -one
                +1
                """);

        assertThat(refused.text()).contains("is read-only").endsWith("Nothing was changed.");
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void filesAreMovedAndDeleted() throws Exception {
        assertThat(tools.moveFile("src/poem.txt", "lyrics/poem.txt").text())
                .isEqualTo("Moved src/poem.txt to lyrics/poem.txt.");
        assertThat(tools.deleteFile("other.txt").text()).isEqualTo("Deleted other.txt.");

        assertThat(top.resolve("lyrics/poem.txt")).hasContent(POEM);
        assertThat(top.resolve("src/poem.txt")).doesNotExist();
        assertThat(top.resolve("other.txt")).doesNotExist();
        assertThat(tools.moveFile("lyrics/poem.txt", "lyrics/poem.txt").outcome())
                .isEqualTo(Outcome.FAILED);
    }

    @Test
    void attacksByPathAndHeaderChangeNothingOutsideAndNothingThatIsHidden() throws Exception {
        Files.createSymbolicLink(top.resolve("link.txt"), machine.resolve("secret.txt"));
        Files.createSymbolicLink(top.resolve("out"), machine);
        Files.createSymbolicLink(top.resolve("loop"), top);
        Files.createLink(top.resolve("hard.txt"), machine.resolve("secret.txt"));
        new ProcessBuilder("mkfifo", top.resolve("pipe").toString()).start().waitFor();
        List<String> paths = List.of(
                "a/../../x",
                "../secret.txt",
                "../../secret.txt",
                "/etc/passwd",
                "//etc/passwd",
                "C:/x",
                "C:\\x",
                "..\\x",
                "src/../../secret.txt",
                ".git/config",
                ".GIT/config",
                ".Git/hooks/pre-commit",
                "src/.git/config",
                "./.git/config",
                "link.txt",
                "out/secret.txt",
                "out/new.txt",
                "loop/../../x",
                "pipe",
                "src",
                ".",
                "",
                "~/../../x",
                "%2e%2e/x/../..",
                "x\u0000y",
                "x\u001b[2Jy",
                "dev\u202e/../..",
                "\"a/../../x\"",
                "a/".repeat(600),
                "\u2025/../x",
                "/dev/null2",
                "/dev/stdout",
                machine.resolve("secret.txt").toString());
        Map<String, String> before = snapshot();
        List<String> attacks = new ArrayList<>();
        for (String path : paths) {
            attacks.add("--- a/" + path + "\n+++ b/" + path + "\n@@ -1 +1 @@\n-the secret\n+owned\n");
            attacks.add("--- " + path + "\n+++ " + path + "\n@@ -1 +1 @@\n-the secret\n+owned\n");
            attacks.add("--- a/" + path + "\n+++ /dev/null\n@@ -1 +0,0 @@\n-the secret\n");
            attacks.add(path + "\n<<<<<<< SEARCH\nthe secret\n=======\nowned\n>>>>>>> REPLACE\n");
            attacks.add("--- a/other.txt\n+++ b/other.txt\n@@ -1 +1 @@\n-a\n+owned\n--- a/" + path + "\n+++ b/" + path
                    + "\n@@ -1 +1 @@\n-the secret\n+owned\n");
        }
        attacks.addAll(List.of(
                "diff --git a/other.txt b/../x\nsimilarity index 100%\nrename from other.txt\nrename to ../x\n",
                "rename from other.txt\nrename to src/x\n--- a/other.txt\n+++ b/other.txt\n@@ -1 +1 @@\n-a\n+owned\n",
                "copy from other.txt\ncopy to x\n",
                "--- a/other.txt\n+++ b/../x\n@@ -1 +1 @@\n-a\n+owned\n",
                "--- a/other.txt\n+++ b/moved.txt\n@@ -1 +1 @@\n-a\n+owned\n",
                "diff --git a/x b/x\nnew file mode 120000\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+/etc/passwd\n",
                "diff --git a/x b/x\nnew file mode 100755\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+#!/bin/sh\n",
                "old mode 100644\nnew mode 100755\n",
                "diff --git a/x b/x\nGIT binary patch\nliteral 3\nKcmZQzWMT#Y01f~L\n",
                "Binary files a/other.txt and b/other.txt differ\n",
                "--- /dev/null\n+++ /dev/null\n@@ -1 +1 @@\n-a\n+b\n",
                "@@ -1 +1 @@\n-a\n+owned\n",
                "--- a/other.txt\n+++ b/other.txt\n@@ -1 +1 @@\n-a\n+owned\n--- a/other.txt\n+++ b/other.txt\n@@ -1 +1 @@\n-owned\n+x\n",
                "--- a/other.txt\n+++ b/other.txt\n@@ -999999999999 +1 @@\n-zz\n+owned\n",
                "--- a/other.txt\n+++ b/other.txt\n@@ -1,2 +1,2 @@\n a\n b\n",
                "--- /dev/null\n+++ b/other.txt\n@@ -0,0 +1 @@\n+owned\n",
                "--- a/other.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n",
                "other.txt\n<<<<<<< SEARCH\na\n=======\nowned\n",
                "<<<<<<< SEARCH\na\n=======\nowned\n>>>>>>> REPLACE\n",
                "\n".repeat(2_000_000),
                ""));

        long stopped =
                attacks.stream().filter(attack -> isHarmless(attack, before)).count();

        System.out.println("patch: attacks " + attacks.size() + ", stopped " + stopped);
        assertThat(stopped).isEqualTo(attacks.size());
    }

    private boolean isHarmless(String attack, Map<String, String> before) {
        try {
            ToolResult result = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> tools.applyPatch(attack));
            boolean harmless = result.outcome() == Outcome.FAILED
                    && !result.text().contains(machine.toString() + "/project")
                    && snapshot().equals(before);
            if (!harmless) System.out.println("patch: NOT STOPPED " + attack + " -> " + result.text());
            return harmless;
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void hardLinkIsReplacedAndNotWrittenThrough() throws Exception {
        Files.createLink(top.resolve("hard.txt"), machine.resolve("secret.txt"));

        tools.applyPatch("--- a/hard.txt\n+++ b/hard.txt\n@@ -1 +1 @@\n-the secret\n+mine\n");

        assertThat(machine.resolve("secret.txt")).hasContent("the secret\n");
        assertThat(top.resolve("hard.txt")).hasContent("mine\n");
    }

    @Test
    void folderSwappedForALinkDuringTheCallLeadsNowhere() throws Exception {
        Path outside = Files.createDirectories(machine.resolve("outside"));
        Files.writeString(outside.resolve("poem.txt"), POEM);
        AtomicBoolean over = new AtomicBoolean();
        Thread swapper = new Thread(() -> {
            while (!over.get()) swap(outside);
        });
        swapper.start();
        int stopped = 0;
        int tries = 300;

        for (int round = 0; round < tries; round++) {
            tools.applyPatch("--- a/src/poem.txt\n+++ b/src/poem.txt\n@@ -1 +1 @@\n-one\n+1\n");
            tools.applyPatch("--- a/src/poem.txt\n+++ b/src/poem.txt\n@@ -1 +1 @@\n-1\n+one\n");
            tools.deleteFile("src/none.txt");
            if (Files.readString(outside.resolve("poem.txt")).equals(POEM)) stopped++;
        }
        over.set(true);
        swapper.join();

        System.out.println("patch: links swapped during calls " + tries + ", stopped " + stopped);
        assertThat(stopped).isEqualTo(tries);
    }

    private void swap(Path outside) {
        try {
            Files.move(top.resolve("src"), top.resolve("kept"));
            try {
                Files.createSymbolicLink(top.resolve("src"), outside);
                Files.delete(top.resolve("src"));
            } catch (IOException createdMeanwhile) {
                // The tool has made the folder anew, inside of its root.
            }
            while (Files.exists(top.resolve("kept"))) comeBack();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void comeBack() throws IOException {
        if (Files.isDirectory(top.resolve("src"), LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> made = Files.walk(top.resolve("src"))) {
                for (Path each : made.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
            } catch (IOException | UncheckedIOException meanwhile) {
                return;
            }
        }
        try {
            Files.move(top.resolve("kept"), top.resolve("src"));
        } catch (FileAlreadyExistsException again) {
            // Once more.
        }
    }

    /** All files of the machine with what they hold. */
    private Map<String, String> snapshot() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(machine)) {
            for (Path each : all.toList()) {
                boolean file = Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS);
                files.put(machine.relativize(each).toString(), file ? Files.readString(each) : "");
            }
        }
        return files;
    }
}
