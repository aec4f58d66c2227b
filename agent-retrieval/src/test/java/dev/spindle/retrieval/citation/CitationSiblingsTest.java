package dev.spindle.retrieval.citation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sentences that differ from their passage in one thing, each beside one that says the same in another way. */
class CitationSiblingsTest {
    private static Verdict verdict(String sentence, String passage) {
        return CitationCheck.of(sentence + " [1]", Map.of(1, passage))
                .claims()
                .get(0)
                .verdict();
    }

    private static void assertVerdict(Verdict expected, String sentence, String passage) {
        assertThat(verdict(sentence, passage)).as(sentence + " / " + passage).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUPPORTED | The hall seats 21 guests. | The hall seats twenty-one guests.",
                "SUPPORTED | The hall seats twenty-one guests. | The hall seats 21 guests.",
                "NUMBERS_DIFFER | The hall seats twenty guests. | The hall seats twenty-one guests.",
                "NUMBERS_DIFFER | The hall seats twenty-two guests. | The hall seats 21 guests.",
                "SUPPORTED | The hall seats 250 guests. | The hall seats two hundred and fifty guests.",
                "NUMBERS_DIFFER | The hall seats two hundred guests. | The hall seats two hundred and fifty guests.",
                "SUPPORTED | The hall seats 3,000 guests. | The hall seats three thousand guests.",
                "SUPPORTED | The tower cost 1.5 million euros. | The tower cost 1,500,000 euros.",
                "NUMBERS_DIFFER | The tower cost 1.5 billion euros. | The tower cost 1,500,000 euros.",
                "NUMBERS_DIFFER | The tower cost 2 million euros. | The tower cost 2 billion euros.",
                "SUPPORTED | The tower cost 2bn euros. | The tower cost 2 billion euros.",
                "SUPPORTED | About 5k people came. | About 5,000 people came.",
                "SUPPORTED | Each reader may take 1 map. | Each reader may take one map.",
                "NUMBERS_DIFFER | Each reader may take one map. | Each reader may take two maps.",
                "SUPPORTED | No one may enter the cellar. | No one may enter the cellar.",
                "SUPPORTED | The shop is on the 3rd floor. | The shop is on the third floor.",
                "NUMBERS_DIFFER | The shop is on the second floor. | The shop is on the third floor.",
                "NUMBERS_DIFFER | The shop is on the 2nd floor. | The shop is on the 3rd floor.",
                "SUPPORTED | A quarter of the seats are free. | A quarter of the seats are free.",
                "NUMBERS_DIFFER | A third of the seats are taken. | A quarter of the seats are taken.",
                "MEANING_DIFFERS | The rent doubled in ten years. | The rent tripled in ten years.",
            })
    void numbersInWords(Verdict expected, String sentence, String passage) {
        assertVerdict(expected, sentence, passage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUPPORTED | The fine is 20 cents per day. | The fine is 20 cents each day.",
                "NUMBERS_DIFFER | The fine is 20 cents per week. | The fine is 20 cents per day.",
                "NUMBERS_DIFFER | The freezer is kept at 18 °C. | The freezer is kept at -18 °C.",
                "SUPPORTED | The freezer is kept at −18 °C. | The freezer is kept at minus 18 degrees C.",
                "NUMBERS_DIFFER | The oven is kept at 90 °F. | The oven is kept at 90 °C.",
                "NAMES_DIFFER | The oven is kept at 90 degrees Fahrenheit. | The oven is kept at 90 degrees Celsius.",
                "NUMBERS_DIFFER | Trams run at 50 mph. | Trams run at 50 km/h.",
                "NUMBERS_DIFFER | The gates open at 10 pm. | The gates open at 10 am.",
                "SUPPORTED | The gates open at 10 p.m. | The gates open at 10 pm.",
                "NUMBERS_DIFFER | The gates open at 10 a.m. | The gates open at 10 p.m.",
                "SUPPORTED | The gates are open from 9:30 to 17:45. | The gates are open 9:30–17:45.",
                "NUMBERS_DIFFER | On all days the gates are open from 9:45 to 17:30. | On all days the gates are open 9:30–17:45.",
                "SUPPORTED | The gates open at 09:30. | The gates open at 9:30.",
                "NUMBERS_DIFFER | The gates open at 9:45. | The gates open at 9:30.",
                "SUPPORTED | Between 5 and 10 guests come. | 5 to 10 guests come.",
                "SUPPORTED | 5-10 guests come. | 5 to 10 guests come.",
                "NUMBERS_DIFFER | Between 5 and 15 guests come. | 5 to 10 guests come.",
                "NAMES_DIFFER | The radio sends at 90 kHz. | The radio sends at 90 MHz.",
                "NUMBERS_DIFFER | The meal has 300 calories. | The meal has 300 joules.",
                "NAMES_DIFFER | The museum is closed on Tuesdays. | The museum is closed on Mondays.",
                "SUPPORTED | The museum is closed on Mondays. | The museum is closed every Monday.",
                "MEANING_DIFFERS | The museum is closed on tuesdays. | The museum is closed on mondays.",
                "MEANING_DIFFERS | The door is painted red. | The door is painted green.",
                "MEANING_DIFFERS | The museum closes in july. | The museum closes in June.",
            })
    void unitsAndRanges(Verdict expected, String sentence, String passage) {
        assertVerdict(expected, sentence, passage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "false | Members may enter with a card. | Members may enter without a card.",
                "false | Members may enter without a card. | Members may enter with a card.",
                "true | Members may enter without a card. | Members may enter without a card.",
                "false | The pump never stops at night. | The pump stops at night.",
                "false | The pump stops at night. | The pump never stops at night.",
                "false | The pump no longer runs at night. | The pump runs at night.",
                "false | The pump fails to stop at night. | The pump stops at night.",
                "false | The attic is heated. | All rooms except the attic are heated.",
                "false | Dogs are allowed unless the park is closed. | Dogs are allowed if the park is closed.",
                "true | Books can be reserved. | Films cannot be reserved, but books can be reserved.",
                "false | Films can be reserved. | Films cannot be reserved, but books can be reserved.",
                "false | Books cannot be reserved. | Films cannot be reserved, but books can be reserved.",
                "true | Films cannot be reserved. | Books can be reserved; films cannot be reserved.",
                "false | Neither books nor films can be reserved. | Books and films can be reserved.",
                "true | It is not possible to reserve films. | Films cannot be reserved.",
                "false | Few visitors are students. | Many visitors are students.",
                "false | Visitors seldom bring a lamp. | Visitors often bring a lamp.",
                "false | The board lacks a secretary. | The board has a secretary.",
                "false | The vote took place despite the rain. | The vote took place because of the rain.",
            })
    void denials(boolean holds, String sentence, String passage) {
        Verdict found = verdict(sentence, passage);

        assertThat(found.holds()).as(sentence + " / " + passage + ": " + found).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NAMES_DIFFER | Lund opened the reading room in 1998. | Berg opened the reading room in 1998.",
                "SUPPORTED | Berg opened the reading room in 1998. | Berg opened the reading room in 1998.",
                "SUPPORTED | Usually the reading room opens in spring. | The reading room opens in spring.",
                "NAMES_DIFFER | The room was opened by Lund. | The room was opened by Berg.",
                "NAMES_DIFFER | Munich is larger than Berlin. | Berlin is larger than Munich.",
                "NAMES_DIFFER | Anna paid Karl for the boat. | Karl paid Anna for the boat.",
                "SUPPORTED | Karl was paid by Anna for the boat. | Anna paid Karl for the boat.",
                "SUPPORTED | Lucía led the archive. | Luci\u0301a led the archive.",
                "SUPPORTED | The office ﬁnds lost bags. | The office finds lost bags.",
                "NAMES_DIFFER | O'Brien led the archive. | O’Neill led the archive.",
            })
    void names(Verdict expected, String sentence, String passage) {
        assertVerdict(expected, sentence, passage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUPPORTED | Beta was acquired by Acme. | Acme acquired Beta.",
                "NAMES_DIFFER | Acme was acquired by Beta. | Acme acquired Beta.",
                "SUPPORTED | Acme acquired Beta. | Beta was acquired by Acme.",
                "NAMES_DIFFER | Beta acquired Acme. | Beta was acquired by Acme.",
                "NAMES_DIFFER | Acme was acquired by Beta. | Beta was acquired by Acme.",
                "SUPPORTED | In 2019 Beta Labs was acquired by Acme Corp. | Acme Corp acquired Beta Labs in 2019.",
                "NAMES_DIFFER | In 2019 Acme Corp was acquired by Beta Labs. | Acme Corp acquired Beta Labs in 2019.",
                "NAMES_DIFFER | Acme was acquired in 2019 by Beta. | In 2019, Acme acquired Beta.",
                "SUPPORTED | Beta was acquired in 2019 by Acme. | In 2019, Acme acquired Beta.",
                "NAMES_DIFFER | Anna was later hired by Karl. | Anna hired Karl.",
                "SUPPORTED | Karl was later hired by Anna. | Anna later hired Karl.",
                "NAMES_DIFFER | Anna was seen by Karl at the gate. | Anna saw Karl at the gate.",
                "MEANING_DIFFERS | The dog was bitten by the man. | The dog bit the man.",
                "SUPPORTED | The man was bitten by the dog. | The dog bit the man.",
                "NAMES_DIFFER | Beta has acquired Acme. | Beta, acquired by Acme in 2019, makes pumps.",
                "SUPPORTED | Acme acquired Beta. | Beta, acquired by Acme in 2019, makes pumps.",
                "SUPPORTED | Beta was acquired by Acme. | Acme acquired Beta, and Beta acquired Acme.",
            })
    void doersOfTurnedSentences(Verdict expected, String sentence, String passage) {
        assertVerdict(expected, sentence, passage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "QUOTE_ALTERED | Es heißt: „kept for six weeks“.",
                "SUPPORTED | The house rules say „kept for four weeks“ of books.",
                "QUOTE_ALTERED | The house rules say »kept for six weeks« of books.",
                "QUOTE_ALTERED | The house rules say ”kept for six weeks” of books.",
                "QUOTE_ALTERED | The house rules say ‘kept for six weeks’ of books.",
                "SUPPORTED | The house rules say ‘kept for four weeks’ of books.",
                "QUOTE_ALTERED | The house rules say ‹kept for six weeks› of books.",
                "QUOTE_ALTERED | The house rules say 「kept for six weeks」 of books.",
                "QUOTE_ALTERED | The house rules say 'kept for six weeks' of books.",
                "SUPPORTED | The house rules say 'kept for four weeks' of books.",
                "SUPPORTED | The library's books aren't lent; they're kept for four weeks.",
                "SUPPORTED | The house rules say \"Books may be … four weeks\" of books.",
                "SUPPORTED | The house rules say \"Books may be [...] four weeks\" of books.",
                "QUOTE_ALTERED | The house rules say \"four weeks ... books may be\" of books.",
                "QUOTE_ALTERED | The house rules say \"Books may be ... six weeks\" of books.",
            })
    void quotations(Verdict expected, String sentence) {
        String passage =
                "The library's books aren't sold or lent; they're shown. Books may be kept for four weeks, say the house"
                        + " rules.";

        assertVerdict(expected, sentence, passage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SUPPORTED | Books may be kept for four weeks and films for two [3][4].",
                "SUPPORTED | Books may be kept for four weeks and films for two [3; 4].",
                "SUPPORTED | Books may be kept for four weeks and films for two [3-4].",
                "SUPPORTED | Books may be kept for four weeks and films for two [3–4].",
                "SUPPORTED | Books may be kept for four weeks and films for two [ 3 , 4 ].",
                "SUPPORTED | Books may be kept for four weeks and films for two [3 and 4].",
                "NO_SUCH_PASSAGE | Books may be kept for four weeks and films for two [3-5].",
                "NO_SUCH_PASSAGE | Books may be kept for four weeks [99999999999999].",
                "SUPPORTED | The rules say \"kept for four weeks. Films may be kept for two weeks\" [3, 4].",
                "QUOTE_ALTERED | The rules say \"kept for four weeks. Films may be kept for six weeks\" [3, 4].",
            })
    void citationsOfSeveralPassages(Verdict expected, String sentence) {
        Map<Integer, String> passages =
                Map.of(3, "Say the rules: Books may be kept for four weeks.", 4, "Films may be kept for two weeks.");

        List<Claim> claims = CitationCheck.of(sentence, passages).claims();

        assertThat(claims).singleElement().extracting(Claim::verdict).isEqualTo(expected);
    }
}
