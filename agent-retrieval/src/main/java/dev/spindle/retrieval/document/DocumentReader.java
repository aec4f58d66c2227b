package dev.spindle.retrieval.document;

import java.util.Set;

/**
 * Reads files as documents, by the endings of their names.
 *
 * <p>Markdown by CommonMark with tables, HTML by jsoup, PDF by PDFBox, Word, Excel and PowerPoint ({@code .docx .xlsx .pptx}) by POI; all
 * else as plain text in the encoding that it seems to have. A file may be broken or meant to break its reader: what unpacks to more
 * than 64 MiB, holds more than 32 Mi characters or takes more than a minute is given up. Thread-safe.
 */
public final class DocumentReader {
    private DocumentReader() {}

    /**
     * The endings of the names of files that are documents, in lower case, without a dot.
     *
     * @param withCode whether source code, configuration and other text for machines are wanted as well
     */
    public static Set<String> endings(boolean withCode) {
        return Formats.all(withCode);
    }

    /**
     * Reads a file.
     *
     * @param path what the document is known by; its ending says how the bytes are read
     * @throws UnreadableDocumentException if they are broken, no text, or too much
     */
    public static SourceDocument read(String path, byte[] bytes) {
        ReadingLimit limit = new ReadingLimit();
        if (bytes.length == 0) throw new UnreadableDocumentException(path, "is empty");
        if (Formats.isPdf(path)) return PdfText.read(path, bytes, limit);
        if (Formats.isOffice(path)) return OfficeText.read(path, bytes, limit);
        String text = TextEncoding.decode(path, bytes);
        if (Formats.isMarkdown(path)) return MarkdownText.read(path, text);
        return Formats.isHtml(path) ? HtmlText.read(path, text) : PlainText.read(path, text);
    }
}
