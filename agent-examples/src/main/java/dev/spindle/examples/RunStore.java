package dev.spindle.examples;

import dev.spindle.context.AgentException;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.examples.terminal.PlainText;
import dev.spindle.examples.terminal.PrivateFile;
import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.Journal;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Where commands keep runs, with what another process needs in order to go on with them. */
final class RunStore implements AutoCloseable {
    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final int SHOWN_ID = 128;
    private static final int MOST_OF_A_JOB = 1 << 20;

    private final String place;
    private final Path jobs;
    private final @Nullable JobTable table;
    private final Journal journal;
    private final Runnable closing;

    private RunStore(String place, Path jobs, @Nullable JobTable table, Journal journal, Runnable closing) {
        this.place = place;
        this.jobs = jobs;
        this.table = table;
        this.journal = journal;
        this.closing = closing;
    }

    /**
     * Opens a database, which is a file or a name that ends in {@code .db}, or a folder of JSON lines; creates what is missing.
     *
     * @throws UsageException if it cannot be used
     */
    static RunStore open(Path place) {
        boolean isDatabase = Files.isRegularFile(place) || place.toString().endsWith(".db");
        try {
            return isDatabase && !Files.isDirectory(place) ? database(place) : folder(place);
        } catch (IOException | AgentException broken) {
            throw new UsageException("the journal " + place + " cannot be used: " + broken.getMessage()
                    + "; name another with --journal PATH, or none");
        }
    }

    /**
     * Opens one that is there, and makes nothing that is not.
     *
     * @throws UsageException if it is not there, or is another program's
     */
    static RunStore openThere(Path place) {
        if (!Files.exists(place)) {
            throw new UsageException(
                    "there is no journal " + place + "; name one with --journal PATH, or let 'spindle ask' make it");
        }
        if (Files.isRegularFile(place) && !isOurs(place)) {
            throw new UsageException("the file " + place + " is no journal of runs; name another with --journal PATH");
        }
        return open(place);
    }

    /** Whether a database has our tables; one that is asked for them is not changed. */
    private static boolean isOurs(Path file) {
        SQLiteConfig reading = new SQLiteConfig();
        reading.setReadOnly(true);
        SQLiteDataSource source = new SQLiteDataSource(reading);
        source.setUrl("jdbc:sqlite:" + file);
        try (Connection connection = source.getConnection();
                Statement ask = connection.createStatement();
                ResultSet found = ask.executeQuery("SELECT 1 FROM sqlite_master WHERE name = 'spindle_run'")) {
            return found.next();
        } catch (SQLException none) {
            return false;
        }
    }

    private static RunStore folder(Path folder) {
        FileJournal files = FileJournal.in(folder);
        return new RunStore(folder.toString(), folder, null, files, files::close);
    }

