package dev.spindle.retrieval.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFGroupShape;
import org.apache.poi.xslf.usermodel.XSLFShape;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xslf.usermodel.XSLFTable;
import org.apache.poi.xslf.usermodel.XSLFTableRow;
import org.apache.poi.xslf.usermodel.XSLFTextShape;
import org.apache.poi.xssf.eventusermodel.ReadOnlySharedStringsTable;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler;
import org.apache.poi.xssf.usermodel.XSSFComment;
import org.apache.poi.xwpf.usermodel.IBodyElement;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFSDT;
import org.apache.poi.xwpf.usermodel.XWPFStyle;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/**
 * Reads Word, Excel and PowerPoint files of the XML kind. Used once, by one thread.
 *
 * <p>The archive is unpacked once beforehand, into nothing, to see that it stays within bounds.
 */
final class OfficeText {
    private static final long MAX_UNPACKED = 64L << 20;
    private static final int MAX_ENTRIES = 10_000;
    /** Elements and attributes that are held at once, each of which takes hundreds of bytes. */
    private static final int MAX_NODES = 2_000_000;

    private static final int MAX_NESTING = 20;
    private static final Pattern NAMES = Pattern.compile("^(?:[\\w.$]{1,200}(?:Exception|Error): ){1,8}");

    private final String path;
    private final ReadingLimit limit;
    private final StringBuilder text = new StringBuilder();
    private final List<Block> blocks = new ArrayList<>();

    private OfficeText(String path, ReadingLimit limit) {
        this.path = path;
        this.limit = limit;
    }

    static SourceDocument read(String path, byte[] bytes, ReadingLimit limit) {
        OfficeText reading = new OfficeText(path, limit);
        try {
            reading.checkBounds(bytes);
            switch (Formats.ending(path)) {
                case "docx" -> reading.readWord(bytes);
                case "xlsx" -> reading.readExcel(bytes);
                default -> reading.readPowerPoint(bytes);
            }
        } catch (IOException
                | OpenXML4JException
                | SAXException
                | ParserConfigurationException
                | RuntimeException broken) {
            if (broken instanceof UnreadableDocumentException said) throw said;
            throw new UnreadableDocumentException(path, "is a broken Office file" + why(broken), broken);
        }
        return new SourceDocument(path, "", Map.of(), reading.text.toString(), reading.blocks, null);
    }

    /** What POI says is sometimes nothing, and sometimes begins with the names of its exceptions. */
    private static String why(Exception broken) {
        String said = NAMES.matcher(Objects.requireNonNullElse(broken.getMessage(), ""))
                .replaceFirst("");
        return said.isBlank() ? ", perhaps cut short" : ": " + said;
    }

