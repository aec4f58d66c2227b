package dev.spindle.retrieval.embedding;

import dev.spindle.json.Json;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns text into the token ids of an uncased BERT vocabulary, as the reference tokenizer does that its {@code tokenizer.json} configures.
 *
 * <p>A word is taken apart from the left by the longest piece that the vocabulary has; one that cannot be taken apart, or of more than
 * 100 characters, is {@code [UNK]}. A special token that a text spells out, such as {@code [SEP]}, is that token, as in the reference. Time
 * is linear in the length of the text that the ids asked for need. Immutable.
 */
final class WordPiece {
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> vocabulary;
    private final Map<String, Integer> special;
    private final int longestPiece;
    private final int unknown;
    private final int first;
    private final int last;

    private WordPiece(Map<String, Integer> vocabulary, Map<String, Integer> special) {
        this.vocabulary = vocabulary;
        this.special = special;
        this.longestPiece =
                vocabulary.keySet().stream().mapToInt(String::length).max().orElse(1);
        this.unknown = id("[UNK]");
        this.first = id("[CLS]");
        this.last = id("[SEP]");
    }

    /**
     * Reads the reference tokenizer's configuration.
     *
     * @throws IllegalArgumentException if it describes another kind of tokenizer
     */
    static WordPiece of(Json configuration) {
        Json model = configuration.get("model");
        Json normalizer = configuration.get("normalizer");
        boolean ours = model.get("type").string().equals("WordPiece")
                && model.get("continuing_subword_prefix").string().equals("##")
                && model.get("max_input_chars_per_word").integer() == LONGEST_WORD
                && normalizer.get("type").string().equals("BertNormalizer")
                && normalizer.get("lowercase").bool();
        if (!ours) throw new IllegalArgumentException("The tokenizer is no uncased WordPiece tokenizer of BERT");
        Json ids = model.get("vocab");
        Map<String, Integer> vocabulary = new HashMap<>(1 << 16);
        ids.names().forEach(piece -> vocabulary.put(piece, (int) ids.get(piece).integer()));
        Map<String, Integer> special = new HashMap<>();
        for (Json token : configuration.get("added_tokens").items()) {
            special.put(token.get("content").string(), (int) token.get("id").integer());
        }
        return new WordPiece(vocabulary, special);
    }

    private int id(String token) {
        Integer id = vocabulary.get(token);
        if (id == null) throw new IllegalArgumentException("The vocabulary lacks " + token);
        return id;
    }

    /**
     * The ids of a text between those of {@code [CLS]} and {@code [SEP]}.
     *
     * @param most how many ids at most, both of these included; what is behind them in the text is left out
     */
    long[] ids(String text, int most) {
        Ids ids = new Ids(most - 1);
        ids.add(first);
        BertWords words = new BertWords(text, special.keySet());
        while (!ids.isFull() && words.next()) {
            Integer token = words.isSpecial() ? special.get(words.word()) : null;
            if (token == null) addPieces(words.word(), ids);
            else ids.add(token);
        }
        return ids.closedBy(last);
    }

    /** How many ids a text has, {@code [CLS]} and {@code [SEP]} left out. */
    int count(String text) {
        return ids(text, Integer.MAX_VALUE).length - 2;
    }

    private void addPieces(String word, Ids ids) {
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            ids.add(unknown);
            return;
        }
        Ids pieces = new Ids(Integer.MAX_VALUE);
        int from = 0;
        while (from < word.length()) {
            int to = endOfPiece(word, from);
            if (to == from) {
                ids.add(unknown);
                return;
            }
            pieces.add(vocabulary.getOrDefault(piece(word, from, to), unknown));
            from = to;
        }
        ids.addAll(pieces);
    }

    private int endOfPiece(String word, int from) {
        int to = Math.min(word.length(), from + longestPiece);
        while (to > from && !vocabulary.containsKey(piece(word, from, to))) to--;
        return to;
    }

    private static String piece(String word, int from, int to) {
        return from == 0 ? word.substring(0, to) : "##" + word.substring(from, to);
    }

    /** A list of ids up to a length. */
    private static final class Ids {
        private final int most;
        private long[] ids = new long[32];
        private int size;

        Ids(int most) {
            this.most = most;
        }

        boolean isFull() {
            return size >= most;
        }

        void add(long id) {
            if (isFull()) return;
            if (size == ids.length) ids = Arrays.copyOf(ids, size * 2);
            ids[size++] = id;
        }

        void addAll(Ids more) {
            for (int i = 0; i < more.size; i++) add(more.ids[i]);
        }

        long[] closedBy(long end) {
            long[] closed = Arrays.copyOf(ids, size + 1);
            closed[size] = end;
            return closed;
        }
    }
}
