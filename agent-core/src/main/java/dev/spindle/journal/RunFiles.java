package dev.spindle.journal;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of the runs in a folder. Thread-safe. */
record RunFiles(Path folder) {
    private static final String ENDING = ".jsonl";
    private static final int HEAD = 16_384;

    /** How an event begins, and no input. */
    private static final String EVENT = "{\"v\":";

    /** Before it in a first line there are only hashes, a number and a time. */
    private static final String OWNER = "\"runId\":";

    Path events(String runId) {
        return folder.resolve(name(runId) + ENDING);
    }

    Path lock(String runId) {
        return folder.resolve(name(runId) + ".lock");
    }

    Path inbox(String runId) {
        Path inbox = folder.resolve(name(runId) + ".inbox" + ENDING);
        if (!inbox.toFile().exists()) return inbox; // as for nearly all runs, in every step
        try {
            owner(inbox).ifPresent(other -> {
                throw new JournalException(
                        inbox + " is no inbox: an older Spindle kept run '" + other + "' in it; rename it to "
                                + RunName.of(other) + ENDING,
                        null);
            });
            return inbox;
        } catch (IOException unreadable) {
            return inbox; // whoever reads it hears of it
        }
    }

    /** A run that was begun under the name of old keeps it. */
    private String name(String runId) {
        String name = RunName.of(runId);
        String before = RunName.before(runId);
        if (name.equals(before) || Files.exists(folder.resolve(name + ENDING))) return name;
        return isOf(runId, before) ? before : name;
    }

    private boolean isOf(String runId, String name) {
        Path file = folder.resolve(name + ENDING);
        try {
            if (!Files.exists(file)) return false;
            // Where there is no case, another run's file answers to this name.
            String real =
                    file.toRealPath(LinkOption.NOFOLLOW_LINKS).getFileName().toString();
            if (!real.equals(name + ENDING)) return false;
            Optional<String> owner = owner(file);
            return owner.isEmpty()
                    ? !RunName.looksLikeAnInbox(name)
                    : owner.get().equals(runId);
        } catch (IOException unreadable) {
            // Whoever reads the file hears of it.
            return !RunName.looksLikeAnInbox(name);
        }
    }

    /** Whose events a file holds, by its first line. */
    private static Optional<String> owner(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return Optional.empty();
        String head = JsonLines.head(file, HEAD);
        int owner = head.indexOf(OWNER);
        return head.startsWith(EVENT) && owner >= 0
                ? string(head, owner + OWNER.length()).filter(RunName::canBe)
                : Optional.empty();
    }

    /** The string of JSON at a place. */
    private static Optional<String> string(String json, int open) {
        int close = open + 1;
        while (close < json.length() && json.charAt(close) != '"') close += json.charAt(close) == '\\' ? 2 : 1;
        if (close >= json.length()) return Optional.empty();
        try {
            return Optional.of(Json.parse(json.substring(open, close + 1)))
                    .filter(Json::isString)
                    .map(Json::string);
        } catch (JsonException damaged) {
            return Optional.empty();
        }
    }

    /** All runs, in order; one that is too long for a name and cannot be read is listed by its name. */
    List<String> list() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .flatMap(name -> runId(name).stream())
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException failed) {
            throw new JournalException("Cannot list the journal directory " + folder + ": " + failed, failed);
        }
    }

    private Optional<String> runId(String name) {
        if (!RunName.looksLikeAnInbox(name) && !RunName.isShortened(name)) return RunName.runId(name);
        try {
            Optional<String> owner = owner(folder.resolve(name + ENDING));
            if (RunName.isShortened(name)) return Optional.of(owner.orElse(name));
            return owner.filter(runId -> RunName.before(runId).equals(name));
        } catch (IOException unreadable) {
            return RunName.isShortened(name) ? Optional.of(name) : Optional.empty();
        }
    }
}
