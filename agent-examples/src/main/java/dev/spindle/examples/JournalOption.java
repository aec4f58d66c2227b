package dev.spindle.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where runs are kept. */
final class JournalOption {
    private static final String NONE = "none";
    private static final String SHARED = ".spindle/shared.jobs";

    @Option(
            names = "--journal",
            paramLabel = "PATH",
            description = "Where runs are kept: a database (a file, a name that ends in .db, or a JDBC URL such as"
                    + " jdbc:postgresql://host/name?user=bo, which hosts can share), a folder of JSON lines, an agent"
                    + " of an engine, to look at (restate:http://127.0.0.1:8080/spindle), or none;"
                    + " in place of SPINDLE_JOURNAL, ~/.spindle/spindle.db unless told otherwise.")
    private @Nullable String named;

    /** Whether the surroundings have no say. */
    private boolean isOwn;

    /** One that names this place; null for the usual one, whatever the surroundings say. */
    static JournalOption named(@Nullable String place) {
        JournalOption option = new JournalOption();
        option.named = place;
        option.isOwn = true;
        return option;
    }

    /**
     * The place; null if runs are not to be kept.
     *
     * @throws UsageException if it has no name, as of a variable of the shell that is not set
     */
    @Nullable
    Path place(Surroundings surroundings) {
        String told = told(surroundings);
        if (told.equals(NONE)) return null;
        if (isUrl(surroundings)) return surroundings.home().resolve(SHARED);
        return told.isEmpty() ? surroundings.home().resolve(".spindle/spindle.db") : Path.of(told);
    }

    /** Whether the command line names a place. */
    boolean isNamed() {
        return named != null;
    }

    private String told(Surroundings surroundings) {
        if (named != null && named.isBlank())
            throw new UsageException("--journal is empty; name a place, or none to keep no runs");
        if (named != null) return named.strip();
        return isOwn ? "" : surroundings.variable("SPINDLE_JOURNAL");
    }

    /** Whether it is an agent of an engine, whose runs can be looked at. */
    boolean isEngine(Surroundings surroundings) {
        return EngineJournal.isMeant(told(surroundings));
    }

    private boolean isUrl(Surroundings surroundings) {
        String told = told(surroundings);
        return told.startsWith("jdbc:") || EngineJournal.isMeant(told);
    }

    private RunStore url(Surroundings surroundings) {
        String told = told(surroundings);
        Path own = surroundings.home().resolve(SHARED);
        return EngineJournal.isMeant(told) ? RunStore.ofEngine(told, own) : RunStore.ofUrl(told, own);
    }

    /**
     * The journal, open; null if runs are not to be kept.
     *
     * @throws UsageException if it cannot be used, or is an engine's, which others begin runs on
     */
    @Nullable
    RunStore open(Surroundings surroundings) {
        if (isEngine(surroundings)) throw EngineJournal.readOnly(told(surroundings));
        if (isUrl(surroundings)) return url(surroundings);
        Path place = place(surroundings);
        return place == null ? null : RunStore.open(place);
    }

    /**
     * The journal, open; nothing is made that is not there.
     *
     * @throws UsageException if runs are not kept, or not there
     */
    RunStore openKept(Surroundings surroundings) {
        if (isUrl(surroundings)) return url(surroundings);
        Path place = place(surroundings);
        if (place == null)
            throw new UsageException("no runs are kept; name the journal that keeps them with --journal PATH");
        return RunStore.openThere(place);
    }

    /** Whether nothing was kept yet where nobody but the surroundings has named a place. */
    boolean isNotYetThere(Surroundings surroundings) {
        Path place = place(surroundings);
        return named == null && !isUrl(surroundings) && place != null && !Files.exists(place);
    }

    /** What another command is told to find the journal; null if runs are not kept. */
    @Nullable
    String words(Surroundings surroundings) {
        Path place = place(surroundings);
        if (place == null) return null;
        if (named == null) return isOwn ? " --journal " + place : "";
        String told = named.strip();
        if (told.startsWith("jdbc:")) return " --journal " + new UrlSource(told);
        return " --journal " + (EngineJournal.isMeant(told) ? told : place);
    }
}
