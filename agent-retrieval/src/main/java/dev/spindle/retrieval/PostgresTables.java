package dev.spindle.retrieval;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/*
 * Words are counted here and not by PostgreSQL's own text search: its ranking does not know how rare a word is, and its words are other ones
 * than those that documents were cut into. Four numbers stand in one array, for title, heading, body and what is around: arrays of SQL count
 * from one.
 */
/**
 * The tables of an index in PostgreSQL, and what is said to them.
 *
 * @param name what the tables' names begin with
 */
record PostgresTables(String name) {
    static final int FIELDS = 4;

    private static final List<String> NAMES =
            List.of(PassageFields.TITLE, PassageFields.HEADING, PassageFields.BODY, PassageFields.AROUND);
    private static final List<Float> BOOSTS = List.of(1f, WordQueries.HEADING_BOOST, 1f, 1f);

    /** Checks the name, which becomes part of statements. */
    PostgresTables {
        if (!name.matches("[a-z][a-z0-9_]{0,39}")) {
            throw new IllegalArgumentException("The name of an index in a database is '" + name
                    + "'; give 1 to 40 lower-case letters, digits and underscores, a letter first");
        }
    }

    List<String> creation() {
        return List.of(
                        """
                create table if not exists NAME_state (
                  single integer primary key check (single = 1), properties text not null, last_number integer not null,
                  passages bigint[] not null, words bigint[] not null)""",
                        """
                create table if not exists NAME_document (
                  path text primary key, hash text not null, bytes bigint not null, modified bigint not null,
                  left_out text not null, metadata text[] not null)""",
                        """
                create table if not exists NAME_passage (
                  number integer primary key, path text not null, place integer not null, id text not null,
                  stored text not null, lengths integer[] not null, vector vector)""",
                        "create index if not exists NAME_passage_path on NAME_passage (path)",
                        """
                create table if not exists NAME_word (
                  word text, number integer, counts integer[] not null, primary key (word, number))""",
                        "create index if not exists NAME_word_number on NAME_word (number)",
                        "insert into NAME_state values (1, '{}', 0, '{0,0,0,0}', '{0,0,0,0}') on conflict do nothing")
                .stream()
                .map(this::named)
                .toList();
    }

    /** A statement with the names of the tables. */
    String named(String sql) {
        return sql.replace("NAME_", name + "_");
    }

    /** Parameters: words; then those of {@link #WHERE}; then how many. */
    String byWords() {
        return scored(" group by number order by score desc, number limit ?");
    }

    /** Parameters: words; then those of {@link #WHERE}; then the numbers of passages. */
    String wordScores() {
        return scored(" and number = any (?) group by number");
    }

    private String scored(String which) {
        String worth =
                IntStream.rangeClosed(1, FIELDS).mapToObj(PostgresTables::worth).collect(Collectors.joining("\n  + "));
        String known = IntStream.rangeClosed(1, FIELDS)
                .mapToObj(field ->
                        "count(*) filter (where counts[" + field + "] > 0) over (partition by word) as known" + field)
                .collect(Collectors.joining(", "));
        return named("with matched as (select number, counts, " + known
                + " from NAME_word where word = any (?)) select number, sum(" + worth
                + ") as score from matched join NAME_passage passage using (number), NAME_state where " + WHERE
                + which);
    }

    /** Parameters: the vector; those of {@link #WHERE}; the vector; how many. */
    String byVector() {
        return named(
                "select number, -(vector <#> ?::real[]::vector) from NAME_passage passage where vector is not null and "
                        + WHERE + " order by vector <#> ?::real[]::vector, number limit ?");
    }

    /** Parameters: how a path starts, twice; what its document says of itself. */
    private static final String WHERE = "(? = '' or starts_with(passage.path, ?))"
            + " and path in (select path from NAME_document where metadata @> ?)";

    private static String worth(int field) {
        String known = "known" + field;
        String passages = "passages[" + field + "]";
        String count = "counts[" + field + "]";
        String length = "lengths[" + field + "] * " + passages + "::float8 / greatest(words[" + field + "], 1)";
        double share = WordQueries.lengthShare(NAMES.get(field - 1));
        return BOOSTS.get(field - 1) + " * ln(1 + (" + passages + " - " + known + " + 0.5) / (" + known + " + 0.5)) * "
                + count + " / (" + count + " + " + WordQueries.SATURATION + " * (" + (1 - share) + " + " + share + " * "
                + length + "))";
    }
}
