package dev.spindle.tools.sql;

import dev.spindle.tools.sql.SqlWords.Word;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the words of a query that name what it reads from: behind FROM, JOIN and the commas between tables. Used once.
 *
 * <p>A function in such a place is no harmless one, however harmless its name: PostgreSQL then takes {@code x.any_function} for a call of
 * any function with what it gave.
 */
final class TablePlaces {
    private static final Set<String> BEGINS_QUERY = Set.of("select", "values");
    private static final Set<String> BEGINS_TABLE = Set.of("join", "apply");
    private static final Set<String> BEFORE_TABLE = Set.of("lateral", "only");
    private static final Set<String> ENDS_TABLES = Set.of(
            "where",
            "group",
            "having",
            "order",
            "window",
            "limit",
            "offset",
            "union",
            "intersect",
            "except",
            "for",
            "qualify");

    private final List<Word> words;
    private final boolean[] places;
    private final Deque<Level> levels = new ArrayDeque<>(List.of(new Level(false)));
    private boolean expected;

    private TablePlaces(List<Word> words) {
        this.words = words;
        this.places = new boolean[words.size()];
    }

    /** What is between two parentheses. */
    private static final class Level {
        private boolean isQuery;
        private boolean inTables;

        Level(boolean inTables) {
            this.inTables = inTables;
        }
    }

    /** For each word whether it names a table, or would in other words. */
    static boolean[] in(List<Word> words) {
        TablePlaces found = new TablePlaces(words);
        for (int at = 0; at < words.size(); at++) found.meet(at);
        return found.places;
    }

    private void meet(int at) {
        Word word = words.get(at);
        Level level = levels.getFirst();
        if (word.isSign("(")) {
            levels.push(new Level(expected));
        } else if (word.isSign(")")) {
            if (levels.size() > 1) levels.pop();
            expected = false;
        } else if (word.isSign(",")) {
            expected = level.inTables;
        } else if (word.isSign(".")) {
            expected = at > 0 && places[at - 1];
        } else if (word.kind() == SqlWords.Kind.PLAIN) {
            meetWord(at, word.text().toLowerCase(Locale.ROOT), level);
        } else {
            takeTable(at);
        }
    }

    private void meetWord(int at, String word, Level level) {
        if (BEGINS_QUERY.contains(word)) {
            level.isQuery = true;
            begin(level, false);
        } else if (word.equals("from") && level.isQuery && !comparesBefore(at)) {
            begin(level, true);
        } else if (BEGINS_TABLE.contains(word)) {
            begin(level, true);
        } else if (ENDS_TABLES.contains(word)) {
            begin(level, false);
        } else if (!BEFORE_TABLE.contains(word)) {
            takeTable(at);
        }
    }

    private void begin(Level level, boolean tables) {
        level.inTables = tables;
        expected = tables;
    }

    private void takeTable(int at) {
        places[at] = expected;
        expected = false;
    }

    /** Whether {@code FROM} is the end of {@code IS DISTINCT FROM}. */
    private boolean comparesBefore(int at) {
        if (at < 2 || !words.get(at - 1).text().equalsIgnoreCase("distinct")) return false;
        String before = words.get(at - 2).text();
        return before.equalsIgnoreCase("is") || before.equalsIgnoreCase("not");
    }
}
