package dev.spindle.retrieval.citation;

import dev.spindle.retrieval.citation.AnswerSentences.Sentence;
import dev.spindle.retrieval.citation.Comparison.Difference;
import dev.spindle.retrieval.citation.Quotations.Quotation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds an answer against the passages that it cites, sentence by sentence.
 *
 * <p>A sentence is supported if every number in brackets is of a passage that was read, what it puts in quotation marks stands there word
 * for word, most of its words stand close together there, each number and name stands there among the same words, numbers with the same
 * bound ("at least"), side ("after") and unit, and no negation or opposite turns the meaning. A paraphrase in quite other words is not recognised, and is reported as unsupported: a person should
 * look. Takes linear time in the lengths of answer and passages. Stateless.
 */
public final class CitationCheck {
    private static final double ENOUGH = 0.55;
    private static final int LEAST_WORDS = 2;
    private static final int MOST_CHARACTERS = 20_000;

    private CitationCheck() {}

    /**
     * Checks an answer.
     *
     * @param answer with citations such as {@code [17]} or {@code [3, 17]}, in a sentence or right behind it
     * @param passages the texts that were read, by their numbers
     */
    public static CitationReport of(String answer, Map<Integer, String> passages) {
        List<Claim> claims = new ArrayList<>();
        for (Sentence sentence : AnswerSentences.of(answer)) {
            List<Token> tokens = Token.of(sentence.bare());
            long words = tokens.stream().filter(Token::isContent).count();
            if (sentence.numbers().isEmpty() && words < LEAST_WORDS) continue;
            claims.add(check(sentence, tokens, passages));
        }
        return new CitationReport(claims);
    }

    private static Claim check(Sentence sentence, List<Token> tokens, Map<Integer, String> passages) {
        if (sentence.numbers().isEmpty()) return claim(sentence, Verdict.UNCITED, "", Evidence.NONE);
        List<String> cited = new ArrayList<>();
        for (int number : sentence.numbers()) {
            String text = passages.get(number);
            if (text == null) return claim(sentence, Verdict.NO_SUCH_PASSAGE, "[" + number + "]", Evidence.NONE);
            cited.add(cut(text));
        }
        Evidence evidence = Evidence.of(tokens, cited);
        Optional<String> altered = alteredQuote(sentence.bare(), withWhatIsBeside(sentence.numbers(), passages));
        if (altered.isPresent()) return claim(sentence, Verdict.QUOTE_ALTERED, altered.get(), evidence);
        if (evidence.share() < ENOUGH) return claim(sentence, Verdict.UNSUPPORTED, "", evidence);
        Optional<Difference> difference = new Comparison(tokens, evidence, stems(cited)).find();
        return difference
                .map(found -> claim(sentence, found.verdict(), found.detail(), evidence))
                .orElseGet(() -> claim(sentence, Verdict.SUPPORTED, "", evidence));
    }

    private static Claim claim(Sentence sentence, Verdict verdict, String detail, Evidence evidence) {
        return new Claim(sentence.text(), sentence.start(), sentence.numbers(), verdict, detail, evidence.text());
    }

    private static Set<String> stems(List<String> texts) {
        Set<String> stems = new HashSet<>();
        texts.forEach(text -> Token.of(text).forEach(token -> stems.add(token.stem())));
        return stems;
    }

    /** The first quotation that stands in none of the texts. */
    private static Optional<String> alteredQuote(String sentence, List<String> texts) {
        return Quotations.in(sentence).stream()
                .map(Quotation::words)
                .filter(quoted -> Quotations.isLong(quoted) && !Quotations.stands(quoted, texts))
                .findFirst();
    }

    /** What is quoted may begin in a passage and end in the next. */
    private static List<String> withWhatIsBeside(List<Integer> numbers, Map<Integer, String> passages) {
        List<String> texts = new ArrayList<>();
        for (int number : new TreeSet<>(numbers)) {
            String text = cut(passages.getOrDefault(number, ""));
            texts.add(text);
            if (numbers.contains(number - 1)) texts.add(cut(passages.getOrDefault(number - 1, "")) + "\n" + text);
        }
        return texts;
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
    }
}
