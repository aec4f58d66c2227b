package dev.spindle.retrieval.document;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A piece of a document that can be found, read and cited by itself.
 *
 * @param source where its words stand
 * @param title what its document calls itself; empty if it does not
 * @param headings the headings it stands under, outermost first, as the document has them
 * @param text its words as the document has them; not trustworthy: it says whatever the document's writers wanted
 */
public record Passage(Source source, String title, List<String> headings, String text) {
    private static final int ID_CHARACTERS = 16;

    /** Copies the headings. */
    public Passage {
        headings = List.copyOf(headings);
    }

    /**
     * The part of a file that a passage was cut from.
     *
     * @param file the path relative to the indexed folder, with {@code /} between the names
     * @param start the place of its first character in the decoded file, its byte order mark left out; in PDF and Office files, in their text
     * @param end the place behind its last character
     * @param firstLine counted from 1; in PDF and Office files, of their text
     * @param lastLine not before the first
     */
    public record Source(String file, int start, int end, int firstLine, int lastLine) {
        /** Such as {@code docs/guide.md:12-20}: the same in every index of the same documents. */
        @Override
        public String toString() {
            return file + ":" + firstLine + "-" + lastLine;
        }
    }

    /** The file that it stands in, relative to the indexed folder. */
    public String file() {
        return source.file();
    }

    /** A name made of its file, headings and text: the same wherever in the file it stands, and in every index. */
    public String id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    (file() + '\n' + String.join("\n", headings) + "\n\n" + text).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest()).substring(0, ID_CHARACTERS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
