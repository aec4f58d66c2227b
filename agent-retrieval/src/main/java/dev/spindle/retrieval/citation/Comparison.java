package dev.spindle.retrieval.citation;

import dev.spindle.retrieval.citation.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/*
 * A sentence is laid beside the part of a passage that has most of its words. Numbers and names must be there, and must stand among the same
 * words: of those of a kind, the one whose surroundings in the passage are most like the surroundings in the sentence must be the one
 * that the sentence names. So "32 for 8" where the passage says "8 for 32" is found, and words that merely moved with their
 * number are not. Opposites and negations are counted: each turns the meaning, two turn it back.
 */
/** Compares a sentence with the evidence for it. */
final class Comparison {
    private static final int REACH = 3;
    /** How much more like its surroundings another place must be: more than one word. */
    private static final double CLEARLY = 1.01;
    /** How many words must be the same around what may be a name. */
    private static final double SAME_WORDS = 1.5;

    private static final int LONGEST_OPENING = 5;

    private final List<Token> claim;
    private final Evidence evidence;
    private final Set<String> all;

    /**
     * A comparison.
     *
     * @param all the stems of all that the sentence cites
     */
    Comparison(List<Token> claim, Evidence evidence, Set<String> all) {
        this.claim = claim;
        this.evidence = evidence;
        this.all = all;
    }

    /** What does not fit, and how. */
    record Difference(Verdict verdict, String detail) {}

    Optional<Difference> find() {
        return differentEntities(Kind.NUMBER, Verdict.NUMBERS_DIFFER)
                .or(this::differentCount)
                .or(() -> differentEntities(Kind.NAME, Verdict.NAMES_DIFFER))
                .or(this::differentOpening)
                .or(this::differentDoer)
                .or(this::differentMeasure)
                .or(this::differentUnit)
                .or(this::alternative)
                .or(this::turned)
                .or(this::exchanged);
    }

    private Optional<Difference> differentEntities(Kind kind, Verdict verdict) {
        for (int i = 0; i < claim.size(); i++) {
            Token token = claim.get(i);
            if (token.kind() != kind) continue;
            if (isSaidOtherwise(token)) continue;
            if (!all.contains(token.stem())) return Optional.of(new Difference(verdict, token.text()));
            Optional<String> rather = misplaced(i);
            if (rather.isPresent()) {
                return Optional.of(new Difference(verdict, token.text() + ", where the passage has " + rather.get()));
            }
        }
        return Optional.empty();
    }

    /** One of a thing, where the passage may have the thing without a number. */
    private boolean isSaidOtherwise(Token token) {
        return token.text().equalsIgnoreCase("one") && !all.contains(token.stem());
    }

    /** A count or a place in a row before a word that the passage has with another before it. */
    private Optional<Difference> differentCount() {
        for (int i = 0; i + 1 < claim.size(); i++) {
            Token token = claim.get(i);
            boolean counts = token.text().equalsIgnoreCase("one") && token.kind() == Kind.NUMBER;
            boolean places = token.stem().equals("first") || token.stem().equals("second");
            if ((!counts && !places) || all.contains(token.stem())) continue;
            for (int there : evidence.placesOf(claim.get(i + 1).stem())) {
                if (there == 0) continue;
                Token other = evidence.tokens().get(there - 1);
                boolean sameKind = other.kind() == Kind.NUMBER && other.stem().startsWith("#") == places;
                if (sameKind) {
                    return Optional.of(new Difference(
                            Verdict.NUMBERS_DIFFER, token.text() + ", where the passage has " + other.text()));
                }
            }
        }
        return Optional.empty();
    }

    /** The sentence's first word, which a capital letter does not tell from a name, in the place of a name of the passage. */
    private Optional<Difference> differentOpening() {
        if (claim.isEmpty()) return Optional.empty();
        Token first = claim.get(0);
        boolean mayBeName =
                first.kind() == Kind.WORD && Character.isUpperCase(first.text().charAt(0));
        if (!mayBeName || all.contains(first.stem())) return Optional.empty();
        Set<String> here = new HashSet<>();
        claim.forEach(token -> here.add(token.stem()));
        for (int there = 0; there < evidence.tokens().size(); there++) {
            Token other = evidence.tokens().get(there);
            boolean capital =
                    other.isContent() && Character.isUpperCase(other.text().charAt(0));
            if (capital && !here.contains(other.stem()) && likeness(0, there, true) >= SAME_WORDS) {
                return Optional.of(
                        new Difference(Verdict.NAMES_DIFFER, first.text() + ", where the passage has " + other.text()));
            }
        }
        return Optional.empty();
    }

