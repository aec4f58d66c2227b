package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeTreeTest {
    private static final Duration LONGEST = Duration.ofSeconds(2);

    @TempDir
    Path top;

    private void file(String path, String text) throws IOException {
        Path file = top.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void whatGitIgnoresIsLeftOutUnlessItsFolderIsNamed() throws Exception {
        file(
                ".gitignore",
                "# built\ntarget/\n*.log\n/only-top.txt\ndocs/**/draft-?.md\n!keep.log\n\\#odd\n{a,b}\n[unclosed\n");
        file("inner/.gitignore", "!wanted.log\nsecret\n");
        for (String path : new String[] {
            "target/a.txt",
            "inner/target/b.txt",
            "x.log",
            "inner/x.log",
            "only-top.txt",
            "docs/u/draft-1.md",
            "#odd",
            "{a,b}",
            "inner/secret"
        }) file(path, "needle\n");
        for (String path : new String[] {
            "keep.log", "inner/wanted.log", "inner/only-top.txt", "docs/u/draft-10.md", "target.txt", "secret", "a"
        }) file(path, "needle\n");
        FileTools tools = new FileTools(top);

        String found = tools.searchFiles("needle", null, null).text();
        String inTarget = tools.searchFiles("needle", null, "target").text();

        assertThat(found.lines())
                .containsExactly(
                        "a:1: needle",
                        "docs/u/draft-10.md:1: needle",
                        "inner/only-top.txt:1: needle",
                        "inner/wanted.log:1: needle",
                        "keep.log:1: needle",
                        "secret:1: needle",
                        "target.txt:1: needle");
        assertThat(inTarget).isEqualTo("target/a.txt:1: needle\n");
    }

    @Test
    void rulesOfAStrangerEndWithTheTimeOfTheWalk() throws Exception {
        file(".gitignore", "*a*b*c*\n".repeat(1_000));
        for (int each = 0; each < 20; each++) file("F" + each, "");
        AtomicLong clock = new AtomicLong();
        ConfinedFolder folder = ConfinedFolder.of(top).withClock(() -> clock.addAndGet(1_000_000));

        Listing found = folder.kept("**", 100);

        assertThat(found.complete()).isFalse();
        assertThat(clock.get()).isLessThan(FolderWalk.MAX_TIME.multipliedBy(2).toNanos());
    }

    @Test
    void fiftyThousandFilesAreSearchedWhole() throws Exception {
        file(".gitignore", "build/\n*.class\nnode_modules\n");
        for (int folder = 0; folder < 500; folder++) {
            Path in = Files.createDirectories(top.resolve("m" + folder % 20 + "/p" + folder));
            for (int each = 0; each < 100; each++) {
                Files.writeString(
                        in.resolve("F" + each + ".java"),
                        "package p;\n\nclass F {\n  int total = " + folder + ";\n}\n");
            }
        }
        file("m7/p7/F7.java", "class F {\n  needle();\n}\n");
        FileTools tools = new FileTools(top);

        Duration text = fastest(() -> tools.searchFiles("needle", null, null));
        Duration expression = fastest(() -> tools.searchFiles("needl[e]", true, null));

        System.out.println("files: 50,000 searched in " + text.toMillis() + " ms for a text, in "
                + expression.toMillis() + " ms for an expression");
        assertThat(text).isLessThan(LONGEST);
        assertThat(expression).isLessThan(LONGEST);
    }

    /** How long it takes when nobody disturbs it: the first time that is short enough, or the best of five. */
    private static Duration fastest(Callable<ToolResult> search) throws Exception {
        Duration best = Duration.ofDays(1);
        for (int count = 0; count < 5 && best.compareTo(LONGEST) >= 0; count++) {
            long start = System.nanoTime();
            String found = search.call().text();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(found).isEqualTo("m7/p7/F7.java:2: needle();\n");
            if (took.compareTo(best) < 0) best = took;
        }
        return best;
    }
}
