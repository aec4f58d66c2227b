package dev.spindle.testing;

import dev.spindle.testing.Passages.Passage;
import dev.spindle.testing.Sentences.Kind;
import dev.spindle.testing.Sentences.Sentence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/*
 * A sentence answers a question as far as it has the question's words, rare words counting more. A word that is not in the
 * sentence itself but in its heading, beside it, or elsewhere in the passage counts less, since "It takes ten days." under
 * "Refunds" answers how long a refund takes. What share of the question is covered so decides whether there is an answer at all:
 * a word that occurs nowhere is the rarest of all and pulls the share down.
 */
/** Finds the sentences that answer a request best. Linear in what is read, times the words of the request, which are few. */
final class Relevance {
    private static final int MOST_SENTENCES = 20_000;
    private static final double OWN = 0.5;
    private static final double IN_HEADING = 0.7;
    private static final double BEFORE = 0.6;
    private static final double BEHIND = 0.3;
    private static final double IN_PASSAGE = 0.35;
    private static final int LONG = 25;
    private static final double RIGHT_KIND = 1.25;
    private static final double WEAK_KIND = 0.8;
    private static final Set<String> REASONS =
            Vocabulary.words("because since therefore so avoid reason otherwise lest due");
    private static final Set<String> FREQUENCIES = Vocabulary.words(
            "every each per once twice times daily weekly monthly yearly annually hourly always never");
    private static final Set<String> AMOUNT_WORDS = Vocabulary.words(
            "two three four five six seven eight nine ten twelve twenty thirty hundred thousand half once "
                    + "twice daily weekly monthly yearly annually hourly monday tuesday wednesday thursday friday "
                    + "saturday sunday january february march april june july august september october november "
                    + "december noon midnight never always spring summer autumn winter");

    private final Request request;
    private final List<Term> terms;
    private final List<Matched> read = new ArrayList<>();
    private int sentences;
    private double whole;

    private Relevance(Request request) {
        this.request = request;
        this.terms = request.stems().stream().map(Term::of).toList();
    }

    /**
     * A sentence that may answer.
     *
     * @param passage where it stands
     * @param sentences of the passage, in their order
     * @param index which of the passage's sentences it is
     * @param score how well it answers, comparable within one request
     * @param coverage how much of the request is about the same, from 0 to 1
     */
    record Quote(Passage passage, List<Sentence> sentences, int index, double score, double coverage) {
        Sentence sentence() {
            return sentences.get(index);
        }
    }

    /** All sentences that share anything with the request, best first. */
    static List<Quote> rank(Request request, List<Passage> passages) {
        Relevance relevance = new Relevance(request);
        for (Passage passage : passages) relevance.read(passage);
        relevance.weigh();
        List<Quote> quotes = new ArrayList<>();
        for (Matched matched : relevance.read) {
            for (int at = 0; at < matched.sentences.size(); at++) relevance.quote(matched, at, quotes);
        }
        quotes.sort(Comparator.comparingDouble(Quote::score).reversed());
        return quotes;
    }

    private void read(Passage passage) {
        List<Sentence> cut = Sentences.of(passage.text());
        if (sentences + cut.size() > MOST_SENTENCES) return;
        sentences += cut.size();
        read.add(new Matched(passage, cut, terms));
    }

    private void weigh() {
        for (int term = 0; term < terms.size(); term++) {
            int with = 0;
            for (Matched matched : read) with += matched.sentencesWith(term);
            terms.get(term).weight = Math.log(1 + (1.0 + sentences) / (1 + with));
            whole += terms.get(term).weight;
        }
    }

