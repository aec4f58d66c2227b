package dev.spindle.tools.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.fuzz.Budget;
import dev.spindle.fuzz.Inputs;
import dev.spindle.tools.files.TextFile;
import dev.spindle.tools.text.QuotedText;
import java.util.List;

/** A document in every form: cut into passages that follow one another, each of the lines that it names. */
public final class DocumentFuzz {
    private static final List<String> NAMES = List.of("a.md", "a.html", "a.adoc", "a.txt");

    private DocumentFuzz() {}

    /** The first byte chooses the form, the others are the document. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        Inputs inputs = Inputs.of(data);
        String name = NAMES.get(inputs.choice() % NAMES.size());
        List<String> lines = inputs.text().lines().toList();
        Budget.hold(
                () -> check(new TextFile(name, "UTF-8", lines), PassageCutter.cut(new TextFile(name, "UTF-8", lines))));
    }

    private static void check(TextFile file, List<Cut> cuts) {
        List<String> lines = HtmlText.isHtml(file.path()) ? HtmlText.of(file.lines()) : file.lines();
        assertEquals(file.lines().size(), lines.size());
        int last = 0;
        for (Cut cut : cuts) {
            assertTrue(cut.source().firstLine() > last, cut::toString);
            last = cut.source().lastLine();
            assertTrue(last >= cut.source().firstLine() && last <= lines.size(), cut::toString);
            assertEquals(String.join("\n", lines.subList(cut.source().firstLine() - 1, last)), cut.text());
            QuotedText.block(cut.text(), 4_000).lines().forEach(line -> assertTrue(line.startsWith("| "), line));
        }
    }
}
