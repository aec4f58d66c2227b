package dev.spindle.retrieval.citation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CitationCheckTest {
    private static final Map<Integer, String> PASSAGES = Map.of(
            3,
            "## Loans\n\nBooks may be kept for **four weeks**. The fine is 20 cents for each day and item, and a replacement card"
                    + " costs 4 euros. Films cannot be reserved.",
            7,
            "Anna Berg opened the reading room in 1998. Karl Lund has led the archive since 2011.");

    @ParameterizedTest
    @ValueSource(strings = {".", "?", "!)", ".\""})
    void aRowOfMarksIsReadInTimeLinearInIt(String marks) {
        String answer = marks.repeat(190_000 / marks.length()) + "x";

        assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> assertThat(fastest(answer)).isLessThan(Duration.ofSeconds(3)));
    }

    /** How long it takes when nobody disturbs it. */
    private static Duration fastest(String answer) {
        Duration best = Duration.ofDays(1);
        for (int count = 0; count < 3; count++) {
            long begun = System.nanoTime();
            CitationCheck.of(answer, PASSAGES);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            if (took.compareTo(best) < 0) best = took;
        }
        return best;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SUPPORTED; Books may be kept for four weeks. [3]",
                "SUPPORTED; Books may be kept for 4 weeks [3].",
                "SUPPORTED; The documents say \"kept for four weeks\" of books. [3]",
                "SUPPORTED; For each day and item the fine is 20 cents [3].",
                "SUPPORTED; Films can't be reserved [3].",
                "SUPPORTED; Since 2011, Karl Lund has led the archive. [7]",
                "NO_SUCH_PASSAGE; Books may be kept for four weeks. [4]",
                "UNCITED; Books may be kept for four weeks.",
                "QUOTE_ALTERED; The documents say \"kept for six weeks\" of books. [3]",
                "NUMBERS_DIFFER; Books may be kept for six weeks. [3]",
                "NUMBERS_DIFFER; The fine is 4 cents for each day, and a replacement card costs 20 euros [3].",
                "NAMES_DIFFER; In 1998 it was Karl Holm who opened the reading room [7].",
                "NAMES_DIFFER; The reading room was opened by Lund in 1998, and Berg has led the archive since 2011. [7]",
                "NEGATION_DIFFERS; Books may not be kept for four weeks. [3]",
                "NEGATION_DIFFERS; Films can be reserved [3].",
                "MEANING_DIFFERS; Anna Berg closed the reading room in 1998. [7]",
                "UNSUPPORTED; Books may be kept for four weeks. [7]",
            })
    void sentenceIsHeldAgainstWhatItCites(Verdict verdict, String sentence) {
        CitationReport report = CitationCheck.of(sentence, PASSAGES);

        assertThat(report.claims()).singleElement().extracting(Claim::verdict).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SUPPORTED; You may borrow no more than five films [1].",
                "SUPPORTED; At most 5 films may be borrowed. [1]",
                "NUMBERS_DIFFER; At least 5 films may be borrowed. [1]",
                "NUMBERS_DIFFER; More than 5 films may be borrowed. [1]",
                "NUMBERS_DIFFER; Cards expire after 3 months. [1]",
                "NUMBERS_DIFFER; Cards expire within 3 years. [1]",
                "SUPPORTED; After 3 years, a card expires. [1]",
                "NUMBERS_DIFFER; Lost cards cost £12. [1]",
                "SUPPORTED; A lost card costs €12. [1]",
                "SUPPORTED; 80 percent of the visitors are students [1].",
                "MEANING_DIFFERS; Every visitor is a student, and some cards expire after 3 years. [2]",
                "MEANING_DIFFERS; The library sold the atlas in 1990. [2]",
                "MEANING_DIFFERS; Drinking is forbidden in the hall. [2]",
                "MEANING_DIFFERS; The archive is unsafe in winter. [2]",
                "MEANING_DIFFERS; The museum opens last and the archive opens first. [2]",
                "SUPPORTED; The museum opens first, and the archive last. [2]",
                "MEANING_DIFFERS; Members may show a card. [2]",
                "SUPPORTED; Members are required to show a card. [2]",
            })
    void boundsUnitsAndOppositesAreHeldAgainstThePassage(Verdict verdict, String sentence) {
        Map<Integer, String> passages = Map.of(
                1,
                "Up to 5 films may be borrowed. Cards expire after 3 years. A lost card costs 12 euros. 80% of the visitors are"
                        + " students.",
                2,
                "Some visitors are students, and all cards expire after 3 years. The library bought the atlas in 1990. Drinking is"
                        + " allowed in the hall. The archive is safe in winter. The museum opens first and the archive opens last."
                        + " Members must show a card.");

        CitationReport report = CitationCheck.of(sentence, passages);

        assertThat(report.claims()).singleElement().extracting(Claim::verdict).isEqualTo(verdict);
    }

    @Test
    void everySentenceIsCheckedByItself() {
        CitationReport report = CitationCheck.of(
                "Books may be kept for four weeks [3]. The fine is 30 cents. [3, 7]\n\n- Karl Lund has led the archive since"
                        + " 2011 [7]",
                PASSAGES);

        assertThat(report.claims())
                .extracting(Claim::verdict)
                .containsExactly(Verdict.SUPPORTED, Verdict.NUMBERS_DIFFER, Verdict.SUPPORTED);
        assertThat(report.claims()).extracting(Claim::numbers).containsExactly(List.of(3), List.of(3, 7), List.of(7));
        assertThat(report.holds()).isFalse();
        assertThat(report.doubtful()).singleElement().extracting(Claim::detail).isEqualTo("30");
    }

    @Test
    void hostileAnswersTakeLinearTime() {
        for (String piece : List.of("“", "\"", "[1]", "[1", "a.", "not ", "1,", "\n", "”", "[1] ")) {
            String text = piece.repeat(100_000 / piece.length());
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> CitationCheck.of(text, Map.of(1, "Some text. ")));
        }
    }
}
