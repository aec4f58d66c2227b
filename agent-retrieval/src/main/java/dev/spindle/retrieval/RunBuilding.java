package dev.spindle.retrieval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/*
 * All runs share their room: a place where many passages were found gets more of it than one where a single sentence answers. What is
 * still free in the end goes to what stands behind and before, to the best run first, then to the next, and round again.
 */
/**
 * Joins passages that were found to runs, the best first, for as long as there is room. A single passage between two that were found is
 * taken along. For one thread.
 */
final class RunBuilding {
    /** How far from a run a passage may stand that joins it: beside it, or with one between. */
    private static final int REACH = 2;

    private final Function<String, List<FoundPassage>> documents;
    private final int mostRuns;
    private final int mostCharacters;
    private final Map<String, Document> read = new HashMap<>();
    private final List<Growing> runs = new ArrayList<>();

    RunBuilding(Function<String, List<FoundPassage>> documents, int mostRuns, int mostCharacters) {
        this.documents = documents;
        this.mostRuns = mostRuns;
        this.mostCharacters = mostCharacters;
    }

    /** The passages of a document, and where among them each stands by its number. */
    private static final class Document {
        private final List<FoundPassage> passages;
        private final Map<Integer, Integer> places = new HashMap<>();

        Document(List<FoundPassage> passages) {
            this.passages = passages;
            for (int i = 0; i < passages.size(); i++) places.put(passages.get(i).number(), i);
        }

        int length(int from, int to) {
            return passages.get(to).passage().source().end()
                    - passages.get(from).passage().source().start();
        }
    }

    /** A run of passages of a document, from one place in it to another. */
    private static final class Growing {
        private final Document document;
        private int first;
        private int last;

        Growing(Document document, int place) {
            this.document = document;
            this.first = place;
            this.last = place;
        }

        int length() {
            return document.length(first, last);
        }

        /** How many passages on a place stands: 0 inside, 1 beside it. */
        int distance(int place) {
            return Math.max(0, Math.max(first - place, place - last));
        }

        /** How much longer it would be. */
        int growth(int place) {
            return document.length(Math.min(first, place), Math.max(last, place)) - length();
        }

        void take(int place) {
            first = Math.min(first, place);
            last = Math.max(last, place);
        }
    }

    List<PassageRun> of(List<FoundPassage> ranked) {
        for (FoundPassage found : ranked) {
            if (!take(found)) break;
        }
        boolean grown = !runs.isEmpty();
        while (grown) {
            grown = false;
            for (Growing run : runs) grown |= grow(run, run.last + 1) || grow(run, run.first - 1);
        }
        return runs.stream()
                .map(run -> new PassageRun(run.document.passages.subList(run.first, run.last + 1)))
                .toList();
    }

    /** Whether there was room, or the passage is passed over. */
    private boolean take(FoundPassage found) {
        Document document = read.computeIfAbsent(found.passage().file(), file -> new Document(documents.apply(file)));
        Integer place = document.places.get(found.number());
        if (place == null) return true;
        Optional<Growing> near = runs.stream()
                .filter(run -> run.document == document && run.distance(place) <= REACH)
                .min((one, other) -> Integer.compare(one.distance(place), other.distance(place)));
        if (near.isPresent()) return join(near.get(), place);
        if (runs.size() == mostRuns) return true;
        Growing run = new Growing(document, place);
        // One passage is found even where it is longer than all that is asked for.
        if (!runs.isEmpty() && run.length() > room()) return false;
        runs.add(run);
        return true;
    }

    private boolean join(Growing run, int place) {
        if (run.distance(place) == 0) return true;
        if (run.growth(place) > room()) return false;
        run.take(place);
        runs.stream()
                .filter(other -> other != run && other.document == run.document)
                .filter(other -> other.distance(run.first) == 1 || other.distance(run.last) == 1)
                .findFirst()
                .ifPresent(other -> merge(run, other));
        return true;
    }

    /** What touches is one run, at the better place of the two. */
    private void merge(Growing one, Growing other) {
        boolean before = runs.indexOf(one) < runs.indexOf(other);
        Growing kept = before ? one : other;
        Growing gone = before ? other : one;
        kept.take(gone.first);
        kept.take(gone.last);
        runs.remove(gone);
    }

    private boolean grow(Growing run, int place) {
        if (place < 0 || place >= run.document.passages.size()) return false;
        boolean taken = runs.stream().anyMatch(other -> other.document == run.document && other.distance(place) == 0);
        if (taken || run.growth(place) > room()) return false;
        run.take(place);
        return true;
    }

    private int room() {
        return mostCharacters - runs.stream().mapToInt(Growing::length).sum();
    }
}