    private static RunStore database(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) PrivateFile.createFolders(folder);
        if (!Files.exists(file)) PrivateFile.create(file);
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        JdbcJournal database = JdbcJournal.on(source);
        Path jobs = file.resolveSibling(file.getFileName() + ".jobs");
        return new RunStore(file.toString(), jobs, null, database, database::close);
    }

    /**
     * Opens the database of a JDBC URL, which several hosts may share.
     *
     * @param own where this host keeps what tests have shown
     * @throws UsageException if it cannot be used
     */
    static RunStore ofUrl(String url, Path own) {
        UrlSource source = new UrlSource(url);
        try {
            JobTable table = JobTable.in(source);
            JdbcJournal database = JdbcJournal.on(source);
            return new RunStore(source.toString(), own, table, database, database::close);
        } catch (SQLException | AgentException broken) {
            throw new UsageException("the journal " + source + " cannot be used: "
                    + source.withoutSecrets(String.valueOf(broken.getMessage()))
                    + "; name another with --journal PATH, or none");
        }
    }

    /**
     * The runs of an agent on an engine, to look at.
     *
     * @param own where this host keeps what tests have shown
     * @throws UsageException if the place names no engine and no agent
     */
    static RunStore ofEngine(String place, Path own) {
        return new RunStore(place, own, null, EngineJournal.at(place), () -> {});
    }

    Journal journal() {
        return journal;
    }

    /** Whether an engine keeps these runs, which can only be looked at. */
    boolean isEngine() {
        return journal instanceof EngineJournal;
    }

    /** What the tests of runs have shown. */
    KeptTests tests() {
        return new KeptTests(jobs);
    }

    /** Keeps what a run is assigned that is about to begin. */
    void keep(String runId, Assignment assignment) {
        String job = Json.of(assignment).text();
        try {
            if (table != null) {
                table.keep(runId, job);
                return;
            }
            PrivateFile.createFolders(jobs);
            PrivateFile.write(file(runId), job + "\n");
        } catch (IOException | SQLException broken) {
            throw new UsageException("the journal " + place + " cannot be written: " + broken);
        }
    }

    /**
     * What a run was assigned.
     *
     * @throws UsageException if no command has kept it
     */
    Assignment assignment(String runId) {
        if (isEngine()) throw EngineJournal.readOnly(place);
        if (!RUN_ID.matcher(runId).matches()) throw unknown(runId);
        try {
            String job = table == null
                    ? PrivateFile.read(file(runId), MOST_OF_A_JOB)
                    : table.find(runId).orElseThrow(() -> unknown(runId));
            return Json.parse(job).to(Assignment.class);
        } catch (NoSuchFileException missing) {
            throw unknown(runId);
        } catch (JsonException damaged) {
            throw new UsageException(jobOf(runId) + " is damaged: " + damaged.getMessage());
        } catch (IOException | SQLException broken) {
            throw new UsageException(jobOf(runId) + " cannot be read: " + broken.getMessage());
        }
    }

    /**
     * Deletes a run with its children, and what it was assigned.
     *
     * @throws AgentException if somebody drives it, or not all of it could be deleted
     */
    void delete(String runId) {
        journal.delete(runId);
        if (!RUN_ID.matcher(runId).matches()) return;
        try {
            tests().delete(runId);
            if (table != null) table.delete(runId);
            else Files.deleteIfExists(file(runId));
        } catch (IOException | SQLException broken) {
            throw new AgentException("what it was assigned is still in " + jobOf(runId) + ": " + broken.getMessage());
        }
    }

    private String jobOf(String runId) {
        return table == null ? file(runId).toString() : "the job of run '" + runId + "' in " + place;
    }

    private UsageException unknown(String runId) {
        return new UsageException(
                "the journal " + place + " knows no run '" + PlainText.line(runId, SHOWN_ID) + "' of this command");
    }

    private Path file(String runId) {
        return jobs.resolve(runId + ".job.json");
    }

    /**
     * The id of a run, of which the beginning may be enough.
     *
     * @throws UsageException if there is none, or more than one
     */
    String find(String written) {
        if (journal instanceof EngineJournal engine && !engine.read(written, 0).isEmpty()) return written;
        List<String> all = journal.runs();
        if (all.contains(written)) return written;
        List<String> found = all.stream()
                .filter(runId -> !written.isEmpty() && runId.startsWith(written))
                .toList();
        List<String> parents =
                found.stream().filter(runId -> !runId.contains("/")).toList();
        if (parents.size() == 1) return parents.get(0);
        String shown = PlainText.line(written, SHOWN_ID);
        if (found.isEmpty()) {
            throw new UsageException(
                    "the journal " + place + " knows no run '" + shown + "'; 'spindle runs list' has them");
        }
        throw new UsageException(found.size() + " runs begin with '" + shown + "': " + String.join(", ", found));
    }

    /** All events of a run, by its id or the beginning of it. */
    List<Recorded> read(String written) {
        return journal.read(find(written), 0);
    }

    @Override
    public void close() {
        closing.run();
    }
}