    private void quote(Matched matched, int index, List<Quote> quotes) {
        Sentence sentence = matched.sentences.get(index);
        if (sentence.kind() == Kind.HEADING || whole == 0) return;
        double own = 0;
        double around = 0;
        for (int term = 0; term < terms.size(); term++) {
            own += terms.get(term).weight * matched.in(index, term);
            around += terms.get(term).weight * matched.around(index, term);
        }
        if (around == 0) return;
        double coverage = around / whole;
        // What the sentence says itself decides between neighbours that share their surroundings.
        double score = (coverage + OWN * own / whole) * formFactor(sentence);
        quotes.add(new Quote(matched.passage, matched.sentences, index, score, coverage));
    }

    private double formFactor(Sentence sentence) {
        double factor = sentence.kind() == Kind.CODE || sentence.text().endsWith("?") ? WEAK_KIND : 1;
        List<String> words = Words.of(sentence.text());
        if (words.size() < 3) factor *= WEAK_KIND;
        if (words.size() > LONG) factor *= Math.pow((double) LONG / words.size(), 0.25);
        return factor * wantedFactor(sentence.text(), words);
    }

    private double wantedFactor(String text, List<String> words) {
        return switch (request.wants()) {
            case AMOUNT -> factor(hasAmount(text, words));
            case FREQUENCY -> factor(hasAny(words, FREQUENCIES));
            case REASON -> factor(hasAny(words, REASONS));
            case ANYTHING -> 1;
        };
    }

    private static double factor(boolean right) {
        return right ? RIGHT_KIND : WEAK_KIND;
    }

    private static boolean hasAmount(String text, List<String> words) {
        return text.chars().anyMatch(Character::isDigit) || hasAny(words, AMOUNT_WORDS);
    }

    private static boolean hasAny(List<String> words, Set<String> wanted) {
        return words.stream().anyMatch(word -> wanted.contains(word.toLowerCase(Locale.ROOT)));
    }

    /** A word of the request: its stem, and the stems of words like it. */
    private static final class Term {
        private static final double ALIKE = 0.8;

        private final String stem;
        private final Set<String> alike;
        private double weight;

        private Term(String stem, Set<String> alike) {
            this.stem = stem;
            this.alike = alike;
        }

        static Term of(String stem) {
            Set<String> alike = new HashSet<>();
            for (String word : Vocabulary.alike(stem)) alike.add(Stem.of(word));
            return new Term(stem, alike);
        }

        double match(Set<String> stems) {
            if (stems.contains(stem)) return 1;
            return alike.stream().anyMatch(stems::contains) ? ALIKE : 0;
        }
    }

    /** A passage, and how far each of its sentences matches each term: from 0 to 1. */
    private static final class Matched {
        private final Passage passage;
        private final List<Sentence> sentences;
        private final List<double[]> inSentence = new ArrayList<>();
        private final double[] inHeading;
        private final double[] inPassage;

        private Matched(Passage passage, List<Sentence> sentences, List<Term> terms) {
            this.passage = passage;
            this.sentences = sentences;
            inHeading = matches(passage.heading(), terms);
            inPassage = new double[terms.size()];
            for (Sentence sentence : sentences) {
                double[] found = matches(sentence.text(), terms);
                inSentence.add(found);
                for (int term = 0; term < found.length; term++) {
                    inPassage[term] = Math.max(inPassage[term], found[term]);
                }
            }
        }

        private static double[] matches(String text, List<Term> terms) {
            Set<String> stems = Words.stems(text);
            return terms.stream().mapToDouble(term -> term.match(stems)).toArray();
        }

        int sentencesWith(int term) {
            int with = 0;
            for (double[] found : inSentence) if (found[term] > 0) with++;
            return with;
        }

        double in(int index, int term) {
            return inSentence.get(index)[term];
        }

        double around(int index, int term) {
            double best =
                    Math.max(in(index, term), Math.max(IN_HEADING * inHeading[term], IN_PASSAGE * inPassage[term]));
            if (index > 0) best = Math.max(best, BEFORE * in(index - 1, term));
            if (index + 1 < sentences.size()) best = Math.max(best, BEHIND * in(index + 1, term));
            return best;
        }
    }
}
