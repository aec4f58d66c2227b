package dev.spindle.retrieval.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterTest {
    @Test
    void headingsOpenPassagesAndFormTheirPath() {
        List<Passage> passages = split("a.md", """
                # Guide

                Welcome.

                ## Setup
                ### On Linux

                Unpack it.

                ## Use

                Start it.
                """);

        assertThat(passages)
                .extracting(Passage::headings)
                .containsExactly(List.of("Guide"), List.of("Guide", "Setup", "On Linux"), List.of("Guide", "Use"));
        assertThat(passages)
                .extracting(passage -> passage.source().toString())
                .containsExactly("a.md:1-3", "a.md:5-8", "a.md:10-12");
        assertThat(passages.get(1).text()).isEqualTo("## Setup\n### On Linux\n\nUnpack it.");
    }

    @Test
    void underlinedLinesAreHeadings() {
        List<Passage> passages = split("a.md", "Guide\n=====\n\nWelcome.\n\nSetup\n-----\n\nUnpack it.\n");

        assertThat(passages).extracting(Passage::headings).containsExactly(List.of("Guide"), List.of("Guide", "Setup"));
        assertThat(passages).extracting(passage -> passage.source().toString()).containsExactly("a.md:1-4", "a.md:6-9");
    }

    @Test
    void codeBlocksHoldNoHeadingsAndFrontMatterIsMetadata() {
        SourceDocument document = read("a.md", """
                ---
                title: "The guide"
                lang: en
                ---
                # Real

                ~~~~
                # a comment
                ~~~
                ~~~~
                """);

        assertThat(document.metadata()).containsEntry("title", "The guide").containsEntry("lang", "en");
        assertThat(document.title()).isEqualTo("The guide");
        assertThat(Splitter.of(100).split(document))
                .extracting(Passage::headings)
                .containsExactly(List.of("Real"));
    }

    @Test
    void asciidocHasItsOwnHeadings() {
        List<Passage> passages =
                split("a.adoc", "= Guide\n\nHi.\n\n== Setup\n\n----\n== no heading\n----\n# neither\n");

        assertThat(passages).extracting(Passage::headings).containsExactly(List.of("Guide"), List.of("Guide", "Setup"));
    }

    @Test
    void longParagraphsAreCutBetweenSentences() {
        List<Passage> passages = split("a.txt", "The tower is old and tall. ".repeat(60));

        assertThat(passages)
                .hasSizeGreaterThan(3)
                .allMatch(passage -> passage.text().length() <= 400);
        assertThat(passages)
                .extracting(Passage::text)
                .allMatch(text -> text.startsWith("The") && text.endsWith("tall."));
    }

    @Test
    void textWithoutBlanksIsCutBetweenItsSentences() {
        List<Passage> passages = split("a.txt", "図書館は月曜日に閉まっています。本は四週間借りられます。".repeat(20));

        assertThat(passages)
                .hasSizeGreaterThan(3)
                .allMatch(passage -> passage.text().length() <= 100);
        assertThat(passages).extracting(Passage::text).allMatch(text -> text.endsWith("。"));
    }

    @Test
    void longTablesAreCutBetweenRows() {
        String table = "| name | price |\n|---|---|\n" + "| tea | twenty |\n".repeat(60);

        List<Passage> passages = split("a.md", table);

        assertThat(passages)
                .hasSizeGreaterThan(1)
                .allMatch(passage -> passage.text().endsWith("|"));
    }

    @Test
    void wordWithoutEndIsCutBetweenCharacters() {
        List<Passage> passages = split("a.txt", "x".repeat(999) + "\uD840\uDC00".repeat(500));

        assertThat(String.join("", passages.stream().map(Passage::text).toList()))
                .isEqualTo("x".repeat(999) + "\uD840\uDC00".repeat(500));
        assertThat(passages).extracting(Passage::text).noneMatch(text -> Character.isLowSurrogate(text.charAt(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void offsetsAndLinesLeadBackToTheFile(String lineEnd) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 300; i++) {
            text.append(i % 7 == 0 ? "" : i % 31 == 0 ? "## line" + i : "word line" + i)
                    .append(lineEnd);
        }
        String file = text.toString();
        String[] lines = file.split(lineEnd, -1);

        List<Passage> passages = split("a.md", file);

        int before = 0;
        for (Passage passage : passages) {
            Passage.Source source = passage.source();
            assertThat(file.substring(source.start(), source.end())).isEqualTo(passage.text());
            assertThat(file.substring(before, source.start())).isBlank();
            assertThat(passage.text()).startsWith(lines[source.firstLine() - 1]).endsWith(lines[source.lastLine() - 1]);
            before = source.end();
        }
        assertThat(file.substring(before)).isBlank();
    }

    @Test
    void pageIsReadAsItLooksAndLeadsBackToItsSource() {
        String page = """
                <html lang="en"><head><title>Handbook</title><style>
                # no { heading }
                </style></head>
                <body><nav>Home | Away</nav><h1 class="x">Guide</h1>
                <p>Fish &amp; chips &lt;now&gt;
                <!-- not
                this --> or <b>nev</b>er
                <h2>Setup</h2>
                <p>Unpack<pre>a
                  b</pre>
                <table><tr><td>tea<td>twenty</table>
                """;

        List<Passage> passages = split("a.html", page);

        assertThat(passages).extracting(Passage::headings).containsExactly(List.of("Guide"), List.of("Guide", "Setup"));
        assertThat(passages)
                .extracting(passage -> passage.source().toString())
                .containsExactly("a.html:4-7", "a.html:8-11");
        assertThat(passages.get(0).text()).isEqualTo("Guide\n\nFish & chips <now> or never");
        assertThat(passages.get(1).text()).isEqualTo("Setup\n\nUnpack\n\na\n  b\n\ntea | twenty");
        assertThat(passages.get(0).title()).isEqualTo("Handbook");
        Passage.Source second = passages.get(1).source();
        assertThat(page.substring(second.start(), second.end()))
                .startsWith("Setup</h2>")
                .endsWith("twenty");
    }

    @Test
    void samePassageHasTheSameIdWhereverItStands() {
        Passage early = split("a.md", "# T\n\nWords of it.\n").get(0);
        Passage late = split("a.md", "# T\n\n\n\nWords of it.\n").get(0);

        assertThat(early.id()).hasSize(16);
        assertThat(split("b.md", "# T\n\nWords of it.\n").get(0).id()).isNotEqualTo(early.id());
        assertThat(split("a.md", "\n\n# T\n\nWords of it.\n").get(0).id()).isEqualTo(early.id());
        assertThat(late.id()).isNotEqualTo(early.id());
    }

    @Test
    void documentWithoutWordsHasNoPassage() {
        assertThat(split("a.md", "\n\n---\n\n***\n")).isEmpty();
    }

    @Test
    void budgetOutOfRangeIsRefused() {
        assertThatThrownBy(() -> Splitter.of(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#",
                "# ",
                "# #",
                "`",
                "=",
                "-",
                "- ",
                "> ",
                ">",
                "1. ",
                "<",
                "<!--",
                "&",
                "<h1>",
                "<b>",
                "<script>",
                "<a ",
                " ",
                "&amp",
                "&amp;",
                "|",
                "[",
                "[a]: ",
                "![",
                "* _ "
            })
    void repeatedMarksTakeLinearTime(String mark) {
        String text = (mark.repeat(200_000 / mark.length()) + "\n").repeat(3);

        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (String name : List.of("a.md", "a.adoc", "a.html", "a.txt", "a.java")) split(name, text);
        });
    }

    private static SourceDocument read(String name, String text) {
        return DocumentReader.read(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Passage> split(String name, String text) {
        return Splitter.of(100).split(read(name, text));
    }
}
