package dev.spindle.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/*
 * Every run looks into its inbox before each step, and nearly all find nothing; a run that begins looks whether it was begun before, and
 * nearly all were not. So those who ask at the same time are asked for together, and a question of its own is left for those who are
 * there. A question joins only a statement that begins behind it; so what was committed before it was asked is found.
 */
/** Reads the lines of many runs at once. Thread-safe. */
final class GroupRead {
    private static final long MOST = 128;
    private static final int MOST_LEADERS = 2;

    private final Connections connections;
    private final Together<Question, Answer> together;

    GroupRead(Connections connections) {
        this.connections = connections;
        this.together = new Together<>(this::answers, question -> 1, MOST, MOST_LEADERS);
    }

    /** What can be read. */
    enum Table {
        EVENT,
        INBOX;

        private List<String> lines(Session session, Question question) throws SQLException {
            return this == EVENT
                    ? EventTable.lines(session, question.runId(), question.from())
                    : Inbox.lines(session, question.runId(), question.from());
        }
    }

    /**
     * A question for lines.
     *
     * @param from the place of the first
     */
    record Question(Table table, String runId, long from) {}

    /** What was found, or why nothing could be. */
    private sealed interface Answer {}

    private record Found(List<String> lines) implements Answer {}

    private record Failed(SQLException why) implements Answer {}

    /** The lines for a question, in order. */
    List<String> find(Question question) throws SQLException {
        Answer answer;
        try {
            answer = together.get(question);
        } catch (Together.BrokenOffException broken) {
            throw new SQLException(broken.getMessage(), "08000", broken.getCause());
        }
        if (answer instanceof Failed failed) throw failed.why();
        return ((Found) answer).lines();
    }

    private List<Answer> answers(List<Question> questions) {
        try {
            return connections.reading(session -> answers(session, questions));
        } catch (SQLException failed) {
            return questions.stream().<Answer>map(unused -> new Failed(failed)).toList();
        }
    }

    private static List<Answer> answers(Session session, List<Question> questions) throws SQLException {
        Map<Table, Set<String>> empty = new HashMap<>();
        if (questions.size() > 1) {
            for (Table table : Table.values()) empty.put(table, withoutLines(session, table, questions));
        }
        List<Answer> answers = new ArrayList<>();
        for (Question question : questions) {
            boolean isEmpty = empty.getOrDefault(question.table(), Set.of()).contains(question.runId());
            answers.add(new Found(isEmpty ? List.of() : question.table().lines(session, question)));
        }
        return answers;
    }

    /** Of those who ask from the beginning, the runs that have nothing there. */
    private static Set<String> withoutLines(Session session, Table table, List<Question> questions)
            throws SQLException {
        Set<String> asked = new HashSet<>();
        for (Question question : questions) {
            if (question.table() == table && question.from() == 0) asked.add(question.runId());
        }
        if (asked.size() < 2) return Set.of();
        String found = table == Table.EVENT
                ? "SELECT run_id FROM spindle_run WHERE run_id IN "
                : "SELECT DISTINCT run_id FROM spindle_inbox WHERE run_id IN ";
        List<String> marks = Marks.padded(asked);
        try (ResultSet rows = session.query(found + Marks.in(marks.size()), marks.toArray())) {
            while (rows.next()) asked.remove(rows.getString(1));
        }
        return asked;
    }
}
