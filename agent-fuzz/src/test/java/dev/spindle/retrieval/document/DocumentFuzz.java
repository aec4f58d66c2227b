package dev.spindle.retrieval.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.fuzz.Budget;
import dev.spindle.fuzz.Inputs;
import dev.spindle.tools.text.QuotedText;
import java.util.List;

/** A document in every form: cut into passages that follow one another, each of the characters that it names. */
public final class DocumentFuzz {
    private static final List<String> NAMES = List.of("a.md", "a.html", "a.adoc", "a.txt");

    private DocumentFuzz() {}

    /** The first byte chooses the form, the others are the document. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        Inputs inputs = Inputs.of(data);
        String name = NAMES.get(inputs.choice() % NAMES.size());
        String text = inputs.text();
        Budget.hold(() -> check(text, document(name, text)));
    }

    private static SourceDocument document(String name, String text) {
        if (Formats.isMarkdown(name)) return MarkdownText.read(name, text);
        return Formats.isHtml(name) ? HtmlText.read(name, text) : PlainText.read(name, text);
    }

    private static void check(String text, SourceDocument document) {
        boolean own = document.text().equals(text);
        int last = 0;
        for (Passage passage : Splitter.of(Splitter.DEFAULT_TOKENS).split(document)) {
            Passage.Source source = passage.source();
            assertTrue(source.start() >= last && source.end() >= source.start(), passage::toString);
            assertTrue(source.lastLine() >= source.firstLine() && source.end() <= text.length(), passage::toString);
            last = source.end();
            if (own) assertEquals(text.substring(source.start(), source.end()), passage.text());
            QuotedText.block(passage.text(), 4_000).lines().forEach(line -> assertTrue(line.startsWith("| "), line));
        }
    }
}
