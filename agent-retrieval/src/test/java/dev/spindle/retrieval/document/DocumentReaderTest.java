package dev.spindle.retrieval.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xslf.usermodel.XSLFTableRow;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTSdtBlock;

class DocumentReaderTest {
    private static final String JAPANESE = "図書館は月曜日に閉まっています。本は四週間借りることができます。延滞料は一日二十セントです。";
    private static final String CHINESE = "图书馆星期一关闭。书籍可以借阅四个星期。逾期费用为每天二十分。请在归还之前检查所有书籍的状况。";
    private static final String GERMAN =
            "Die Bücherei schließt um fünf Uhr. Größere Bände dürfen nicht entliehen werden.";

    @ParameterizedTest
    @CsvSource({"Shift_JIS", "EUC-JP", "UTF-8"})
    void japaneseIsRead(String encoding) {
        assertThat(DocumentReader.read("a.txt", JAPANESE.getBytes(Charset.forName(encoding)))
                        .text())
                .isEqualTo(JAPANESE);
    }

    @ParameterizedTest
    @CsvSource({"GB18030", "Big5"})
    void chineseIsRead(String encoding) {
        String text = encoding.equals("Big5") ? "圖書館星期一關閉。書籍可以借閱四個星期。逾期費用為每天二十分。請在歸還之前檢查。" : CHINESE;

        assertThat(DocumentReader.read("a.txt", text.getBytes(Charset.forName(encoding)))
                        .text())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"windows-1252", "ISO-8859-1", "UTF-16LE", "UTF-16BE", "UTF-16"})
    void germanIsRead(String encoding) {
        assertThat(DocumentReader.read("a.txt", GERMAN.getBytes(Charset.forName(encoding)))
                        .text())
                .isEqualTo(GERMAN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "windows-1251| Библиотека закрыта по понедельникам. Книги выдаются на четыре недели. Вернуть их можно раньше.",
                "KOI8-R| Библиотека закрыта по понедельникам. Книги выдаются на четыре недели. Вернуть их можно раньше.",
                "IBM866| Библиотека закрыта по понедельникам. Книги выдаются на четыре недели. Вернуть их можно раньше.",
                "ISO-8859-5| Библиотека закрыта по понедельникам. Книги выдаются на четыре недели. Вернуть их можно раньше.",
                "windows-1251| Бібліотека зачинена щопонеділка. Книжки видаються на чотири тижні. Їх можна повернути раніше.",
                "windows-1250| Knihovna má v pondělí zavřeno. Knihy se půjčují na čtyři týdny; příště je můžete vrátit dříve.",
                "ISO-8859-2| Biblioteka jest zamknięta w poniedziałki. Książki pożycza się na cztery tygodnie i można oddać wcześniej.",
                "windows-1250| A könyvtár hétfőn zárva tart. A könyveket négy hétre lehet kölcsönözni; előbb is visszahozhatók.",
                "ISO-8859-7| Η βιβλιοθήκη είναι κλειστή τη Δευτέρα. Τα βιβλία δανείζονται για τέσσερις εβδομάδες.",
                "windows-1254| Kütüphane pazartesi günleri kapalıdır. Kitaplar dört haftalığına ödünç verilir ve daha önce de getirilebilir.",
                "windows-1255| הספרייה סגורה ביום שני. את הספרים אפשר לשאול לארבעה שבועות ולהחזיר מוקדם יותר.",
                "windows-1256| المكتبة مغلقة يوم الاثنين. يمكن استعارة الكتب لمدة أربعة أسابيع وإعادتها قبل ذلك.",
                "EUC-KR| 도서관은 월요일에 문을 닫습니다. 책은 사 주 동안 빌릴 수 있습니다.",
                "windows-1252| La bibliothèque est fermée le lundi. L’été, les livres sont prêtés pour quatre semaines.",
                "windows-1252| x = 1; // größer über alles; naïve façade"
            })
    void legacyEncodingIsToldByItsLanguage(String encoding, String text) {
        byte[] bytes = text.getBytes(Charset.forName(encoding));

        assertThat(DocumentReader.read("a.txt", bytes).text()).isEqualTo(text);
    }

    @Test
    void languageIsFoundBehindMuchAscii() {
        String text = "let x = 1;\n".repeat(5_000)
                + "// Библиотека закрыта по понедельникам, книги выдаются на четыре недели.\n";

        assertThat(DocumentReader.read("a.txt", text.getBytes(Charset.forName("windows-1251")))
                        .text())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"UTF-32LE", "UTF-32BE"})
    void markOfUtf32IsNotThatOfUtf16(String encoding) {
        byte[] bytes = ("\uFEFF" + GERMAN).getBytes(Charset.forName(encoding));

        assertThat(DocumentReader.read("a.txt", bytes).text()).isEqualTo(GERMAN);
    }

    @Test
    void byteOrderMarkIsNoText() {
        assertThat(DocumentReader.read("a.md", "\uFEFF# Guide\n".getBytes(StandardCharsets.UTF_8))
                        .title())
                .isEqualTo("Guide");
    }

    @Test
    void twoColumnsAreReadOneAfterTheOther() throws IOException {
        byte[] pdf = pdf(content -> {
            column(content, 50, "The left column", "speaks of kettles", "and ends here.");
            column(content, 320, "The right column", "speaks of teapots", "and ends there.");
        });

        SourceDocument document = DocumentReader.read("a.pdf", pdf);

        assertThat(document.text().replaceAll("\\s+", " "))
                .isEqualTo(
                        "Page 1 The left column speaks of kettles and ends here. The right column speaks of teapots and ends"
                                + " there. ");
        assertThat(Splitter.of(100).split(document).get(0).headings()).containsExactly("Page 1");
    }

    @Test
    void scannedPdfSaysThatItHoldsNoText() throws IOException {
        byte[] pdf = pdf(content -> content.addRect(50, 50, 100, 100));

        assertThatThrownBy(() -> DocumentReader.read("scan.pdf", pdf))
                .isInstanceOf(UnreadableDocumentException.class)
                .hasMessage("'scan.pdf' holds no text in its 1 pages; if it was scanned, it must be recognised first");
    }

    @Test
    void lockedPdfSaysThatItAsksForAPassword() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument pdf = new PDDocument()) {
            pdf.addPage(new PDPage());
            pdf.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            pdf.save(bytes);
        }

        assertUnreadable("a.pdf", bytes.toByteArray(), "asks for a password");
    }

    @Test
    void wordIsReadWithItsHeadingsAndTables() throws IOException {
        SourceDocument document = DocumentReader.read("a.docx", word());

        assertThat(document.text()).isEqualTo("Kettles\n\nBoil water in them.\n\ntea | twenty\nmilk | ten\n\n");
        assertThat(Splitter.of(100).split(document).get(0).headings()).containsExactly("Kettles");
    }

    @Test
    void sheetsAreReadRowByRow() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (XSSFWorkbook book = new XSSFWorkbook()) {
            XSSFSheet sheet = book.createSheet("Prices");
            XSSFRow row = sheet.createRow(0);
            row.createCell(0).setCellValue("tea");
            row.createCell(1).setCellValue(20.5);
            sheet.createRow(3).createCell(2).setCellValue("the end");
            book.write(bytes);
        }

        assertThat(DocumentReader.read("a.xlsx", bytes.toByteArray()).text())
                .isEqualTo("Prices\n\ntea | 20.5\nthe end\n\n");
    }

    @Test
    void slidesAreReadOneByOne() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (XMLSlideShow show = new XMLSlideShow()) {
            show.createSlide().createTextBox().setText("Kettles boil.");
            show.write(bytes);
        }

        assertThat(DocumentReader.read("a.pptx", bytes.toByteArray()).text()).isEqualTo("Slide 1\n\nKettles boil.\n\n");
    }

    @Test
    void tablesAndGroupsOnSlidesAreRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (XMLSlideShow show = new XMLSlideShow()) {
            XSLFSlide slide = show.createSlide();
            XSLFTableRow row = slide.createTable().addRow();
            row.addCell().setText("tea");
            row.addCell().setText("twenty");
            slide.createGroup().createTextBox().setText("Kettles boil.");
            show.write(bytes);
        }

        assertThat(DocumentReader.read("a.pptx", bytes.toByteArray()).text())
                .isEqualTo("Slide 1\n\ntea | twenty\n\nKettles boil.\n\n");
    }

    @Test
    void fieldsOfAFormAreRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (XWPFDocument word = new XWPFDocument()) {
            CTSdtBlock field = word.getDocument().getBody().addNewSdt();
            field.addNewSdtContent().addNewP().addNewR().addNewT().setStringValue("Kettles boil.");
            word.write(bytes);
        }

        assertThat(DocumentReader.read("a.docx", bytes.toByteArray()).text()).isEqualTo("Kettles boil.\n\n");
    }

    @Test
    void zipBombIsNotUnpacked() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1_024; i++) zip.write(zeros);
        }

        assertUnreadable("bomb.docx", bytes.toByteArray(), "unpacks to more than 67108864 bytes");
    }

    @Test
    void whatIsBrokenSaysSo() throws IOException {
        byte[] cut = Arrays.copyOf(word(), 900);
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);
        System.arraycopy(cut, 0, noise, 0, 4);

        assertUnreadable("a.pdf", "%PDF-1.7 and no more".getBytes(StandardCharsets.UTF_8), "is a broken PDF");
        assertUnreadable("a.docx", "no archive".getBytes(StandardCharsets.UTF_8), "is no archive");
        assertUnreadable("b.docx", cut, "'b.docx' is a broken Office file: Unexpected end");
        assertUnreadable("c.docx", noise, "'c.docx' is a broken Office file, perhaps cut short");
        assertUnreadable("a.txt", new byte[0], "is empty");
        assertUnreadable("a.txt", new byte[] {1, 0, 2, 0, 0}, "is a binary file (5 bytes)");
        assertUnreadable("a.md", new byte[] {0, 1, 2, (byte) 0xff}, "is a binary file (4 bytes)");
    }

    private static void assertUnreadable(String path, byte[] bytes, String why) {
        assertThatThrownBy(() -> DocumentReader.read(path, bytes))
                .isInstanceOf(UnreadableDocumentException.class)
                .hasMessageStartingWith("'" + path + "' ")
                .hasMessageContaining(why);
    }

    private static byte[] word() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (XWPFDocument word = new XWPFDocument()) {
            XWPFParagraph heading = word.createParagraph();
            heading.setStyle("Heading1");
            heading.createRun().setText("Kettles");
            word.createParagraph().createRun().setText("Boil water in them.");
            XWPFTable table = word.createTable(2, 2);
            List<String> cells = List.of("tea", "twenty", "milk", "ten");
            for (int i = 0; i < 4; i++) table.getRow(i / 2).getCell(i % 2).setText(cells.get(i));
            word.write(bytes);
        }
        return bytes.toByteArray();
    }

    /** Something that is drawn on a page. */
    private interface Drawing {
        void on(PDPageContentStream content) throws IOException;
    }

    private static byte[] pdf(Drawing drawing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument pdf = new PDDocument()) {
            PDPage page = new PDPage();
            pdf.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
                drawing.on(content);
            }
            pdf.save(bytes);
        }
        return bytes.toByteArray();
    }

    private static void column(PDPageContentStream content, float x, String... lines) throws IOException {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
        content.newLineAtOffset(x, 700);
        for (String line : lines) {
            content.showText(line);
            content.newLineAtOffset(0, -15);
        }
        content.endText();
    }
}