    /** Who did it and to whom, in each other's place, where one text turns the sentence around: hired by Berg, where Lund hired Berg. */
    private Optional<Difference> differentDoer() {
        List<Deed> there = Deed.of(evidence.tokens());
        for (Deed deed : Deed.of(claim)) {
            if (there.stream().anyMatch(deed::isSame)) continue;
            Optional<Deed> turned = there.stream().filter(deed::isTurned).findFirst();
            if (turned.isEmpty()) continue;
            Verdict verdict = deed.hasName() ? Verdict.NAMES_DIFFER : Verdict.MEANING_DIFFERS;
            String detail =
                    deed.doerText() + ", where the passage has " + turned.get().doerText();
            return Optional.of(new Difference(verdict, detail));
        }
        return Optional.empty();
    }

    private static boolean isBehindBy(List<Token> tokens, int place) {
        return place > 0 && tokens.get(place - 1).stem().equals("by");
    }

    /** What the passage has among the words that the sentence has around one of its numbers or names, if it is another. */
    private Optional<String> misplaced(int place) {
        Token token = claim.get(place);
        double own = 0;
        // A word more or less before it does not move it to another place.
        for (int there : evidence.placesOf(token.stem())) {
            for (int shift = -1; shift <= 1; shift++) own = Math.max(own, likeness(place, there + shift, false));
        }
        String rather = "";
        double best = own;
        for (int there = 0; there < evidence.tokens().size(); there++) {
            Token other = evidence.tokens().get(there);
            if (other.kind() != token.kind() || other.stem().equals(token.stem())) continue;
            // Who is named behind "by" has done it, as who is named first.
            if (isBehindBy(claim, place) != isBehindBy(evidence.tokens(), there)) continue;
            double likeness = likeness(place, there, false);
            if (likeness > best + CLEARLY) {
                best = likeness;
                rather = other.text();
            }
        }
        return rather.isEmpty() || !isSwapped(token, rather) ? Optional.empty() : Optional.of(rather);
    }

    /** Whether what stands in the other's place is said elsewhere in the sentence: two that changed places. */
    private boolean isSwapped(Token token, String rather) {
        return evidence.placesOf(token.stem()).isEmpty()
                || claim.stream().anyMatch(other -> other.text().equals(rather))
                || evidence.placesOf(token.stem()).stream()
                        .allMatch(place -> !evidence.tokens().get(place).text().equals(token.text()));
    }

    /** How many words around two places are the same, the nearest counting most. */
    private double likeness(int inClaim, int inEvidence, boolean withEntities) {
        double likeness = 0;
        for (int offset = -REACH; offset <= REACH; offset++) {
            int at = inClaim + offset;
            if (offset == 0 || at < 0 || at >= claim.size()) continue;
            Token word = claim.get(at);
            if (word.isEntity() && !withEntities) continue;
            double weight = word.isContent() ? 1 : 0.5;
            int same = inEvidence + offset;
            boolean exactly = same >= 0
                    && same < evidence.tokens().size()
                    && evidence.tokens().get(same).stem().equals(word.stem());
            if (exactly) likeness += weight;
        }
        return likeness;
    }

    /** A number that the passage has, but not as this bound, on this side of it, or in this unit. */
    private Optional<Difference> differentMeasure() {
        for (int i = 0; i < claim.size(); i++) {
            if (claim.get(i).kind() != Kind.NUMBER) continue;
            Measure here = Measure.of(claim, i);
            List<Measure> there = evidence.placesOf(claim.get(i).stem()).stream()
                    .map(place -> Measure.of(evidence.tokens(), place))
                    .toList();
            if (!there.isEmpty() && there.stream().allMatch(here::differs)) {
                String detail =
                        here.words() + ", where the passage has " + there.get(0).words();
                return Optional.of(new Difference(Verdict.NUMBERS_DIFFER, detail));
            }
        }
        return Optional.empty();
    }

    /** A unit, wherever it stands, of which the passage has another of its kind: cents a week, where it has cents a day. */
    private Optional<Difference> differentUnit() {
        Set<String> there = evidence.stems();
        Set<String> here = new HashSet<>();
        claim.forEach(token -> here.add(token.stem()));
        for (Token token : claim) {
            if (there.contains(token.stem())) continue;
            for (Token other : Units.othersOf(token, evidence.tokens())) {
                if (here.contains(other.stem())) continue;
                String detail = token.text() + ", where the passage has " + other.text();
                return Optional.of(new Difference(Verdict.NUMBERS_DIFFER, detail));
            }
        }
        return Optional.empty();
    }

