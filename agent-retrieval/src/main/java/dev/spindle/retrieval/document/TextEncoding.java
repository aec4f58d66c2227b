package dev.spindle.retrieval.document;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tika.parser.txt.CharsetDetector;
import org.apache.tika.parser.txt.CharsetMatch;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * Reads bytes as text in whatever encoding they are: by their byte order mark, as UTF-8 if they are that, as UTF-16 by where its zeros are,
 * else by what their letters look like, and by the language in which they make most sense.
 */
final class TextEncoding {
    private static final int LOOKED_AT = 1 << 20;
    private static final int SAMPLE = 4_096;

    private static final int ESCAPE = 0x1B;
    /** Longer lines are taken for several. */
    private static final int LINE = 500;
    /** Of a hundred, from where on a language is believed. */
    private static final int LIKELY = 20;

    private static final String WESTERN = "windows-1252";
    /** Encodings of a byte a letter, of which one is easily taken for another: only the language tells. */
    private static final Set<String> DOUBTFUL = Set.of(
            "WINDOWS-1251",
            "WINDOWS-1252",
            "WINDOWS-1253",
            "WINDOWS-1255",
            "ISO-8859-5",
            "ISO-8859-7",
            "ISO-8859-8",
            "KOI8-R",
            "IBM855",
            "IBM866");

    /** Encodings without quotation marks, each with one that has them and is otherwise the same. */
    private static final Map<String, String> WIDER = Map.of(
            "ISO-8859-1", WESTERN,
            "ISO-8859-8", "windows-1255",
            "ISO-8859-8-I", "windows-1255",
            "ISO-8859-9", "windows-1254");

    /** What a page says of itself, where it is not in UTF-8. */
    private static final Pattern DECLARED = Pattern.compile(
            "<meta\\b[^>]{0,500}?charset\\s{0,9}=\\s{0,9}[\"']?([A-Za-z0-9][\\w.:-]{0,40})", Pattern.CASE_INSENSITIVE);

    private TextEncoding() {}

    /**
     * The text, its byte order mark left out, its line ends as they are.
     *
     * @throws UnreadableDocumentException if the bytes are no text
     */
    static String decode(String path, byte[] bytes) {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) return text(bytes, 3, StandardCharsets.UTF_8);
        // Before UTF-16, whose mark is the beginning of this one.
        if (startsWith(bytes, 0xFF, 0xFE, 0, 0)) return text(bytes, 4, Charset.forName("UTF-32LE"));
        if (startsWith(bytes, 0, 0, 0xFE, 0xFF)) return text(bytes, 4, Charset.forName("UTF-32BE"));
        if (startsWith(bytes, 0xFF, 0xFE)) return text(bytes, 2, StandardCharsets.UTF_16LE);
        if (startsWith(bytes, 0xFE, 0xFF)) return text(bytes, 2, StandardCharsets.UTF_16BE);
        int zeros = zeros(bytes, 0) + zeros(bytes, 1);
        if (zeros > 0) return wide(path, bytes);
        // Of 7 bits, so that it would pass for UTF-8.
        if (switchesAlphabet(bytes)) return text(bytes, 0, guess(path, bytes));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException otherwise) {
            return text(bytes, 0, guess(path, bytes));
        }
    }

    /** UTF-16 without a mark has most of its zeros on one side, as long as there is any ASCII in it. */
    private static String wide(String path, byte[] bytes) {
        int even = zeros(bytes, 0);
        int odd = zeros(bytes, 1);
        int pairs = Math.min(bytes.length, SAMPLE) / 2;
        if (bytes.length % 2 == 0 && Math.min(even, odd) * 20 <= pairs && Math.max(even, odd) * 5 >= pairs) {
            String text = text(bytes, 0, odd > even ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
            if (text.chars().limit(SAMPLE).allMatch(TextEncoding::isOfText)) return text;
        }
        throw new UnreadableDocumentException(
                path, "is a binary file (" + bytes.length + " bytes), and only documents are read");
    }

    private static boolean isOfText(int c) {
        return c != 0xFFFD && Character.isDefined(c) && (!Character.isISOControl(c) || Character.isWhitespace(c));
    }

    private static int zeros(byte[] bytes, int from) {
        int zeros = 0;
        for (int at = from; at < Math.min(bytes.length, SAMPLE); at += 2) {
            if (bytes[at] == 0) zeros++;
        }
        return zeros;
    }

    private static boolean switchesAlphabet(byte[] bytes) {
        for (int at = 0; at + 2 < Math.min(bytes.length, LOOKED_AT); at++) {
            if (bytes[at] == ESCAPE && (bytes[at + 1] == '$' || bytes[at + 1] == '(')) return true;
        }
        return false;
    }

    private static Charset guess(String path, byte[] bytes) {
        if (Formats.isHtml(path)) {
            String head = text(bytes, 0, StandardCharsets.ISO_8859_1).substring(0, Math.min(bytes.length, SAMPLE));
            Matcher declared = DECLARED.matcher(head);
            if (declared.find() && Charset.isSupported(declared.group(1))) return Charset.forName(declared.group(1));
        }
        UniversalDetector detector = new UniversalDetector();
        detector.handleData(bytes, 0, Math.min(bytes.length, LOOKED_AT));
        detector.dataEnd();
        String found = detector.getDetectedCharset();
        // Of the two, the one in which there are texts today.
        String name = "MACCYRILLIC".equals(found) ? "WINDOWS-1251" : found;
        if (name == null || !Charset.isSupported(name)) return byLanguage(bytes, WESTERN);
        return DOUBTFUL.contains(name) ? byLanguage(bytes, name) : Charset.forName(name);
    }

    /** The encoding in whose letters there is most of a language, if there is enough of one. */
    private static Charset byLanguage(byte[] bytes, String otherwise) {
        CharsetMatch best = new CharsetDetector().setText(telling(bytes)).detect();
        String name = best == null || best.getConfidence() < LIKELY ? otherwise : best.getName();
        String wider = WIDER.getOrDefault(name, name);
        return Charset.forName(Charset.isSupported(wider) ? wider : otherwise);
    }

    /** The first lines that are not of ASCII alone, which tells nothing; not more than the detector looks at. */
    private static byte[] telling(byte[] bytes) {
        ByteArrayOutputStream telling = new ByteArrayOutputStream();
        int from = 0;
        boolean tells = false;
        for (int at = 0; at < Math.min(bytes.length, LOOKED_AT) && telling.size() < SAMPLE; at++) {
            tells |= bytes[at] < 0;
            boolean ends = bytes[at] == '\n' || bytes[at] == '\r' || at - from == LINE || at == bytes.length - 1;
            if (!ends) continue;
            if (tells) telling.write(bytes, from, at + 1 - from);
            tells = false;
            from = at + 1;
        }
        return telling.toByteArray();
    }

    private static String text(byte[] bytes, int from, Charset charset) {
        return new String(bytes, from, bytes.length - from, charset);
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) return false;
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) return false;
        }
        return true;
    }
}
