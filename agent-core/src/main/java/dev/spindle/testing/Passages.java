package dev.spindle.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the result of a search: passages under headers such as {@code [7] docs/guide.md:12-20 › Heading}.
 *
 * <p>Where a passage stands behind a margin, only the margin's lines are its text, so that no document can forge a header. A
 * result without headers is one passage that cannot be cited.
 */
final class Passages {
    private static final String MARGIN = "|";
    private static final int MOST = 500;
    private static final int LONGEST_RESULT = 1_000_000;
    private static final int MOST_DIGITS = 9;

    private final List<Passage> passages = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private Optional<Header> header = Optional.empty();
    private boolean margined;
    private boolean atFirstLine;

    private Passages() {}

    /**
     * A passage.
     *
     * @param number what it is cited by; 0 if it cannot be cited
     * @param heading where it stands: file and headings; empty if not told
     * @param text its lines
     */
    record Passage(int number, String heading, String text) {}

    private record Header(int number, String heading) {}

    /** The passages of a result in their order; those without text are left out. */
    static List<Passage> of(String result) {
        Passages reader = new Passages();
        String kept = result.length() > LONGEST_RESULT ? result.substring(0, LONGEST_RESULT) : result;
        kept.lines().forEach(reader::take);
        reader.close();
        return List.copyOf(reader.passages);
    }

    private void take(String line) {
        Optional<Header> opened = header(line);
        if (opened.isPresent()) {
            close();
            header = opened;
            atFirstLine = true;
            return;
        }
        // A margin begins right under its header or not at all: further down a bar is a table's.
        if (atFirstLine) margined = line.startsWith(MARGIN);
        atFirstLine = false;
        if (!margined) text.append(line).append('\n');
        else if (line.startsWith(MARGIN))
            text.append(line, MARGIN.length(), line.length()).append('\n');
    }

    private void close() {
        boolean wanted = !text.toString().isBlank() && passages.size() < MOST;
        if (wanted)
            passages.add(new Passage(
                    header.map(Header::number).orElse(0),
                    header.map(Header::heading).orElse(""),
                    text.toString()));
        text.setLength(0);
    }

    /** Read by hand: {@code [digits] } at the very start of a line. */
    private static Optional<Header> header(String line) {
        if (!line.startsWith("[")) return Optional.empty();
        int end = 1;
        while (end < line.length() && end <= MOST_DIGITS && line.charAt(end) >= '0' && line.charAt(end) <= '9') end++;
        if (end == 1 || !line.startsWith("] ", end)) return Optional.empty();
        return Optional.of(new Header(Integer.parseInt(line.substring(1, end)), line.substring(end + 2)));
    }
}
