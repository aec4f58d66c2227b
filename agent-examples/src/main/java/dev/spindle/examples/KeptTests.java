package dev.spindle.examples;

import dev.spindle.examples.terminal.PrivateFile;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.tools.tests.TestBisect.Since;
import dev.spindle.tools.tests.TestFix.Verdict;
import dev.spindle.tools.tests.Triage;
import dev.spindle.tools.tests.report.PastRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the tests of runs showed, in files beside the runs: all of it, for who goes on with a run, and in short, as history of a project.
 *
 * @param folder of the files
 */
record KeptTests(Path folder) {
    private static final String WHOLE = ".tests.json";
    private static final String SHORT = ".past.json";
    private static final int MOST_BYTES = 256 << 20;
    private static final int MOST_BYTES_OF_PAST = 1 << 20;
    private static final int MOST_LOOKED_AT = 1_000;

    /**
     * What the tests of one run showed.
     *
     * @param triages by the calls that ran them
     * @param verdicts on patches
     * @param since when tests fail, as far as that was searched for
     */
    record Shown(Map<String, Triage> triages, List<Verdict> verdicts, List<Since> since) {
        static final Shown NOTHING = new Shown(Map.of(), List.of(), List.of());

        Shown {
            triages = Collections.unmodifiableMap(new LinkedHashMap<>(triages));
            verdicts = List.copyOf(verdicts);
            since = List.copyOf(since);
        }
    }

    /** A run of a project's tests in short. */
    record Past(String project, PastRun run) {}

    /** Keeps what the tests of a run have shown so far. */
    void keep(String runId, Shown shown) {
        write(runId + WHOLE, Json.of(shown));
    }

    /** Keeps how they went, for the history of their project. */
    void keep(String runId, Past past) {
        write(runId + SHORT, Json.of(past));
    }

    private void write(String name, Json json) {
        try {
            PrivateFile.createFolders(folder);
            PrivateFile.write(folder.resolve(name), json.text() + "\n");
        } catch (IOException broken) {
            throw new UncheckedIOException("what the tests showed cannot be kept in " + folder + ": " + broken, broken);
        }
    }

    /**
     * What the tests of a run have shown.
     *
     * @throws UsageException if the file of it is damaged
     */
    Shown shown(String runId) {
        Path file = folder.resolve(runId + WHOLE);
        try {
            return Json.parse(PrivateFile.read(file, MOST_BYTES)).to(Shown.class);
        } catch (NoSuchFileException none) {
            return Shown.NOTHING;
        } catch (IOException | JsonException damaged) {
            throw new UsageException(file + " cannot be read: " + damaged.getMessage());
        }
    }

    /** The last runs of a project's tests, oldest first; what cannot be read is none. */
    List<PastRun> past(String project, int most) {
        List<PastRun> found = new ArrayList<>();
        for (Path file : newestFirst()) {
            if (found.size() == most) break;
            findPast(file).filter(past -> past.project().equals(project)).ifPresent(past -> found.add(past.run()));
        }
        Collections.reverse(found);
        return found;
    }

    private static Optional<Past> findPast(Path file) {
        try {
            return Optional.of(
                    Json.parse(PrivateFile.read(file, MOST_BYTES_OF_PAST)).to(Past.class));
        } catch (IOException | JsonException damaged) {
            return Optional.empty();
        }
    }

    private List<Path> newestFirst() {
        Map<Path, FileTime> written = new LinkedHashMap<>();
        if (!Files.isDirectory(folder)) return List.of();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SHORT)) {
            for (Path each : files) written.put(each, Files.getLastModifiedTime(each));
        } catch (IOException broken) {
            throw new UncheckedIOException("the history of tests in " + folder + " cannot be read: " + broken, broken);
        }
        return written.entrySet().stream()
                .sorted(Map.Entry.<Path, FileTime>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_LOOKED_AT)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Keeps for a copy of a run what these of its calls have shown. */
    void copy(String from, String to, List<String> calls) {
        Map<String, Triage> copied = new LinkedHashMap<>(shown(from).triages());
        copied.keySet().retainAll(calls);
        if (!copied.isEmpty()) keep(to, new Shown(copied, List.of(), List.of()));
    }

    /** Forgets what the tests of a run have shown. */
    void delete(String runId) throws IOException {
        Files.deleteIfExists(folder.resolve(runId + WHOLE));
        Files.deleteIfExists(folder.resolve(runId + SHORT));
    }
}
