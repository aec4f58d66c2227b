package dev.spindle.retrieval.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of a few kilobytes that become very much when they are read. */
class HostileFilesTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static SourceDocument read(String path, String text) {
        return DocumentReader.read(path, text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "a.html, <title>, </title><p>words</p>",
        "a.md, '---\ntitle: ', '\n---\nwords'",
        "a.html, '<meta name=\"keywords\" content=\"', '\"><p>words</p>'",
        "a.md, '---\nkeywords: ', '\n---\nwords'"
    })
    void whatAPageSaysOfItselfIsCut(String path, String before, String behind) {
        SourceDocument document = read(path, before + "word ".repeat(3_900) + behind);

        assertThat(document.title()).hasSizeLessThanOrEqualTo(200);
        assertThat(document.metadata().values())
                .allSatisfy(value -> assertThat(value).hasSizeLessThanOrEqualTo(1_000));
        assertThat(document.text()).contains("words");
    }

    @Test
    void tableThatIsWiderThanItIsWrittenTakesNoMoreRoomThanItsText() {
        int columns = 5_000;
        String table = "|a".repeat(columns) + "|\n" + "|-".repeat(columns) + "|\n" + "|x|\n".repeat(50_000);

        SourceDocument document = assertTimeoutPreemptively(SOON, () -> read("a.md", table));

        assertThat(Splitter.of(100).split(document)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "<div>",
        "<b>",
        "<table><tr><td>",
        "<ul><li>",
        "<font size=1>",
        "<a href=x>",
        "<p><b><i>",
        "<svg>",
        "<select>"
    })
    void elementsInElementsAreReadSoon(String tags) {
        String page = tags.repeat(300_000 / tags.length()) + "words";

        SourceDocument document = assertTimeoutPreemptively(SOON, () -> read("a.html", page));

        assertThat(Splitter.of(100).split(document)).hasSizeLessThan(100);
    }

    @Test
    void stringThatManyCellsShareIsCountedForEach() throws IOException {
        byte[] sheet = sheet(noise(500_000, " "), 16_000);

        assertThat(sheet).hasSizeLessThan(4 << 20);
        assertThatThrownBy(() -> DocumentReader.read("a.xlsx", sheet))
                .isInstanceOf(UnreadableDocumentException.class)
                .hasMessageContaining("holds more than");
    }

    @Test
    void documentOfMillionsOfParagraphsIsNotRead() throws IOException {
        byte[] word = word(noise(60_000, "<w:p/>".repeat(40)).replaceAll("([0-9a-f]{8})", "<w:p w:rsidR=\"$1\"/>"));

        assertThat(word).hasSizeLessThan(1 << 20);
        assertTimeoutPreemptively(
                SOON,
                () -> assertThatThrownBy(() -> DocumentReader.read("a.docx", word))
                        .isInstanceOf(UnreadableDocumentException.class)
                        .hasMessageContaining("elements"));
    }

    /** So many numbers of eight digits, that a packed file is not too small for what is in it. */
    private static String noise(int numbers, String between) {
        Random random = new Random(8);
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < numbers; i++) {
            noise.append(HexFormat.of().toHexDigits(random.nextInt())).append(between);
        }
        return noise.toString();
    }

    /** A workbook whose first row has a text in each of its cells, kept once. */
    private static byte[] sheet(String text, int cells) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (XSSFWorkbook book = new XSSFWorkbook()) {
            book.createSheet("Sheet").createRow(0).createCell(0).setCellValue("x");
            book.write(plain);
        }
        StringBuilder row = new StringBuilder("<row r=\"1\">");
        for (int i = 0; i < cells; i++) {
            String column = CellReference.convertNumToColString(i);
            row.append("<c r=\"").append(column).append("1\" t=\"s\"><v>0</v></c>");
        }
        row.append("</row>");
        return replaced(
                plain.toByteArray(),
                List.of("xl/sharedStrings.xml", "<t>x</t>", "<t>" + text + "</t>"),
                List.of("xl/worksheets/sheet1.xml", "(?s)<row .*</row>", row.toString()));
    }

    private static byte[] word(String body) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (XWPFDocument word = new XWPFDocument()) {
            word.createParagraph().createRun().setText("x");
            word.write(plain);
        }
        return replaced(plain.toByteArray(), List.of("word/document.xml", "(?s)<w:p>.*</w:p>", body));
    }

    /** An archive with parts of some of its files replaced: name, pattern, replacement. */
    @SafeVarargs
    private static byte[] replaced(byte[] archive, List<String>... changes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                byte[] content = in.readAllBytes();
                for (List<String> change : changes) {
                    if (!change.get(0).equals(entry.getName())) continue;
                    String text = new String(content, StandardCharsets.UTF_8);
                    String changed = text.replaceFirst(change.get(1), change.get(2));
                    assertThat(changed).as(entry.getName()).isNotEqualTo(text);
                    content = changed.getBytes(StandardCharsets.UTF_8);
                }
                out.write(content);
            }
        }
        return bytes.toByteArray();
    }
}
