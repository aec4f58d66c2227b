package dev.spindle.examples;

import dev.spindle.examples.KeptTests.Past;
import dev.spindle.examples.KeptTests.Shown;
import dev.spindle.tools.tests.TestBisect.Since;
import dev.spindle.tools.tests.TestFix.Verdict;
import dev.spindle.tools.tests.Triage;
import dev.spindle.tools.tests.report.PastRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the tests of a run have shown, also before it was stopped, and what those of earlier runs did. Where runs are not kept, it knows
 * only this process. Thread-safe.
 */
final class TestMemory {
    private static final int MOST_PAST = 30;

    private final String project;
    private final Map<String, Triage> triages = new LinkedHashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<Since> since = new ArrayList<>();
    private @Nullable KeptTests place;
    private String runId = "";
    private List<PastRun> past = List.of();

    /** For a project at its real path. */
    TestMemory(String project) {
        this.project = project;
    }

    /** Remembers what is kept of a run, and keeps what comes. */
    synchronized void keptIn(KeptTests kept, String run) {
        place = kept;
        runId = run;
        past = kept.past(project, MOST_PAST);
        Shown shown = kept.shown(run);
        triages.putAll(shown.triages());
        verdicts.addAll(shown.verdicts());
        since.addAll(shown.since());
    }

    /** A run of the tests by a call; one that runs again takes the place of what it was. */
    synchronized void add(String call, Triage triage) {
        triages.put(call, triage);
        keep();
        if (place != null) place.keep(runId, new Past(project, PastRun.of(Instant.now(), triage)));
    }

    synchronized void add(Verdict verdict) {
        verdicts.add(verdict);
        keep();
    }

    /** Since when tests fail; in place of what was known of it. */
    synchronized void add(List<Since> found) {
        since.clear();
        since.addAll(found);
        keep();
    }

    private void keep() {
        if (place != null) place.keep(runId, new Shown(triages, verdicts, since));
    }

    synchronized List<Triage> triages() {
        return List.copyOf(triages.values());
    }

    synchronized List<Verdict> verdicts() {
        return List.copyOf(verdicts);
    }

    synchronized List<Since> since() {
        return List.copyOf(since);
    }

    /** The last run of the tests; null if there was none. */
    synchronized @Nullable Triage last() {
        List<Triage> all = triages();
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    /** How the tests of the same project went in runs before this one, oldest first. */
    synchronized List<PastRun> past() {
        return past;
    }
}
