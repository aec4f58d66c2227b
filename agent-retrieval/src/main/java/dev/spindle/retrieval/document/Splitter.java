package dev.spindle.retrieval.document;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a document into passages by its structure, none longer than a budget.
 *
 * <p>A heading opens a passage; within a section, whole paragraphs, list items, tables and blocks of code are gathered while they fit. What
 * is too long by itself is cut between sentences or lines, then between words, and a word that is too long between characters.
 * No two passages share a character, and only white space is left out between them. Takes linear time. Immutable and thread-safe.
 */
public final class Splitter {
    /** The longest passage unless told otherwise, in tokens. */
    public static final int DEFAULT_TOKENS = 100;

    private static final int MOST_TOKENS = 2_000;
    private static final int LEAST_TOKENS = 16;

    private final int maxTokens;

    private Splitter(int maxTokens) {
        this.maxTokens = maxTokens;
    }

    /**
     * Cuts into passages of at most so many tokens, where four characters of an alphabet or one of Chinese, Japanese and the like are one.
     *
     * @param maxTokens 16 to 2,000
     */
    public static Splitter of(int maxTokens) {
        if (maxTokens < LEAST_TOKENS || maxTokens > MOST_TOKENS) {
            throw new IllegalArgumentException(
                    "tokens are " + maxTokens + "; give " + LEAST_TOKENS + " to " + MOST_TOKENS);
        }
        return new Splitter(maxTokens);
    }

    /** The passages of a document, in its order; passages without any word are left out. */
    public List<Passage> split(SourceDocument document) {
        Cutting cutting = new Cutting(document, maxTokens);
        document.blocks().forEach(cutting::take);
        cutting.close();
        return cutting.passages;
    }

    /** One document being cut. For one thread. */
    private static final class Cutting {
        private final SourceDocument document;
        private final String text;
        private final int budget;
        private final HeadingPath path = new HeadingPath();
        private final List<Passage> passages = new ArrayList<>();
        private List<String> context = List.of();
        private int start = -1;
        private int end;
        private int size;
        private boolean hasBody;

        Cutting(SourceDocument document, int maxTokens) {
            this.document = document;
            this.text = document.text();
            this.budget = maxTokens * TokenSize.PER_TOKEN;
        }

        void take(Block block) {
            if (block.kind() == Block.Kind.HEADING) {
                if (hasBody) close();
                path.push(block.level(), text.substring(block.start(), block.end()));
                context = path.names();
                add(block.start(), block.end(), false);
            } else if (!TokenSize.isOver(text, block.start(), block.end(), budget)) {
                add(block.start(), block.end(), true);
            } else if (block.kind() == Block.Kind.LINES) {
                takeLines(block);
            } else {
                takeSentences(block);
            }
        }

        private void takeLines(Block block) {
            int from = block.start();
            while (from < block.end()) {
                int newline = text.indexOf('\n', from);
                int to = newline < 0 || newline >= block.end() ? block.end() : newline + 1;
                takePiece(from, to);
                from = to;
            }
        }

        private void takeSentences(Block block) {
            BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
            sentences.setText(text.substring(block.start(), block.end()));
            int from = 0;
            for (int to = sentences.next(); to != BreakIterator.DONE; to = sentences.next()) {
                takePiece(block.start() + from, block.start() + to);
                from = to;
            }
        }

        private void takePiece(int from, int to) {
            int at = from;
            while (TokenSize.isOver(text, at, to, budget)) {
                int cut = TokenSize.lastCutWithin(text, at, to, budget);
                add(at, cut, true);
                at = cut;
            }
            add(at, to, true);
        }

        private void add(int from, int to, boolean body) {
            int first = from;
            int last = to;
            while (first < last && isSpace(text.charAt(first))) first++;
            while (last > first && isSpace(text.charAt(last - 1))) last--;
            if (first == last) return;
            int more = TokenSize.of(text, start < 0 ? first : end, last);
            if (start >= 0 && size + more > budget) {
                close();
                more = TokenSize.of(text, first, last);
            }
            if (start < 0) start = first;
            end = last;
            size += more;
            hasBody |= body;
        }

        private static boolean isSpace(char c) {
            return Character.isWhitespace(c) || Character.isSpaceChar(c);
        }

        void close() {
            if (start >= 0 && hasWords(start, end)) passages.add(passage());
            start = -1;
            size = 0;
            hasBody = false;
        }

        private Passage passage() {
            SourcePlaces places = document.places();
            int from = places.startOf(start);
            int to = places.endOf(end);
            Passage.Source source = new Passage.Source(
                    document.path(), from, to, places.lineOf(from), places.lineOf(Math.max(from, to - 1)));
            return new Passage(source, document.title(), context, text.substring(start, end));
        }

        private boolean hasWords(int from, int to) {
            for (int at = from; at < to; at++) {
                if (Character.isLetterOrDigit(text.codePointAt(at))) return true;
            }
            return false;
        }
    }
}
