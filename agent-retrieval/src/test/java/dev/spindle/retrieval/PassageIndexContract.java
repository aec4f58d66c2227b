package dev.spindle.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.spindle.retrieval.IndexedDocument.Entry;
import dev.spindle.retrieval.IndexedDocument.Stamp;
import dev.spindle.retrieval.PassageIndex.Hit;
import dev.spindle.retrieval.document.Passage;
import dev.spindle.retrieval.document.Passage.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds of every store of passages. */
abstract class PassageIndexContract {
    static final Stamp STAMP = new Stamp("0badc0de", 1_234_567_890_123L, -1);

    PassageIndex index;

    /** A store with nothing in it. */
    abstract PassageIndex open();

    @BeforeEach
    void openIndex() {
        index = open();
    }

    @AfterEach
    void closeIndex() {
        index.close();
    }

    static Passage passage(String file, int place, String heading, String text) {
        return new Passage(
                new Source(file, place * 100, place * 100 + 50, place + 1, place + 2), "", List.of(heading), text);
    }

    static IndexedDocument document(String path, Map<String, String> metadata, String... texts) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            entries.add(new Entry(passage(path, i, "Part", texts[i]), texts[i], vector(i + 1)));
        }
        return new IndexedDocument(path, STAMP, metadata, entries, "");
    }

    /** The higher the number, the further from the first axis. */
    static float[] vector(int number) {
        return new float[] {(float) Math.cos(number / 10.0), (float) Math.sin(number / 10.0), 0};
    }

    void change(Collection<String> removed, IndexedDocument... added) {
        index.change(Map.of("version", "1"), removed, List.of(added).iterator());
    }

    List<String> texts(List<Hit> hits) {
        return hits.stream()
                .map(hit -> index.find(hit.number()).orElseThrow().passage().text())
                .toList();
    }

    @Test
    void newIndexIsEmpty() {
        assertThat(index.properties()).isEmpty();
        assertThat(index.documents()).isEmpty();
        assertThat(index.leftOut()).isEmpty();
        assertThat(index.size()).isZero();
        assertThat(index.find(1)).isEmpty();
        assertThat(index.passagesOf("a.md")).isEmpty();
        assertThat(index.byWords(PassageQuery.of("kettle", 5), 5)).isEmpty();
        assertThat(index.byVector(vector(1), PassageQuery.of("kettle", 5), 5)).isEmpty();
    }

    @Test
    void whatWasSaidOfDocumentsIsKept() {
        IndexedDocument broken = new IndexedDocument("b.pdf", STAMP, Map.of(), List.of(), "'b.pdf' is a broken PDF");

        change(List.of(), document("a.md", Map.of(), "The kettle sings.", "The cat sleeps."), broken);

        assertThat(index.properties()).isEqualTo(Map.of("version", "1"));
        assertThat(index.documents()).isEqualTo(Map.of("a.md", STAMP, "b.pdf", STAMP));
        assertThat(index.leftOut()).isEqualTo(Map.of("b.pdf", "'b.pdf' is a broken PDF"));
        assertThat(index.size()).isEqualTo(2);
    }

    @Test
    void passagesComeBackAsTheyWentInTheirOrder() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 30; i++)
            entries.add(new Entry(passage("it's \"a\".md", i, "H" + i, "Text " + i), "", null));

        change(List.of(), new IndexedDocument("it's \"a\".md", STAMP, Map.of(), entries, ""));

        List<FoundPassage> found = index.passagesOf("it's \"a\".md");
        assertThat(found.stream().map(FoundPassage::passage))
                .isEqualTo(entries.stream().map(Entry::passage).toList());
        assertThat(index.find(found.get(7).number())).contains(found.get(7));
    }

    @Test
    void rareWordsCountMoreThanFrequentOnes() {
        change(
                List.of(),
                document(
                        "a.md",
                        Map.of(),
                        "The water boils.",
                        "The water sings.",
                        "The water is in a kettle with much else."),
                document("b.md", Map.of(), "No such thing."));

        List<Hit> hits = index.byWords(PassageQuery.of("water kettles", 5), 5);

        assertThat(texts(hits)).hasSize(3).first().isEqualTo("The water is in a kettle with much else.");
        assertThat(hits.get(0).score()).isGreaterThan(hits.get(1).score());
        assertThat(hits).allMatch(hit -> hit.score() > 0);
    }

    @Test
    void wordsOfSomePassagesAreWorthWhatTheyAreAmongAll() {
        change(List.of(), document("a.md", Map.of(), "The water boils.", "A kettle of water.", "No such thing."));
        PassageQuery query = PassageQuery.of("water kettles", 5);
        List<Hit> all = index.byWords(query, 5);
        Hit second = all.get(1);

        List<Hit> worth = index.wordScores(query, List.of(second.number(), 3, 99));

        assertThat(texts(all)).containsExactly("A kettle of water.", "The water boils.");
        assertThat(worth).hasSize(1);
        assertThat(worth.get(0).number()).isEqualTo(second.number());
        assertThat(worth.get(0).score()).isCloseTo(second.score(), within(1e-5f));
        assertThat(index.wordScores(query, List.of())).isEmpty();
        assertThat(index.wordScores(query.inFolder("b/"), List.of(second.number())))
                .isEmpty();
    }

    @Test
    void headingsAndWhatStandsAroundAreFound() {
        Entry text = new Entry(
                passage("tea/green.md", 0, "Brewing", "Some text."), "Some text. A porcelain pot.", vector(1));
        Entry pot = new Entry(
                passage("tea/green.md", 1, "Ware", "A porcelain pot."), "Some text. A porcelain pot.", vector(2));

        change(List.of(), new IndexedDocument("tea/green.md", STAMP, Map.of(), List.of(text, pot), ""));

        assertThat(texts(index.byWords(PassageQuery.of("brewing", 5), 5))).containsExactly("Some text.");
        assertThat(texts(index.byWords(PassageQuery.of("porcelain", 5), 5)))
                .containsExactly("A porcelain pot.", "Some text.");
        assertThat(texts(index.byWords(PassageQuery.of("green", 5), 5))).hasSize(2);
    }

    @Test
    void wordsOfOtherScriptsAreFound() {
        change(List.of(), document("a.md", Map.of(), "図書館は月曜日に閉まります。", "Der Löwe schläft."));

        assertThat(texts(index.byWords(PassageQuery.of("図書館", 5), 5))).containsExactly("図書館は月曜日に閉まります。");
        assertThat(texts(index.byWords(PassageQuery.of("löwe", 5), 5))).containsExactly("Der Löwe schläft.");
    }

    @Test
    void nearestVectorsAreFoundWithTheirCosines() {
        change(List.of(), document("a.md", Map.of(), "One.", "Two.", "Three.", "Four."));

        List<Hit> hits = index.byVector(vector(3), PassageQuery.of("", 5), 3);

        assertThat(texts(hits)).startsWith("Three.").containsExactlyInAnyOrder("Three.", "Two.", "Four.");
        assertThat(hits.get(0).score()).isCloseTo(1, within(1e-5f));
        assertThat(hits.get(1).score()).isCloseTo((float) Math.cos(0.1), within(1e-5f));
    }

    @Test
    void onlyTheFolderAndTheMetadataThatAreAskedForAreSearched() {
        change(
                List.of(),
                document("howto/a.md", Map.of("lang", "en", "part", "1"), "A kettle."),
                document("howto/b.md", Map.of("lang", "de"), "The kettle."),
                document("other/how.md", Map.of("lang", "en"), "Kettles."));

        PassageQuery query = PassageQuery.of("kettle", 5);
        assertThat(texts(index.byWords(query.inFolder("howto/"), 5)))
                .containsExactlyInAnyOrder("A kettle.", "The kettle.");
        assertThat(texts(index.byWords(query.where("lang", "en"), 5)))
                .containsExactlyInAnyOrder("A kettle.", "Kettles.");
        assertThat(texts(index.byVector(vector(1), query.inFolder("howto/").where("lang", "en"), 5)))
                .containsExactly("A kettle.");
        assertThat(index.byWords(query.inFolder("howto/' or true --"), 5)).isEmpty();
    }

    @Test
    void passageKeepsItsNumberAndNoNumberIsUsedTwice() {
        change(List.of(), document("a.md", Map.of(), "One.", "Two.", "Two.", "Three."));
        List<Integer> before = numbers("a.md");
        change(List.of("gone.md"), document("a.md", Map.of(), "New.", "Two.", "Two.", "One."));

        assertThat(numbers("a.md")).containsExactly(5, before.get(1), before.get(2), before.get(0));

        change(List.of("a.md"));
        change(List.of(), document("b.md", Map.of(), "Four."));
        assertThat(numbers("b.md")).containsExactly(6);
        assertThat(index.size()).isEqualTo(1);
    }

    private List<Integer> numbers(String path) {
        return index.passagesOf(path).stream().map(FoundPassage::number).toList();
    }

    @Test
    void removedAndReplacedPassagesAreFoundNoMore() {
        change(List.of(), document("a.md", Map.of(), "A kettle."), document("b.md", Map.of(), "A kettle too."));

        change(List.of("a.md"), document("b.md", Map.of(), "A cat."));

        assertThat(index.byWords(PassageQuery.of("kettle", 5), 5)).isEmpty();
        assertThat(texts(index.byVector(vector(1), PassageQuery.of("", 5), 5))).containsExactly("A cat.");
        assertThat(index.documents()).containsOnlyKeys("b.md");
    }

    @Test
    void changeThatFailsChangesNothing() {
        change(List.of(), document("a.md", Map.of(), "A kettle."));
        AtomicInteger asked = new AtomicInteger();
        Iterator<IndexedDocument> failing = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public IndexedDocument next() {
                if (asked.incrementAndGet() == 2) throw new IllegalStateException("the power is gone");
                return document("b.md", Map.of(), "A kettle too.");
            }
        };

        assertThatThrownBy(() -> index.change(Map.of("version", "2"), List.of("a.md"), failing))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the power is gone");

        assertThat(index.properties()).isEqualTo(Map.of("version", "1"));
        assertThat(index.documents()).containsOnlyKeys("a.md");
        assertThat(texts(index.byWords(PassageQuery.of("kettle", 5), 5))).containsExactly("A kettle.");
        change(List.of(), document("c.md", Map.of(), "One more."));
        assertThat(index.size()).isEqualTo(2);
    }

    @Test
    void characterThatIsNoneStopsNothing() {
        String odd = "A kettle \0 and \uD83D half \uDC00 of 𝌆 it.";

        change(List.of(), document("odd.md", Map.of("k\0", "v\uD800"), odd));

        assertThat(index.byWords(PassageQuery.of("kettle \0 \uD83D", 5), 5)).hasSize(1);
        assertThat(index.passagesOf("odd.md").get(0).passage().text())
                .startsWith("A kettle")
                .contains("of 𝌆 it.");
    }

    /** What another thread sees and can do while one changes the index; for stores that serve more than one at a time. */
    abstract static class Shared extends PassageIndexContract {
        @Test
        void readersSeeNothingOfAChangeBeforeItsEnd() {
            change(List.of(), document("a.md", Map.of(), "A kettle."));
            List<List<String>> seen = new ArrayList<>();

            index.change(Map.of("version", "2"), List.of("a.md"), observed(() -> {
                seen.add(texts(index.byWords(PassageQuery.of("kettle", 5), 5)));
                seen.add(List.copyOf(index.documents().keySet()));
            }));

            assertThat(seen)
                    .containsExactly(List.of("A kettle."), List.of("a.md"), List.of("A kettle."), List.of("a.md"));
            assertThat(index.documents()).containsOnlyKeys("b.md", "c.md");
        }

        @Test
        void changeBesideAChangeIsRefused() {
            List<Throwable> refusals = new ArrayList<>();

            index.change(Map.of(), List.of(), observed(() -> {
                try {
                    change(List.of(), document("d.md", Map.of(), "Four."));
                } catch (IndexInUseException refused) {
                    refusals.add(refused);
                }
            }));

            assertThat(refusals)
                    .hasSize(2)
                    .allSatisfy(refused -> assertThat(refused).hasMessageContaining("is being changed by another"));
            assertThat(index.documents()).containsOnlyKeys("b.md", "c.md");
        }

        private static Iterator<IndexedDocument> observed(Runnable look) {
            return List.of("b.md", "c.md").stream()
                    .map(path -> {
                        look.run();
                        return document(path, Map.of(), "A kettle of " + path);
                    })
                    .iterator();
        }
    }
}
