package dev.spindle.retrieval.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/** Reads PDF files page by page, in the order in which their text was written: column by column, where there are columns. */
final class PdfText {
    private static final int MAX_PAGES = 5_000;

    private PdfText() {}

    static SourceDocument read(String path, byte[] bytes, ReadingLimit limit) {
        try (PDDocument pdf = Loader.loadPDF(bytes)) {
            StringBuilder text = new StringBuilder();
            List<Block> blocks = new ArrayList<>();
            PdfPages stripper = new PdfPages(path, limit);
            int pages = Math.min(pdf.getNumberOfPages(), MAX_PAGES);
            for (int page = 1; page <= pages; page++) {
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                add("Page " + page, stripper.getText(pdf), text, blocks);
                limit.check(path, text.length());
            }
            if (blocks.isEmpty()) {
                throw new UnreadableDocumentException(
                        path,
                        "holds no text in its " + pages + " pages; if it was scanned, it must be recognised first");
            }
            PDDocumentInformation about = pdf.getDocumentInformation();
            String title = Objects.requireNonNullElse(about.getTitle(), "").strip();
            return new SourceDocument(path, title, metadata(about), text.toString(), blocks, null);
        } catch (InvalidPasswordException locked) {
            throw new UnreadableDocumentException(path, "is a PDF that asks for a password", locked);
        } catch (IOException | RuntimeException broken) {
            if (broken instanceof UnreadableDocumentException said) throw said;
            throw new UnreadableDocumentException(path, "is a broken PDF: " + broken.getMessage(), broken);
        }
    }

    private static Map<String, String> metadata(PDDocumentInformation about) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (about.getAuthor() != null && !about.getAuthor().isBlank()) metadata.put("author", about.getAuthor());
        if (about.getSubject() != null && !about.getSubject().isBlank()) metadata.put("subject", about.getSubject());
        return metadata;
    }

    private static void add(String name, String page, StringBuilder text, List<Block> blocks) {
        if (page.isBlank()) return;
        int heading = text.length();
        text.append(name).append("\n\n");
        blocks.add(Block.heading(1, heading, heading + name.length()));
        int body = text.length();
        text.append(page.strip()).append("\n\n");
        for (Block block : PlainText.blocks(text.substring(body), false, false)) {
            blocks.add(Block.prose(block.start() + body, block.end() + body));
        }
    }
}
