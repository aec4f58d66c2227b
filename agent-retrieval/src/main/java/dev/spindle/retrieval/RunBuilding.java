package dev.spindle.retrieval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Joins passages that were found to runs, which grow by what stands before and behind them as long as there is room. For one thread.
 */
final class RunBuilding {
    private final Function<String, List<FoundPassage>> documents;
    private final int mostRuns;
    private final int mostCharacters;
    private final Map<String, List<FoundPassage>> read = new HashMap<>();
    private final List<Growing> runs = new ArrayList<>();

    RunBuilding(Function<String, List<FoundPassage>> documents, int mostRuns, int mostCharacters) {
        this.documents = documents;
        this.mostRuns = mostRuns;
        this.mostCharacters = mostCharacters;
    }

    /** A run of passages of a document, from one place in it to another. */
    private static final class Growing {
        private final List<FoundPassage> document;
        private int first;
        private int last;

        Growing(List<FoundPassage> document, int place) {
            this.document = document;
            this.first = place;
            this.last = place;
        }

        private int length(int from, int to) {
            return document.get(to).passage().source().end()
                    - document.get(from).passage().source().start();
        }

        boolean takes(int place, int mostCharacters) {
            int from = Math.min(first, place);
            int to = Math.max(last, place);
            if (place < 0 || place >= document.size() || to - from > last - first + 1) return false;
            if (length(from, to) > mostCharacters) return false;
            first = from;
            last = to;
            return true;
        }
    }

    List<PassageRun> of(List<FoundPassage> ranked) {
        for (FoundPassage found : ranked) take(found);
        for (Growing run : runs) {
            while (grow(run)) {}
        }
        return runs.stream()
                .map(run -> new PassageRun(run.document.subList(run.first, run.last + 1)))
                .toList();
    }

    private void take(FoundPassage found) {
        List<FoundPassage> document = read.computeIfAbsent(found.passage().file(), documents);
        int place = 0;
        while (place < document.size() && document.get(place).number() != found.number()) place++;
        if (place == document.size()) return;
        for (Growing run : runs) {
            if (run.document == document && run.takes(place, mostCharacters)) return;
        }
        if (runs.size() < mostRuns) runs.add(new Growing(document, place));
    }

    private boolean grow(Growing run) {
        return (!isTaken(run, run.last + 1) && run.takes(run.last + 1, mostCharacters))
                || (!isTaken(run, run.first - 1) && run.takes(run.first - 1, mostCharacters));
    }

    private boolean isTaken(Growing run, int place) {
        return runs.stream()
                .anyMatch(other ->
                        other != run && other.document == run.document && other.first <= place && place <= other.last);
    }
}
