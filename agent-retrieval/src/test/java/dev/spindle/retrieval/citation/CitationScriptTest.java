package dev.spindle.retrieval.citation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * 400 true and 400 false citations, made by a seeded script of facts in {@code facts.txt}.
 *
 * <p>A citation that is found false counts as found. What was judged wrongly is listed in {@code target/citations.txt}.
 */
class CitationScriptTest {
    private static final double REQUIRED = 0.97;
    private static final List<String> NAMES = List.of(
            "Anna Berg",
            "Karl Lund",
            "Mary O'Neill",
            "Ivo Petrov",
            "Chen Wei",
            "Lucía Ortiz",
            "Noor Haddad",
            "Tom Ashby");
    private static final List<String> PLACES = List.of(
            "town library",
            "harbour museum",
            "north station",
            "botanical garden",
            "chess club",
            "old archive",
            "city pool");
    private static final int PASSAGES = 4;
    private static final int FACTS = 3;

    private final Random random = new Random(20);
    private final List<List<String>> facts = resource("facts.txt")
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> List.of(line.split(" \\| ", -1)))
            .toList();

    /** What a citation is like, and how often it is made. */
    private enum Kind {
        VERBATIM(80, true),
        QUOTED(80, true),
        MOVED(80, true),
        SHORTENED(60, true),
        PARAPHRASED(100, true),
        WRONG_ID(50, false),
        QUOTE_ALTERED(60, false),
        NUMBERS_SWAPPED(60, false),
        NAMES_SWAPPED(60, false),
        NEGATED(60, false),
        OTHER_PASSAGE(50, false),
        MEANING_CHANGED(60, false);

        final int citations;
        final boolean holds;

        Kind(int citations, boolean holds) {
            this.citations = citations;
            this.holds = holds;
        }
    }

    /** A fact with its blanks filled. */
    private record Fact(List<String> forms, Map<String, String> blanks) {
        String say(int form) {
            return fill(forms.get(form), blanks);
        }

        boolean has(String one, String other) {
            return forms.get(0).contains(one) && forms.get(0).contains(other);
        }

        String swapped(String one, String other) {
            Map<String, String> swapped = new HashMap<>(blanks);
            swapped.put(one, blanks.get(other));
            swapped.put(other, blanks.get(one));
            return fill(forms.get(0), swapped);
        }

        private static String fill(String form, Map<String, String> blanks) {
            String filled = form.strip();
            for (Map.Entry<String, String> blank : blanks.entrySet()) {
                filled = filled.replace(blank.getKey(), blank.getValue());
            }
            return filled;
        }
    }

    @Test
    void falseCitationsAreFoundAndTrueOnesAreLetStand() throws IOException {
        Map<Kind, Integer> right = new EnumMap<>(Kind.class);
        List<String> wrong = new ArrayList<>();

        for (Kind kind : Kind.values()) {
            for (int i = 0; i < kind.citations; i++) judge(kind, right, wrong);
        }

        Files.write(Path.of("target", "citations.txt"), wrong);
        right.forEach((kind, count) -> System.out.printf(
                "citations %-16s %3d of %3d rightly %s%n",
                kind, count, kind.citations, kind.holds ? "let stand" : "found false"));
        int stood = sum(right, true);
        int found = sum(right, false);
        double precision = (double) found / (found + 400 - stood);
        double precisionOfStanding = (double) stood / (stood + 400 - found);
        System.out.printf(
                "citations found false: precision %.3f, recall %.3f; let stand: precision %.3f, recall %.3f%n",
                precision, found / 400.0, precisionOfStanding, stood / 400.0);
        assertThat(precision).isGreaterThanOrEqualTo(REQUIRED);
        assertThat(found / 400.0).isGreaterThanOrEqualTo(REQUIRED);
        assertThat(stood / 400.0).isGreaterThanOrEqualTo(REQUIRED);
        for (Kind kind : Kind.values()) {
            double share = (double) right.getOrDefault(kind, 0) / kind.citations;
            assertThat(share).as(kind.name()).isGreaterThanOrEqualTo(REQUIRED);
        }
    }

    private static int sum(Map<Kind, Integer> right, boolean holds) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.holds == holds)
                .mapToInt(kind -> right.getOrDefault(kind, 0))
                .sum();
    }

    private void judge(Kind kind, Map<Kind, Integer> right, List<String> wrong) {
        List<List<Fact>> documents = documents();
        Map<Integer, String> passages = new HashMap<>();
        for (int i = 0; i < PASSAGES; i++) passages.put(i + 1, text(documents.get(i)));
        int cited = random.nextInt(PASSAGES) + 1;
        String sentence = sentence(kind, documents.get(cited - 1));
        int number = kind == Kind.WRONG_ID ? PASSAGES + 1 : kind == Kind.OTHER_PASSAGE ? cited % PASSAGES + 1 : cited;

        Claim claim = CitationCheck.of(sentence + " [" + number + "]", passages)
                .claims()
                .get(0);

        if (claim.verdict().holds() == kind.holds) right.merge(kind, 1, Integer::sum);
        else wrong.add(kind + ": " + claim + "\n    " + passages.get(number));
    }

    private List<List<Fact>> documents() {
        List<List<Fact>> documents = new ArrayList<>();
        for (int i = 0; i < PASSAGES; i++) {
            List<Fact> document = new ArrayList<>();
            int first = random.nextInt(facts.size());
            for (int j = 0; j < FACTS; j++) document.add(fact(facts.get((first + j * 5) % facts.size())));
            documents.add(document);
        }
        return documents;
    }

    private Fact fact(List<String> forms) {
        int name = random.nextInt(NAMES.size());
        int number = 2 + random.nextInt(900);
        return new Fact(
                forms,
                Map.of(
                        "{a}", NAMES.get(name),
                        "{b}", NAMES.get((name + 1 + random.nextInt(NAMES.size() - 1)) % NAMES.size()),
                        "{n}", Integer.toString(number),
                        "{m}", Integer.toString(number + 1 + random.nextInt(90)),
                        "{p}", PLACES.get(random.nextInt(PLACES.size()))));
    }

    private static String text(List<Fact> document) {
        return String.join(" ", document.stream().map(fact -> fact.say(0)).toList());
    }

    private String sentence(Kind kind, List<Fact> document) {
        Fact fact = document.get(random.nextInt(FACTS));
        return switch (kind) {
            case VERBATIM, WRONG_ID, OTHER_PASSAGE -> fact.say(0);
            case QUOTED -> "The document says: \"" + span(fact.say(0)) + "\".";
            case QUOTE_ALTERED -> "The document says: \"" + altered(span(fact.say(0))) + "\".";
            case MOVED -> fact.say(1);
            case SHORTENED -> beginning(fact.say(0));
            case PARAPHRASED -> fact.say(2);
            case MEANING_CHANGED -> fact.say(3);
            case NEGATED -> fact.say(4);
            case NUMBERS_SWAPPED -> swapped("{n}", "{m}", document);
            case NAMES_SWAPPED -> swapped("{a}", "{b}", document);
        };
    }

    /** Of a fact that has both blanks, the two exchanged; if the passage has none, one of these is put in a fact of it. */
    private String swapped(String one, String other, List<Fact> document) {
        List<Fact> both = document.stream().filter(fact -> fact.has(one, other)).toList();
        if (!both.isEmpty()) return both.get(random.nextInt(both.size())).swapped(one, other);
        return document.stream()
                .filter(fact -> fact.has(one, one))
                .findFirst()
                .map(fact -> fact.swapped(one, other))
                .orElseThrow();
    }

    private String span(String sentence) {
        String[] words = sentence.replaceAll("[.,;]", "").split(" ", -1);
        int from = random.nextInt(words.length - 6);
        return sentence.contains(",")
                ? spanBefore(sentence)
                : String.join(" ", Arrays.copyOfRange(words, from, from + 6));
    }

    private static String spanBefore(String sentence) {
        return sentence.substring(0, sentence.indexOf(','));
    }

    private String altered(String quote) {
        String[] words = quote.split(" ", -1);
        int place = 1 + random.nextInt(words.length - 1);
        words[place] = words[place].matches("\\d+") ? Integer.toString(Integer.parseInt(words[place]) + 1) : "roughly";
        return String.join(" ", words);
    }

    /** What stands before the sentence's comma or its last "and", as a sentence. */
    private static String beginning(String sentence) {
        int end = Math.max(sentence.indexOf(','), sentence.lastIndexOf(" and "));
        return end < 0 ? sentence : sentence.substring(0, end) + ".";
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(CitationScriptTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }
}
