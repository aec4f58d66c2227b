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
                    + " jdbc:postgresql://host/name?user=bo, which hosts can share), a folder of JSON lines, or none;"
                    + " in place of SPINDLE_JOURNAL, ~/.spindle/spindle.db unless told otherwise.")
    private @Nullable String named;

    /**
     * The place; null if runs are not to be kept.
     *
     * @throws UsageException if it has no name, as of a variable of the shell that is not set
     */
    @Nullable
    Path place(Surroundings surroundings) {
        String told = told(surroundings);
        if (told.equals(NONE)) return null;
        if (told.startsWith("jdbc:")) return surroundings.home().resolve(SHARED);
        return told.isEmpty() ? surroundings.home().resolve(".spindle/spindle.db") : Path.of(told);
    }

    private String told(Surroundings surroundings) {
        if (named != null && named.isBlank())
            throw new UsageException("--journal is empty; name a place, or none to keep no runs");
        return named != null ? named.strip() : surroundings.variable("SPINDLE_JOURNAL");
    }

    private boolean isUrl(Surroundings surroundings) {
        return told(surroundings).startsWith("jdbc:");
    }

    private RunStore url(Surroundings surroundings) {
        return RunStore.ofUrl(told(surroundings), surroundings.home().resolve(SHARED));
    }

    /** The journal, open; null if runs are not to be kept. */
    @Nullable
    RunStore open(Surroundings surroundings) {
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
        return named == null ? "" : " --journal " + (isUrl(surroundings) ? new UrlSource(named.strip()) : place);
    }
}
