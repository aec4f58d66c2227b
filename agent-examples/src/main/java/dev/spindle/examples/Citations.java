package dev.spindle.examples;

import dev.spindle.json.Json;
import dev.spindle.retrieval.ReadPassage;
import dev.spindle.retrieval.citation.CitationCheck;
import dev.spindle.retrieval.citation.CitationReport;
import dev.spindle.retrieval.citation.Claim;
import dev.spindle.retrieval.citation.Verdict;
import dev.spindle.run.RunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The passages that an answer cites, looked up among those that the run has read, and whether they say what the answer says.
 *
 * @param all in the order of their numbers
 * @param report the answer's sentences held against the passages that they cite
 */
record Citations(List<Citation> all, CitationReport report) implements Findings {
    /** Where nothing can be cited. */
    static final Citations NONE = new Citations(List.of(), new CitationReport(List.of()));

    private static final int SHOWN = 160;

    /**
     * A number in an answer.
     *
     * @param source the lines it stands for, such as {@code guide.md:12-20}; null if no search returned a passage of this number, and the
     *     model made it up
     */
    record Citation(int number, @Nullable String source) {
        private String describe() {
            return "[" + number + "] " + (source == null ? "no passage with this number was read" : source);
        }
    }

    Citations {
        all = List.copyOf(all);
    }

    /** The citations of a run's answer. */
    static Citations of(RunResult result) {
        Map<Integer, ReadPassage> read = ReadPassage.in(result.transcript().messages());
        Map<Integer, String> texts = new LinkedHashMap<>();
        read.forEach((number, passage) -> texts.put(number, passage.text()));
        CitationReport report = CitationCheck.of(result.partialText(), texts);
        NavigableSet<Integer> numbers = new TreeSet<>();
        report.claims().forEach(claim -> numbers.addAll(claim.numbers()));
        List<Citation> all = new ArrayList<>();
        for (int number : numbers) {
            ReadPassage passage = read.get(number);
            all.add(new Citation(number, passage == null ? null : passage.source()));
        }
        return new Citations(all, report);
    }

    @Override
    public List<String> lines(RunResult result) {
        if (all.isEmpty()) return List.of();
        List<String> lines = new ArrayList<>(List.of(""));
        all.forEach(citation -> lines.add(citation.describe()));
        report.doubtful().stream()
                .filter(Citations::isTold)
                .map(Citations::doubt)
                .forEach(lines::add);
        return lines;
    }

    /** What cites nothing states its own emptiness, and what cites a passage that nobody read is told already. */
    private static boolean isTold(Claim claim) {
        return claim.verdict() != Verdict.UNCITED && claim.verdict() != Verdict.NO_SUCH_PASSAGE;
    }

    private static String doubt(Claim claim) {
        String sentence = claim.sentence().replaceAll("\\s+", " ");
        String shown = sentence.length() <= SHOWN ? sentence : sentence.substring(0, SHOWN) + "…";
        String detail = claim.detail().isEmpty() ? "" : " (" + claim.detail() + ")";
        return "doubtful: it " + claim.verdict().words() + detail + ": " + shown;
    }

    @Override
    public Map<String, Json> fields() {
        return Map.of("citations", Json.of(all), "claims", Json.of(report.claims()));
    }

    @Override
    public int exitCode(RunResult result) {
        if (result.isAnswered()) return ExitCode.GOOD;
        if (result.isPaused()) return ExitCode.WAITING;
        return result.stopReason().isLimit() ? ExitCode.LIMIT : ExitCode.FAILED;
    }
}
