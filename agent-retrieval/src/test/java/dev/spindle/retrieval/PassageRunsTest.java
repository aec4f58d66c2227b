package dev.spindle.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.context.Cancellation;
import dev.spindle.retrieval.document.SourceDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Passages that were found, joined with what stands beside them. */
class PassageRunsTest {
    private static final int PARAGRAPH = 300;

    /** Paragraphs of equal length, each a passage; those of some places speak of a kettle. */
    private static SourceDocument document(String name, int paragraphs, Integer... aboutKettles) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < paragraphs; i++) {
            String start = Set.of(aboutKettles).contains(i) ? "kettle " : "nothing ";
            StringBuilder text = new StringBuilder(start + name + i);
            while (text.length() < PARAGRAPH) text.append(" and so on");
            texts.add(text.substring(0, PARAGRAPH - 1) + ".");
        }
        return SourceDocument.ofText(name, "", String.join("\n\n", texts));
    }

    private static List<PassageRun> runs(int limit, int mostCharacters, SourceDocument... documents) {
        try (DocumentIndex index = DocumentIndex.of(List.of(documents), IndexSettings.WORDS, (done, total) -> {})) {
            return index.searchRuns(PassageQuery.of("kettle", limit), mostCharacters, Cancellation.create());
        }
    }

    private static List<String> places(List<PassageRun> runs) {
        return runs.stream()
                .map(run -> run.source().file() + " " + run.source().start() / PARAGRAPH + "-"
                        + (run.source().end() / PARAGRAPH - 1))
                .toList();
    }

    @Test
    void passagesThatStandTogetherAreOneRunWithWhatStandsBetweenThem() {
        SourceDocument document = document("a", 20, 3, 4, 6);

        List<PassageRun> runs = runs(5, 4 * PARAGRAPH + 10, document);

        assertThat(places(runs)).containsExactly("a 3-6");
        assertThat(runs.get(0).text()).contains("kettle a3", "kettle a4", "nothing a5", "kettle a6");
    }

    @Test
    void runsHaveNoMoreRoomThanAllOfThemTogether() {
        SourceDocument document = document("a", 20, 2, 3, 4, 12);

        List<PassageRun> runs = runs(5, 4 * PARAGRAPH + 10, document);

        assertThat(places(runs)).containsExactlyInAnyOrder("a 2-4", "a 12-12");
    }

    @Test
    void whatIsLeftOfTheRoomGoesToWhatStandsBehind() {
        List<PassageRun> runs = runs(2, 10 * PARAGRAPH + 20, document("a", 20, 9), document("b", 1, 0));

        assertThat(places(runs)).containsExactlyInAnyOrder("a 7-15", "b 0-0");
    }

    @Test
    void whatIsSaidAtTwoPlacesIsFoundAtBoth() {
        SourceDocument one = SourceDocument.ofText("a", "", "The kettle sings.");
        SourceDocument other = SourceDocument.ofText("b", "", "The kettle sings.");

        List<PassageRun> runs = runs(5, 1_000, one, other);

        assertThat(runs).extracting(run -> run.source().file()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void thereAreNoMoreRunsThanAskedFor() {
        assertThat(runs(2, 10 * PARAGRAPH, document("a", 30, 2, 12, 22))).hasSize(2);
    }

    @Test
    void onePassageIsFoundWhereverThereIsNoRoomForIt() {
        assertThat(places(runs(5, 100, document("a", 3, 1)))).containsExactly("a 1-1");
    }
}