    /** A word in whose place the passage has another of its kind: a Monday, where it has a Tuesday. */
    private Optional<Difference> alternative() {
        Set<String> there = evidence.stems();
        Set<String> here = new HashSet<>();
        claim.forEach(token -> here.add(token.stem()));
        for (Token token : claim) {
            if (there.contains(token.stem())) continue;
            for (String other : Alternatives.to(token.stem())) {
                if (there.contains(other) && !here.contains(other)) {
                    return Optional.of(new Difference(Verdict.MEANING_DIFFERS, token.text()));
                }
            }
        }
        return Optional.empty();
    }

    /** Two opposites that the passage both has, in each other's place: the last leaves and the first returns. */
    private Optional<Difference> exchanged() {
        for (int i = 0; i < claim.size(); i++) {
            String stem = claim.get(i).stem();
            double own = closest(i, stem);
            if (own < 0) continue;
            for (String opposite : Vocabulary.oppositesOf(stem)) {
                if (closest(i, opposite) > own + CLEARLY) {
                    return Optional.of(
                            new Difference(Verdict.MEANING_DIFFERS, claim.get(i).text()));
                }
            }
        }
        return Optional.empty();
    }

    /** How much a place of the sentence is like the place of a stem in the passage that is most like it; below zero if there is none. */
    private double closest(int place, String stem) {
        double closest = -1;
        for (int there : evidence.placesOf(stem)) closest = Math.max(closest, likeness(place, there, true));
        return closest;
    }

    /** Whether the meaning is turned, by words that deny or by opposites. */
    private Optional<Difference> turned() {
        Set<String> there = evidence.stems();
        Set<String> here = new HashSet<>();
        claim.forEach(token -> here.add(token.stem()));
        List<String> opposites = new ArrayList<>();
        for (int i = 0; i < claim.size(); i++) {
            if (isOpposed(i, here, there)) opposites.add(claim.get(i).text());
        }
        int denied =
                negations(claim, 0, claim.size()) - negations(evidence.tokens(), firstShared(here), lastShared(here));
        boolean turned = (Math.abs(denied) + opposites.size()) % 2 == 1;
        if (!turned) return Optional.empty();
        return Optional.of(
                opposites.isEmpty()
                        ? new Difference(Verdict.NEGATION_DIFFERS, denied > 0 ? "denies it" : "does not deny it")
                        : new Difference(Verdict.MEANING_DIFFERS, opposites.get(0)));
    }

    /** Whether the passage has the opposite of a word in its place, and neither the word itself nor one that means the same. */
    private boolean isOpposed(int place, Set<String> here, Set<String> there) {
        String stem = claim.get(place).stem();
        if (there.contains(stem) || Measure.isBound(claim, place)) return false;
        if (Vocabulary.sameAs(stem).stream().anyMatch(there::contains)) return false;
        boolean deniedMay = stem.equals("may") && isNegation(claim, place + 1);
        return !deniedMay
                && Vocabulary.oppositesOf(stem).stream()
                        .anyMatch(opposite -> there.contains(opposite) && !here.contains(opposite));
    }

    private int firstShared(Set<String> here) {
        for (int i = 0; i < evidence.tokens().size(); i++) {
            Token token = evidence.tokens().get(i);
            if (token.isContent() && here.contains(token.stem())) return behindContent(i);
        }
        return 0;
    }

    /** Where the words begin that say nothing by themselves and stand before a place: no one may enter. */
    private int behindContent(int place) {
        int first = place;
        while (first > 0
                && first > place - LONGEST_OPENING
                && !evidence.tokens().get(first - 1).isContent()) first--;
        return first;
    }

    private int lastShared(Set<String> here) {
        for (int i = evidence.tokens().size() - 1; i >= 0; i--) {
            Token token = evidence.tokens().get(i);
            if (token.isContent() && here.contains(token.stem())) return i + 1;
        }
        return 0;
    }

    private static int negations(List<Token> tokens, int from, int to) {
        int negations = 0;
        for (int i = from; i < to; i++) {
            // "No more than five" denies nothing: it is a bound.
            boolean bounds = Measure.isBound(tokens, i + 1) && i + 1 < tokens.size();
            // Neither one nor the other is one denial.
            boolean goesOn = negations > 0 && tokens.get(i).stem().equals("nor");
            String behind = i + 1 < tokens.size() ? tokens.get(i + 1).stem() : "";
            boolean denies = isNegation(tokens, i) && !bounds && !goesOn;
            if (denies || Vocabulary.denies(tokens.get(i).stem(), behind)) negations++;
        }
        return negations;
    }

    private static boolean isNegation(List<Token> tokens, int place) {
        return place < tokens.size() && tokens.get(place).kind() == Kind.NEGATION;
    }
}
