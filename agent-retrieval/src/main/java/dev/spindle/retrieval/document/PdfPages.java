package dev.spindle.retrieval.document;

import java.io.IOException;
import java.io.InputStream;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/*
 * A page may unpack to a thousand times its size, and draw a form that draws ten others, which draw ten each; so what is unpacked for a page is
 * counted before it is looked at, as often as it is drawn, and the limits of reading are heard between any two of its operators.
 */
/** The text of the pages of a PDF, within bounds. Used once, by one thread. */
final class PdfPages extends PDFTextStripper {
    private static final long MAX_UNPACKED = 64L << 20;
    private static final int MAX_GLYPHS = 1_000_000;

    private final String path;
    private final ReadingLimit limit;
    private final IdentityHashMap<COSStream, Long> sizes = new IdentityHashMap<>();
    private long unpacked;
    private int glyphs;

    PdfPages(String path, ReadingLimit limit) {
        this.path = path;
        this.limit = limit;
        setParagraphStart("\n");
    }

    @Override
    public void processPage(PDPage page) throws IOException {
        unpacked = 0;
        glyphs = 0;
        try (InputStream contents = page.getContents()) {
            count(size(contents));
        }
        super.processPage(page);
    }

    @Override
    public void showForm(PDFormXObject form) throws IOException {
        count(form);
        super.showForm(form);
    }

    @Override
    public void showTransparencyGroup(PDTransparencyGroup form) throws IOException {
        count(form);
        super.showTransparencyGroup(form);
    }

    private void count(PDFormXObject form) throws IOException {
        Long known = sizes.get(form.getCOSObject());
        if (known == null) {
            try (InputStream contents = form.getContents()) {
                known = size(contents);
            }
            sizes.put(form.getCOSObject(), known);
        }
        count(known);
    }

    private long size(InputStream contents) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long size = 0;
        for (int read = contents.read(buffer); read >= 0 && size <= MAX_UNPACKED; read = contents.read(buffer)) {
            size += read;
            limit.check(path, 0);
        }
        return size;
    }

    private void count(long more) {
        unpacked += more;
        if (unpacked > MAX_UNPACKED) {
            throw new UnreadableDocumentException(
                    path, "has a page that unpacks to more than " + MAX_UNPACKED + " bytes, the most that is read");
        }
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        limit.check(path, 0);
        super.processOperator(operator, operands);
    }

    @Override
    protected void processTextPosition(TextPosition text) {
        if (++glyphs > MAX_GLYPHS) {
            throw new UnreadableDocumentException(
                    path, "has a page of more than " + MAX_GLYPHS + " characters, the most that is read");
        }
        super.processTextPosition(text);
    }
}
