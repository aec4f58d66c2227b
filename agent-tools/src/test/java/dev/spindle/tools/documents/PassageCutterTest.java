package dev.spindle.tools.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.tools.files.TextFile;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassageCutterTest {
    @Test
    void headingsOpenPassagesAndFormTheirPath() {
        List<Cut> cuts = cut("a.md", """
                # Guide

                Welcome.

                ## Setup
                ### On Linux

                Unpack it.

                ## Use

                Start it.
                """);

        assertThat(cuts)
                .extracting(Cut::headings)
                .containsExactly(List.of("Guide"), List.of("Guide", "Setup", "On Linux"), List.of("Guide", "Use"));
        assertThat(cuts)
                .extracting(cut -> cut.source().toString())
                .containsExactly("a.md:1-3", "a.md:5-8", "a.md:10-12");
        assertThat(cuts.get(1).text()).isEqualTo("## Setup\n### On Linux\n\nUnpack it.");
    }

    @Test
    void underlinedLinesAreHeadings() {
        List<Cut> cuts = cut("a.md", "Guide\n=====\n\nWelcome.\n\nSetup\n-----\n\nUnpack it.\n");

        assertThat(cuts).extracting(Cut::headings).containsExactly(List.of("Guide"), List.of("Guide", "Setup"));
        assertThat(cuts).extracting(cut -> cut.source().toString()).containsExactly("a.md:1-4", "a.md:6-9");
    }

    @Test
    void codeBlocksAndFrontMatterHoldNoHeadings() {
        List<Cut> cuts = cut("a.md", """
                ---
                title: Guide
                ---
                # Real

                ~~~~
                # a comment
                ~~~
                ~~~~

                ```sh
                # another
                ```
                """);

        assertThat(cuts).extracting(Cut::headings).containsOnly(List.of(), List.of("Real"));
    }

    @Test
    void asciidocHasItsOwnHeadings() {
        List<Cut> cuts = cut("a.adoc", "= Guide\n\nHi.\n\n== Setup\n\n----\n== no heading\n----\n# neither\n");

        assertThat(cuts).extracting(Cut::headings).containsExactly(List.of("Guide"), List.of("Guide", "Setup"));
    }

    @Test
    void plainTextIsCutBetweenParagraphsOnceThereIsEnough() {
        String paragraph = "One line.\nAnother line.\nA third line.\nA fourth.\n\n";

        List<Cut> cuts = cut("a.txt", paragraph.repeat(6));

        assertThat(cuts).extracting(cut -> cut.source().toString()).containsExactly("a.txt:1-14", "a.txt:16-29");
    }

    @Test
    void paragraphWithoutEndIsCutAfterSoManyLines() {
        List<Cut> cuts = cut("a.txt", "word\n".repeat(60));

        assertThat(cuts)
                .extracting(cut -> cut.source().toString())
                .containsExactly("a.txt:1-25", "a.txt:26-50", "a.txt:51-60");
    }

    @Test
    void lineIsNeverSplit() {
        String line = "word ".repeat(100_000).strip();

        List<Cut> cuts = cut("a.txt", "before\n" + line + "\nafter\n");

        assertThat(cuts).extracting(Cut::text).containsExactly("before", line, "after");
    }

    @Test
    void everyWordIsInExactlyOnePassage() {
        StringBuilder document = new StringBuilder();
        for (int i = 1; i <= 500; i++) {
            document.append(i % 7 == 0 ? "\n" : i % 31 == 0 ? "## line" + i + "\n" : "line" + i + "\n");
        }
        List<String> lines = document.toString().lines().toList();

        List<Cut> cuts = cut("a.md", document.toString());

        int before = 0;
        for (Cut cut : cuts) {
            assertThat(lines.subList(before, cut.source().firstLine() - 1)).allMatch(String::isBlank);
            assertThat(cut.text())
                    .isEqualTo(String.join(
                            "\n",
                            lines.subList(
                                    cut.source().firstLine() - 1, cut.source().lastLine())));
            before = cut.source().lastLine();
        }
        assertThat(lines.subList(before, lines.size())).allMatch(String::isBlank);
    }

    @Test
    void documentWithoutWordsHasNoPassage() {
        assertThat(cut("a.md", "\n\n---\n\n***\n")).isEmpty();
    }

    @Test
    void pageIsCutByItsHeadingsAndKeepsItsLineNumbers() {
        List<Cut> cuts = cut("a.html", """
                <html><head><style>
                # no { heading }
                </style></head>
                <body><h1 class="x">Guide</h1>
                <p>Fish &amp; chips &lt;now&gt;
                <!-- not
                this -->
                <h2>Setup</h2>
                <p>Unpack
                """);

        assertThat(cuts).extracting(Cut::headings).containsExactly(List.of("Guide"), List.of("Guide", "Setup"));
        assertThat(cuts).extracting(cut -> cut.source().toString()).containsExactly("a.html:4-5", "a.html:8-9");
        assertThat(cuts.get(0).text()).isEqualTo("# Guide\nFish & chips <now>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "# ", "# #", "`", "=", "-", "<", "<!--", "&", "<h1>", "<script>", "<a ", " ", "&amp"})
    void repeatedMarksTakeLinearTime(String mark) {
        String line = mark.repeat(1_000_000);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (String name : List.of("a.md", "a.adoc", "a.html", "a.txt")) {
                PassageCutter.cut(new TextFile(name, "UTF-8", Collections.nCopies(3, line)));
            }
        });
    }

    private static List<Cut> cut(String name, String text) {
        return PassageCutter.cut(new TextFile(name, "UTF-8", text.lines().toList()));
    }
}
