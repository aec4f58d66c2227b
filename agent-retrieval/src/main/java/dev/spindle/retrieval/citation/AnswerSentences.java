package dev.spindle.retrieval.citation;

import dev.spindle.retrieval.citation.Quotations.Quotation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts an answer into sentences, each with the citations in it or right behind it. */
final class AnswerSentences {
    private static final int LONGEST_ANSWER = 200_000;

    /** Of a longer row of marks only the last ones end a sentence, so that each is looked at a few times at most. */
    private static final int MOST_MARKS = 20;

    private static final Pattern CITATION =
            Pattern.compile("\\[ {0,2}(\\d{1,18}(?: {0,2}(?:[,;&–-]|and) {0,2}\\d{1,18}){0,20}) {0,2}]");
    private static final Pattern SEPARATOR = Pattern.compile(" {0,2}(?:[,;&]|and) {0,2}");
    private static final Pattern RANGE = Pattern.compile(" {0,2}[–-] {0,2}");
    private static final int LONGEST_RANGE = 20;

    private AnswerSentences() {}

    /**
     * A sentence.
     *
     * @param text with its citations
     * @param bare without them
     */
    record Sentence(String text, int start, String bare, List<Integer> numbers) {}

    static List<Sentence> of(String answer) {
        String text = answer.substring(0, Math.min(answer.length(), LONGEST_ANSWER));
        List<Sentence> sentences = new ArrayList<>();
        BitSet quoted = quoted(text);
        int from = 0;
        int at = 0;
        while (at < text.length()) {
            int end = endAt(text, at);
            // What is quoted is part of the sentence that quotes it.
            if (end < 0 || quoted.get(end)) {
                at++;
                continue;
            }
            add(text, from, end, sentences);
            from = end;
            at = Math.max(end, at + 1);
        }
        add(text, from, text.length(), sentences);
        return sentences;
    }

    /** The places inside quotations of one line; words between apostrophes may be two words in the plural instead. */
    private static BitSet quoted(String text) {
        BitSet quoted = new BitSet();
        for (Quotation quotation : Quotations.in(text)) {
            boolean sure = "'‘’‚".indexOf(text.charAt(quotation.end())) < 0
                    && quotation.words().indexOf('\n') < 0;
            if (sure) quoted.set(quotation.start(), quotation.end());
        }
        return quoted;
    }

    /** Where a sentence ends whose last mark is here, its citations included; below zero if none does. */
    private static int endAt(String text, int at) {
        char c = text.charAt(at);
        if (c == '\n') return at + 1;
        if (c == '。' || c == '！' || c == '？') return behindCitations(text, at + 1);
        if (c != '.' && c != '!' && c != '?') return -1;
        int end = at + 1;
        int last = Math.min(text.length(), end + MOST_MARKS);
        while (end < last && ".!?\"'”’)».".indexOf(text.charAt(end)) >= 0) end++;
        boolean over = end == text.length() || Character.isWhitespace(text.charAt(end)) || text.charAt(end) == '[';
        return over && !isAbbreviation(text, at) && !isLeftOut(text, at, end) ? behindCitations(text, end) : -1;
    }

    /** The last of several dots that stand for words, where the sentence goes on. */
    private static boolean isLeftOut(String text, int dot, int end) {
        if (text.charAt(dot) != '.' || dot == 0 || text.charAt(dot - 1) != '.') return false;
        return end + 1 < text.length() && text.charAt(end) == ' ' && Character.isLowerCase(text.charAt(end + 1));
    }

    /** One letter, or a short word that stands before names and numbers. */
    private static boolean isAbbreviation(String text, int dot) {
        int start = dot;
        while (start > 0 && Character.isLetter(text.charAt(start - 1))) start--;
        String word = text.substring(start, dot);
        if (word.length() == 1 && Character.isUpperCase(word.charAt(0))) return true;
        return List.of("Mr", "Mrs", "Ms", "Dr", "Prof", "St", "No", "vs", "e.g", "i.e", "cf", "approx", "Fig", "g", "e")
                .contains(word);
    }

    private static int behindCitations(String text, int from) {
        int end = from;
        Matcher citation = CITATION.matcher(text);
        while (true) {
            int at = end;
            while (at < text.length() && text.charAt(at) == ' ') at++;
            citation.region(at, text.length());
            if (!citation.lookingAt()) return end;
            end = citation.end();
            if (end < text.length() && text.charAt(end) == '.') end++;
        }
    }

    private static void add(String text, int from, int to, List<Sentence> sentences) {
        int start = from;
        while (start < to && Character.isWhitespace(text.charAt(start))) start++;
        String sentence = text.substring(start, to).strip();
        if (sentence.isEmpty()) return;
        List<Integer> numbers = new ArrayList<>();
        Matcher citation = CITATION.matcher(sentence);
        while (citation.find()) SEPARATOR.splitAsStream(citation.group(1)).forEach(part -> addNumbers(part, numbers));
        sentences.add(new Sentence(sentence, start, citation.replaceAll(" ").strip(), numbers));
    }

    /** Adds the number, or those from the first to the last. */
    private static void addNumbers(String part, List<Integer> numbers) {
        List<Integer> ends =
                RANGE.splitAsStream(part).map(AnswerSentences::number).toList();
        int first = ends.get(0);
        int last = ends.get(ends.size() - 1);
        if (ends.size() == 2 && first < last && last - first <= LONGEST_RANGE) {
            for (int number = first; number <= last; number++) numbers.add(number);
        } else {
            numbers.addAll(ends);
        }
    }

    /** No passage has a number that is too large for one. */
    private static int number(String digits) {
        return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(digits));
    }
}
