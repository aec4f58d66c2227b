package dev.spindle.examples;

import dev.spindle.json.Json;
import dev.spindle.message.Message;
import dev.spindle.message.Outcome;
import dev.spindle.message.ToolMessage;
import dev.spindle.run.RunResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The passages that an answer cites, looked up among those that the run has read.
 *
 * @param all in the order of their numbers
 */
record Citations(List<Citation> all) implements Findings {
    /** Where nothing can be cited. */
    static final Citations NONE = new Citations(List.of());

    private static final Pattern CITATION = Pattern.compile("\\[(\\d{1,9}(?:, ?\\d{1,9}){0,20})]");
    private static final Pattern SEPARATOR = Pattern.compile(", ?");

    /** Only the search tool writes at the start of a line, so that a document cannot forge a passage. */
    private static final Pattern HEADER = Pattern.compile("(?m)^\\[(\\d{1,9})] (\\S.*?:\\d{1,9}-\\d{1,9})(?= › |$)");

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
        Map<Integer, String> read = passagesRead(result.transcript().messages());
        return new Citations(numbersIn(result.partialText()).stream()
                .map(number -> new Citation(number, read.get(number)))
                .toList());
    }

    private static Map<Integer, String> passagesRead(List<Message> messages) {
        Map<Integer, String> read = new HashMap<>();
        for (Message message : messages) {
            if (!(message instanceof ToolMessage answer) || answer.outcome() != Outcome.OK) continue;
            if (!answer.name().equals("search_documents")) continue;
            Matcher header = HEADER.matcher(answer.text());
            while (header.find()) read.put(Integer.parseInt(header.group(1)), header.group(2));
        }
        return read;
    }

    private static NavigableSet<Integer> numbersIn(String text) {
        NavigableSet<Integer> numbers = new TreeSet<>();
        Matcher citation = CITATION.matcher(text);
        while (citation.find())
            SEPARATOR.splitAsStream(citation.group(1)).map(Integer::valueOf).forEach(numbers::add);
        return numbers;
    }

    @Override
    public List<String> lines(RunResult result) {
        if (all.isEmpty()) return List.of();
        return Stream.concat(Stream.of(""), all.stream().map(Citation::describe))
                .toList();
    }

    @Override
    public Map<String, Json> fields() {
        return Map.of("citations", Json.of(all));
    }

    @Override
    public int exitCode(RunResult result) {
        if (result.isAnswered()) return ExitCode.GOOD;
        if (result.isPaused()) return ExitCode.WAITING;
        return result.stopReason().isLimit() ? ExitCode.LIMIT : ExitCode.FAILED;
    }
}
