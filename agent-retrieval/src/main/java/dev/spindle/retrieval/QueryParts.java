package dev.spindle.retrieval;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/*
 * A question is one part. Whoever tells a whole situation speaks of several things, and one vector for all of them is near none; a model
 * reads only the beginning of a long text besides. So a long query is asked in parts that are as long as the passages they are compared with.
 */
/** The parts of a query that have a vector each: whole sentences, together about as long as a passage. */
final class QueryParts {
    private static final int LENGTH = 400;
    private static final int SHORTEST = 100;
    private static final int MOST = 16;
    private static final Pattern BETWEEN_SENTENCES = Pattern.compile("(?<=[.?!;])\\s+|(?<=[。？！；])|\\n+");

    private QueryParts() {}

    /** In their order, without what is behind the first {@value #MOST}; the query itself if it is short. */
    static List<String> of(String query) {
        if (query.length() <= LENGTH) return List.of(query);
        Deque<String> parts = new ArrayDeque<>();
        String part = "";
        for (String sentence : BETWEEN_SENTENCES.splitAsStream(query).toList()) {
            if (!part.isBlank() && part.length() + sentence.length() > LENGTH) {
                parts.add(part);
                part = "";
                if (parts.size() == MOST) return List.copyOf(parts);
            }
            part = part.isEmpty() ? sentence : part + " " + sentence;
        }
        // A few words that are left over would be near to anything.
        if (part.length() < SHORTEST && !parts.isEmpty()) part = parts.removeLast() + " " + part;
        parts.add(part);
        return List.copyOf(parts);
    }
}
