package dev.spindle.retrieval;

import dev.spindle.message.Message;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A passage as a model has read it in a result of {@link RetrievalTools}.
 *
 * @param number what it is cited by
 * @param source the lines it stands for, such as {@code guide.md:12-20}
 * @param text its lines, joined by {@code \n}
 */
public record ReadPassage(int number, String source, String text) {
    private static final Set<String> TOOLS = Set.of("search_passages", "read_passage");

    /** Only the tools write at the start of a line, so that a document cannot forge a passage. */
    private static final Pattern HEADER = Pattern.compile("^\\[(\\d{1,9})] (\\S.*?:\\d{1,9}-\\d{1,9})(?: › .*)?$");

    private static final String MARGIN = "| ";

    /** The passages that the messages of a run show, by their numbers; of a passage shown twice, the last. */
    public static Map<Integer, ReadPassage> in(Collection<Message> messages) {
        Map<Integer, ReadPassage> read = new TreeMap<>();
        for (Message message : messages) {
            boolean ours = message instanceof ToolMessage answer
                    && answer.outcome() == Outcome.OK
                    && TOOLS.contains(answer.name());
            if (ours) of(message.text()).forEach(passage -> read.put(passage.number(), passage));
        }
        return read;
    }

    private static List<ReadPassage> of(String result) {
        List<ReadPassage> passages = new ArrayList<>();
        Matcher header = HEADER.matcher("");
        StringBuilder text = new StringBuilder();
        String source = "";
        int number = 0;
        for (String line : result.lines().toList()) {
            if (line.startsWith(MARGIN)) {
                text.append(line, MARGIN.length(), line.length()).append('\n');
            } else if (header.reset(line).matches()) {
                if (number > 0) passages.add(new ReadPassage(number, source, text.toString()));
                text.setLength(0);
                number = Integer.parseInt(header.group(1));
                source = header.group(2);
            }
        }
        if (number > 0) passages.add(new ReadPassage(number, source, text.toString()));
        return passages;
    }
}
