package dev.spindle.retrieval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Makes words out of text: lower-case stems of English without the words that stand everywhere; of Chinese, Japanese and Korean, which
 * do not part words, each character and each two that stand together.
 *
 * <p>A name such as {@code maxFileBytes} or {@code maven.compiler.release} is found whole and by its parts. Thread-safe.
 */
final class Words extends Analyzer {
    private static final int SPLIT = WordDelimiterGraphFilter.GENERATE_WORD_PARTS
            | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
            | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
            | WordDelimiterGraphFilter.PRESERVE_ORIGINAL;

    private static final int ALL_SCRIPTS =
            CJKBigramFilter.HAN | CJKBigramFilter.HIRAGANA | CJKBigramFilter.KATAKANA | CJKBigramFilter.HANGUL;

    private static final int REPLACEMENT = 0xFFFD;

    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer tokens = new StandardTokenizer();
        TokenStream words = new EnglishPossessiveFilter(new CJKWidthFilter(tokens));
        words = new LowerCaseFilter(new WordDelimiterGraphFilter(words, SPLIT, null));
        words = new CJKBigramFilter(words, ALL_SCRIPTS, true);
        words = new StopFilter(words, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
        return new TokenStreamComponents(tokens, new PorterStemFilter(words));
    }

    /** The different words of a text, in its order, at most so many. */
    Set<String> of(String text, int most) {
        return into(new LinkedHashSet<>(), text, most);
    }

    /** The words of a text one after the other, at most so many. */
    List<String> all(String text, int most) {
        return into(new ArrayList<>(), text, most);
    }

    /**
     * A text without halves of characters. Lucene reads no word at all of a text that ends with one, as one does that was cut at a length.
     */
    static String wellFormed(String text) {
        if (text.chars().noneMatch(unit -> Character.isSurrogate((char) unit))) return text;
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            whole.appendCodePoint(half ? REPLACEMENT : point);
        });
        return whole.toString();
    }

    private <C extends Collection<String>> C into(C words, String text, int most) {
        try (TokenStream stream = tokenStream("query", wellFormed(text))) {
            CharTermAttribute word = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (words.size() < most && stream.incrementToken()) {
                words.add(word.toString());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("A text in memory could not be read", impossible);
        }
        return words;
    }
}
