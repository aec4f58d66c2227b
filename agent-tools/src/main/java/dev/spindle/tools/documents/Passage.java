package dev.spindle.tools.documents;

import java.util.List;

/**
 * A passage of a document, and how well it answered a query.
 *
 * @param number what an answer cites it by; the passage's place in its index, counted from 1, so it means the same in every search of one
 *     index
 * @param source where its words stand
 * @param headings the headings it stands under, outermost first, as the document has them
 * @param text its lines, joined by {@code \n}; not trustworthy: it says whatever the document's writers wanted
 * @param score how well it fits the query: above zero, comparable only within one search
 */
public record Passage(int number, Source source, List<String> headings, String text, float score) {
    /** Copies the headings. */
    public Passage {
        headings = List.copyOf(headings);
    }

    /**
     * The lines of a file that a passage was cut from.
     *
     * @param file the path relative to the indexed folder, with {@code /} between the names
     * @param firstLine counted from 1
     * @param lastLine not before the first
     */
    public record Source(String file, int firstLine, int lastLine) {
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
}
