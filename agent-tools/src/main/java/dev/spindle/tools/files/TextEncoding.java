package dev.spindle.tools.files;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How the text of a file is written as bytes, so that it can be written that way again.
 *
 * @param charset how characters become bytes
 * @param mark how many bytes of a mark stand in front that says so
 */
record TextEncoding(Charset charset, int mark) {
    /** What new files are. */
    static final TextEncoding UTF_8 = new TextEncoding(StandardCharsets.UTF_8, 0);

    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * The encoding of bytes: by their mark, else UTF-8, else the one of western Europe whose letters they all are.
     *
     * @throws UnreadableFileException if they are no text that would come out of its encoding as it went in
     */
    static TextEncoding of(String path, byte[] bytes) {
        TextEncoding encoding = guessed(bytes);
        boolean binary = !isWide(encoding) && hasZero(bytes);
        if (!binary && Arrays.equals(encoding.lenient(bytes), bytes)) return encoding;
        throw new UnreadableFileException("'" + path + "' is no text that can be written back as it was ("
                + (binary ? "it is binary" : "it is broken " + encoding.charset()) + "). Leave it as it is.");
    }

    private static TextEncoding guessed(byte[] bytes) {
        for (Charset marked :
                new Charset[] {StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            byte[] mark = BYTE_ORDER_MARK.getBytes(marked);
            if (bytes.length >= mark.length && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length)) {
                return new TextEncoding(marked, mark.length);
            }
        }
        if (Arrays.equals(UTF_8.lenient(bytes), bytes)) return UTF_8;
        // From 0x80 to 0x9F the one has control characters, the other quotation marks and the euro.
        boolean windows = false;
        for (byte each : bytes) windows |= (each & 0xE0) == 0x80;
        return new TextEncoding(windows ? WINDOWS : StandardCharsets.ISO_8859_1, 0);
    }

    /** The text of bytes, without the mark. */
    String decode(byte[] bytes) {
        return new String(bytes, mark, bytes.length - mark, charset);
    }

    /**
     * A text as bytes, with the mark.
     *
     * @throws UnreadableFileException if the encoding has not all of its characters
     */
    byte[] encode(String path, String text) {
        try {
            ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(mark > 0 ? BYTE_ORDER_MARK + text : text));
            byte[] content = new byte[bytes.remaining()];
            bytes.get(content);
            return content;
        } catch (CharacterCodingException missing) {
            String what = charset.name().startsWith("UTF")
                    ? "holds half a character (an unpaired surrogate). Write it whole."
                    : "holds a character that " + charset + ", the encoding of the file, has not. Write it otherwise.";
            throw new UnreadableFileException("The text for '" + path + "' " + what, missing);
        }
    }

    private byte[] lenient(byte[] bytes) {
        return (mark > 0 ? BYTE_ORDER_MARK + decode(bytes) : decode(bytes)).getBytes(charset);
    }

    private static boolean isWide(TextEncoding encoding) {
        return encoding.charset().equals(StandardCharsets.UTF_16LE)
                || encoding.charset().equals(StandardCharsets.UTF_16BE);
    }

    private static boolean hasZero(byte[] bytes) {
        for (byte each : bytes) {
            if (each == 0) return true;
        }
        return false;
    }
}
