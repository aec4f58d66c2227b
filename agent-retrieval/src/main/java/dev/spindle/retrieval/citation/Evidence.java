package dev.spindle.retrieval.citation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The part of some passages that comes closest to a sentence.
 *
 * @param text word for word
 * @param tokens its words
 * @param share of the sentence's words that it has, from 0 to 1
 */
record Evidence(String text, List<Token> tokens, double share) {
    static final Evidence NONE = new Evidence("", List.of(), 0);

    private static final int MOST_SENTENCES = 3;
    /** Between what may be denied and what is not: films cannot be reserved, but books can. */
    private static final Pattern CLAUSES = Pattern.compile("; |, (?=(?:but|while|whereas|although|though) )");
    /** What a sentence more must add to the share. */
    private static final double SENTENCE = 0.04;

    /**
     * Of the clauses and the runs of one to three sentences of a passage, the one that has most of a claim's words; a shorter one, if a longer has
     * hardly more.
     */
    static Evidence of(List<Token> claim, List<String> passages) {
        List<Evidence> all =
                passages.stream().map(passage -> of(claim, passage)).toList();
        Evidence best = best(all);
        String together =
                String.join("\n\n", all.stream().map(Evidence::text).distinct().toList());
        Evidence joined = measured(claim, together);
        // What a sentence puts together of several passages is in none of them alone.
        return joined.share - SENTENCE * (all.size() - 1) > best.share + 1e-9 ? joined : best;
    }

    private static Evidence of(List<Token> claim, String passage) {
        Evidence best = NONE;
        double bestWorth = 0;
        List<String> sentences = sentences(passage);
        for (String sentence : sentences) {
            for (String clause : CLAUSES.split(sentence, -1)) {
                Evidence next = measured(claim, clause);
                if (next.share <= bestWorth + 1e-9) continue;
                best = next;
                bestWorth = next.share;
            }
        }
        for (int from = 0; from < sentences.size(); from++) {
            StringBuilder run = new StringBuilder();
            for (int to = from; to < Math.min(sentences.size(), from + MOST_SENTENCES); to++) {
                run.append(sentences.get(to));
                Evidence next = measured(claim, run.toString());
                double worth = next.share - SENTENCE * (to - from);
                if (worth <= bestWorth + 1e-9) continue;
                best = next;
                bestWorth = worth;
            }
        }
        return best;
    }

    private static Evidence measured(List<Token> claim, String text) {
        List<Token> tokens = Token.of(text);
        Set<String> stems = new HashSet<>();
        tokens.forEach(token -> stems.add(token.stem()));
        double all = 0;
        double found = 0;
        for (Token token : claim) {
            if (!token.isContent()) continue;
            double weight = token.isEntity() ? 1.5 : 1;
            all += weight;
            if (has(stems, token.stem())) found += weight;
        }
        return new Evidence(text.strip(), tokens, all == 0 ? 0 : found / all);
    }

    /** Whether a stem is there, or one that means the same or the opposite: which of these it is, is looked at afterwards. */
    private static boolean has(Set<String> stems, String stem) {
        if (stems.contains(stem)) return true;
        return Vocabulary.sameAs(stem).stream().anyMatch(stems::contains)
                || Vocabulary.oppositesOf(stem).stream().anyMatch(stems::contains);
    }

    /** The sentences of a passage, its markup taken for white space, with what stands between them. */
    private static List<String> sentences(String passage) {
        List<String> sentences = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < passage.length(); at++) {
            char c = passage.charAt(at);
            boolean mark = c == '.' || c == '!' || c == '?';
            boolean over = at + 1 == passage.length() || Character.isWhitespace(passage.charAt(at + 1));
            boolean paragraph = c == '\n' && at + 1 < passage.length() && passage.charAt(at + 1) == '\n';
            if ((mark && over) || paragraph || c == '。') {
                sentences.add(passage.substring(from, at + 1));
                from = at + 1;
            }
        }
        if (from < passage.length()) sentences.add(passage.substring(from));
        return sentences;
    }

    /** The places of a stem in the evidence. */
    List<Integer> placesOf(String stem) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) if (tokens.get(i).stem().equals(stem)) places.add(i);
        return places;
    }

    Set<String> stems() {
        Set<String> stems = new HashSet<>();
        tokens.forEach(token -> stems.add(token.stem()));
        return stems;
    }

    /** Of several, the one that has most. */
    static Evidence best(List<Evidence> all) {
        return all.stream().max(Comparator.comparingDouble(Evidence::share)).orElse(NONE);
    }
}
