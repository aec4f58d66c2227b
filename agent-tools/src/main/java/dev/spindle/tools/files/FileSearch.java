package dev.spindle.tools.files;

import dev.spindle.tools.text.QuotedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** One search for lines through the files of a folder, bounded in results, bytes and time. Used once, by one thread. */
final class FileSearch {
    private static final int MAX_FILES = 100_000;
    private static final int MAX_MATCHES = 100;
    private static final int SHOWN_CHARACTERS = 240;
    private static final int MAX_PATH_CHARACTERS = 1_000;
    private static final long MAX_BYTES = 256L << 20;

    /** How long a search may take. */
    static final Duration MAX_TIME = Duration.ofSeconds(20);

    private final ConfinedFolder folder;
    private final LinePattern pattern;
    private final Patience patience;
    private final List<String> matches = new ArrayList<>();
    private int leftOut;
    private boolean complete = true;

    FileSearch(ConfinedFolder folder, LinePattern pattern) {
        this.folder = folder;
        this.patience = folder.patience(MAX_TIME);
        this.pattern = pattern;
    }

    /** Searches the files that match, and says what it found in words for a model; an interrupt ends it early. */
    String in(String glob) {
        Listing listing = folder.kept(glob, MAX_FILES);
        complete = !isOver() && listing.complete();
        long bytes = 0;
        try (FolderReading reading = new FolderReading(folder)) {
            for (Listing.Item file : listing.files()) {
                bytes += file.bytes();
                if (bytes > MAX_BYTES || isOver()) {
                    complete = false;
                    break;
                }
                searchFile(reading, file.path());
            }
        }
        return summary(listing.files().size());
    }

    private void searchFile(FolderReading reading, String path) {
        TextFile file;
        try {
            byte[] bytes = reading.bytes(path);
            if (pattern.isMissingIn(bytes)) return;
            file = TextFile.decode(path, bytes);
        } catch (UnreadableFileException binaryOrBig) {
            leftOut++;
            return;
        }
        for (int i = 0; i < file.lines().size() && !isOver(); i++) {
            String line = file.lines().get(i);
            OptionalInt start = find(line);
            if (start.isPresent())
                matches.add(QuotedText.line(path, MAX_PATH_CHARACTERS) + ":" + (i + 1) + ": "
                        + around(line, start.getAsInt()));
        }
    }

    private OptionalInt find(String line) {
        try {
            return pattern.find(line, patience);
        } catch (UnreadableFileException timeIsUp) {
            complete = false;
            return OptionalInt.empty();
        }
    }

    private boolean isOver() {
        return matches.size() >= MAX_MATCHES || patience.isOver();
    }

    private static String around(String line, int start) {
        if (line.length() <= SHOWN_CHARACTERS) return QuotedText.line(line.strip(), SHOWN_CHARACTERS);
        int from = Math.max(0, Math.min(start - SHOWN_CHARACTERS / 4, line.length() - SHOWN_CHARACTERS));
        return (from > 0 ? "…" : "") + QuotedText.line(line.substring(from), SHOWN_CHARACTERS);
    }

    private String summary(int files) {
        StringBuilder text = new StringBuilder();
        if (matches.isEmpty())
            text.append("No line matches. Files looked at: ").append(files).append(".\n");
        matches.forEach(match -> text.append(match).append('\n'));
        if (leftOut > 0)
            text.append("[files left out, being no text or too big: ")
                    .append(leftOut)
                    .append("]\n");
        if (!complete || matches.size() >= MAX_MATCHES) {
            text.append("[not all was searched; search for something rarer, or in fewer files]\n");
        }
        return text.toString();
    }
}
