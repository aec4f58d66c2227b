package dev.spindle.examples;

import dev.spindle.examples.terminal.PlainText;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A job and how it is to be done. Beside the journal of a run it says what another process needs in order to go on.
 *
 * @param instructions to the model
 * @param confirm whether a person is asked before every tool call
 */
record Assignment(Job job, String instructions, boolean confirm) {
    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    /** A job with its own instructions, unless there are others. */
    static Assignment of(Job job, @Nullable String instructions, boolean confirm) {
        return new Assignment(job, instructions == null ? job.instructions() : instructions, confirm);
    }

    /** Keeps it for a run that is about to begin. */
    void keep(Path journal, String runId) {
        try {
            Files.createDirectories(journal);
            Files.writeString(file(journal, runId), Json.of(this).text() + "\n");
        } catch (IOException broken) {
            throw new UsageException("the journal " + journal + " cannot be written: " + broken);
        }
    }

    /**
     * What a run was assigned.
     *
     * @throws UsageException if no command has kept it
     */
    static Assignment kept(Path journal, String runId) {
        String unknown =
                "the journal " + journal + " knows no run '" + PlainText.line(runId, 128) + "' of this command";
        if (!RUN_ID.matcher(runId).matches()) throw new UsageException(unknown);
        try {
            return Json.parse(Files.readString(file(journal, runId))).to(Assignment.class);
        } catch (NoSuchFileException missing) {
            throw new UsageException(unknown);
        } catch (JsonException damaged) {
            throw new UsageException(file(journal, runId) + " is damaged: " + damaged.getMessage());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Path file(Path journal, String runId) {
        return journal.resolve(runId + ".job.json");
    }
}
