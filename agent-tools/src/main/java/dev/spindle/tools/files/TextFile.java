package dev.spindle.tools.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A text file as it was at one moment.
 *
 * @param path where it is, relative to its folder, with {@code /} between the names
 * @param encoding what its bytes were read as, in words, for example {@code UTF-8}
 * @param lines its lines without their ends; a last empty line is not counted
 */
public record TextFile(String path, String encoding, List<String> lines) {
    /** Copies the lines. */
    public TextFile {
        lines = lines instanceof TextLines ? lines : List.copyOf(lines);
    }

    /**
     * Reads bytes as text: by their byte order mark, else as UTF-8, else as ISO-8859-1, where every byte is a letter.
     *
     * @throws UnreadableFileException if the bytes hold a zero outside UTF-16, which no text does
     */
    static TextFile decode(String path, byte[] bytes) {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) return of(path, "UTF-8", lenient(bytes, 3, StandardCharsets.UTF_8));
        if (startsWith(bytes, 0xFF, 0xFE)) return of(path, "UTF-16LE", lenient(bytes, 2, StandardCharsets.UTF_16LE));
        if (startsWith(bytes, 0xFE, 0xFF)) return of(path, "UTF-16BE", lenient(bytes, 2, StandardCharsets.UTF_16BE));
        if (hasZero(bytes)) {
            throw new UnreadableFileException("'" + path + "' is a binary file (" + bytes.length
                    + " bytes), and only text can be read. Choose another file.");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return of(path, "UTF-8", text);
        } catch (CharacterCodingException notUtf8) {
            return of(path, "ISO-8859-1 (a guess: it is not UTF-8)", new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    private static TextFile of(String path, String encoding, String text) {
        return new TextFile(path, encoding, TextLines.of(text));
    }

    private static String lenient(byte[] bytes, int from, Charset charset) {
        return new String(bytes, from, bytes.length - from, charset);
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) return false;
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) return false;
        }
        return true;
    }

    private static boolean hasZero(byte[] bytes) {
        for (byte each : bytes) {
            if (each == 0) return true;
        }
        return false;
    }
}