    private void checkBounds(byte[] bytes) throws IOException {
        byte[] buffer = new byte[1 << 16];
        // Sheets are read as they come.
        boolean held = !Formats.ending(path).equals("xlsx");
        long unpacked = 0;
        int entries = 0;
        int nodes = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries++;
                boolean isXml = !entry.getName().contains("/media/");
                for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
                    unpacked += read;
                    if (unpacked > MAX_UNPACKED) {
                        throw new UnreadableDocumentException(
                                path, "unpacks to more than " + MAX_UNPACKED + " bytes, the most that is read");
                    }
                    nodes += held && isXml ? nodes(buffer, read) : 0;
                    if (nodes > MAX_NODES) {
                        throw new UnreadableDocumentException(
                                path, "is made of more than " + MAX_NODES + " elements, the most that are read");
                    }
                }
                if (entries > MAX_ENTRIES) {
                    throw new UnreadableDocumentException(path, "is an archive of more than " + MAX_ENTRIES + " files");
                }
            }
        }
        if (entries == 0) throw new UnreadableDocumentException(path, "is no Office file: it is no archive");
    }

    private static int nodes(byte[] xml, int length) {
        int nodes = 0;
        for (int at = 0; at < length; at++) if (xml[at] == '<' || xml[at] == '=') nodes++;
        return nodes;
    }

    private void readWord(byte[] bytes) throws IOException {
        try (XWPFDocument word = new XWPFDocument(new ByteArrayInputStream(bytes))) {
            for (IBodyElement element : word.getBodyElements()) {
                if (element instanceof XWPFParagraph paragraph) {
                    add(headingLevel(word, paragraph), paragraph.getText());
                } else if (element instanceof XWPFTable table) {
                    addLines(table.getRows().stream().map(OfficeText::row).toList());
                } else if (element instanceof XWPFSDT field) {
                    add(0, field.getContent().getText());
                }
            }
        }
    }

    private static int headingLevel(XWPFDocument word, XWPFParagraph paragraph) {
        String id = paragraph.getStyle();
        if (id == null) return 0;
        XWPFStyle style = word.getStyles() == null ? null : word.getStyles().getStyle(id);
        String name = (style == null || style.getName() == null ? id : style.getName()).toLowerCase(Locale.ROOT);
        if (name.equals("title")) return 1;
        String level = name.replace("heading", "").strip();
        boolean heading = name.startsWith("heading") && level.length() == 1 && Character.isDigit(level.charAt(0));
        return heading ? Math.max(1, level.charAt(0) - '0') : 0;
    }

    private static String row(XWPFTableRow row) {
        return row.getTableCells().stream().map(cell -> cell.getText().strip()).collect(Collectors.joining(" | "));
    }

    private void readExcel(byte[] bytes)
            throws IOException, OpenXML4JException, SAXException, ParserConfigurationException {
        try (OPCPackage archive = OPCPackage.open(new ByteArrayInputStream(bytes))) {
            XSSFReader reader = new XSSFReader(archive);
            ReadOnlySharedStringsTable strings = new ReadOnlySharedStringsTable(archive);
            XSSFReader.SheetIterator sheets = (XSSFReader.SheetIterator) reader.getSheetsData();
            while (sheets.hasNext()) {
                try (InputStream sheet = sheets.next()) {
                    add(1, sheets.getSheetName());
                    Rows rows = new Rows();
                    XMLReader parser = XMLHelper.newXMLReader();
                    parser.setContentHandler(new XSSFSheetXMLHandler(reader.getStylesTable(), strings, rows, false));
                    parser.parse(new InputSource(sheet));
                    addLines(rows.lines);
                }
            }
        }
    }

    /** The rows of a sheet as lines. */
    private final class Rows implements XSSFSheetXMLHandler.SheetContentsHandler {
        private final List<String> lines = new ArrayList<>();
        private final List<String> cells = new ArrayList<>();
        private long characters;

        @Override
        public void startRow(int number) {
            cells.clear();
        }

        @Override
        public void endRow(int number) {
            String line = String.join(" | ", cells);
            if (!line.isBlank()) lines.add(line);
        }

        @Override
        public void cell(String reference, String value, XSSFComment comment) {
            if (value == null || value.isBlank()) return;
            // A string that is kept once may be in thousands of cells.
            characters += value.length();
            limit.check(path, text.length() + characters);
            cells.add(value.strip().replace('\n', ' '));
        }
    }

    private void readPowerPoint(byte[] bytes) throws IOException {
        try (XMLSlideShow show = new XMLSlideShow(new ByteArrayInputStream(bytes))) {
            for (XSLFSlide slide : show.getSlides()) {
                String title = slide.getTitle();
                add(1, title == null || title.isBlank() ? "Slide " + slide.getSlideNumber() : title);
                addShapes(slide.getShapes(), title, 0);
            }
        }
    }

    private void addShapes(List<XSLFShape> shapes, @Nullable String title, int depth) {
        for (XSLFShape shape : shapes) {
            if (shape instanceof XSLFTable table) {
                addLines(table.getRows().stream().map(OfficeText::row).toList());
            } else if (shape instanceof XSLFGroupShape group && depth < MAX_NESTING) {
                addShapes(group.getShapes(), title, depth + 1);
            } else if (shape instanceof XSLFTextShape words && !words.getText().equals(title)) {
                add(0, words.getText());
            }
        }
    }

    private static String row(XSLFTableRow row) {
        return row.getCells().stream().map(cell -> cell.getText().strip()).collect(Collectors.joining(" | "));
    }

    private void add(int headingLevel, String words) {
        String stripped = words.strip();
        if (stripped.isEmpty()) return;
        int start = text.length();
        text.append(stripped);
        blocks.add(
                headingLevel > 0
                        ? Block.heading(headingLevel, start, text.length())
                        : Block.prose(start, text.length()));
        text.append("\n\n");
        limit.check(path, text.length());
    }

    private void addLines(List<String> lines) {
        if (lines.isEmpty()) return;
        int start = text.length();
        text.append(String.join("\n", lines));
        blocks.add(Block.lines(start, text.length()));
        text.append("\n\n");
        limit.check(path, text.length());
    }
}
