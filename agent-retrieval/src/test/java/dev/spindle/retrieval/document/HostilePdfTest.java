package dev.spindle.retrieval.document;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** Small files whose pages are without end. */
class HostilePdfTest {
    private static byte[] deflated(String unit, int times) throws IOException {
        byte[] bytes = unit.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            for (int i = 0; i < times; i++) deflater.write(bytes);
        }
        return packed.toByteArray();
    }

    /** A page whose content is the first stream, drawn with the resources; the streams are the objects from 4 on. */
    private static byte[] pdf(String resources, List<byte[]> streams, String... about) throws IOException {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        write(
                pdf,
                "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n");
        write(
                pdf,
                "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<<" + resources
                        + ">>>>endobj\n");
        for (int i = 0; i < streams.size(); i++) {
            String said = i < about.length ? about[i] : "";
            write(pdf, (i + 4) + " 0 obj<</Filter/FlateDecode/Length " + streams.get(i).length + said + ">>stream\n");
            pdf.write(streams.get(i));
            write(pdf, "\nendstream endobj\n");
        }
        write(pdf, "trailer<</Root 1 0 R>>\n%%EOF\n");
        return pdf.toByteArray();
    }

    private static void write(ByteArrayOutputStream pdf, String text) {
        pdf.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void assertRefused(byte[] pdf, String why) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThatThrownBy(() -> DocumentReader.read("a.pdf", pdf))
                        .isInstanceOf(UnreadableDocumentException.class)
                        .hasMessageContaining(why));
    }

    @Test
    void pageThatUnpacksToVeryMuchIsNotRead() throws IOException {
        byte[] spaces = deflated(" ".repeat(1 << 20), 80);

        assertRefused(pdf("", List.of(spaces)), "'a.pdf' has a page that unpacks to more than 67108864 bytes");
    }

    @Test
    void formsThatDrawOneAnotherManyTimesAreNotDrawnToTheEnd() throws IOException {
        List<byte[]> streams = new ArrayList<>();
        String[] about = new String[13];
        Arrays.fill(about, "");
        for (int i = 0; i < 12; i++) {
            streams.add(deflated("q /F" + (i + 1) + " Do Q % " + "-".repeat(20_000) + "\n", 10));
            if (i > 0)
                about[i] = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F" + (i + 1) + " " + (i + 5)
                        + " 0 R>>>>";
        }
        streams.add(deflated("q Q\n", 1));
        about[12] = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]";

        assertRefused(pdf("/XObject<</F1 5 0 R>>", streams, about), "unpacks to more than");
    }

    @Test
    void pageOfMillionsOfCharactersIsNotRead() throws IOException {
        byte[] text = deflated("BT /F 1 Tf (" + "a".repeat(10_000) + ") Tj ET\n", 101);
        String font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>";

        assertRefused(pdf(font, List.of(text)), "has a page of more than 1000000 characters");
    }

    @Test
    void interruptedThreadReadsNoFurther() throws IOException {
        byte[] text = deflated("BT ET\n", 1_000);

        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> DocumentReader.read("a.pdf", pdf("", List.of(text))))
                    .hasMessageContaining("was not read to its end");
        });
    }
}
