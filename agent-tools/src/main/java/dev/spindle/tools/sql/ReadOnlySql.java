package dev.spindle.tools.sql;

import dev.spindle.tools.sql.SqlWords.Kind;
import dev.spindle.tools.sql.SqlWords.Word;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells whether a statement only reads: one query, without a word that changes anything, and with known functions alone.
 *
 * <p>Functions are known by name, since a function can do anything: read files, open connections, move sequences, stop servers.
 */
final class ReadOnlySql {
    private static final int MAX_LENGTH = 20_000;
    private static final Set<String> BEGINNINGS = Set.of("select", "with", "values");
    private static final Set<String> CHANGING = words(
            "insert update delete merge replace upsert into create drop alter truncate rename comment grant revoke copy call do"
                    + " execute exec prepare deallocate set reset lock unlock vacuum analyze analyse attach detach pragma listen notify"
                    + " unlisten load import export backup restore script runscript shutdown checkpoint reindex cluster refresh discard"
                    + " begin start commit rollback savepoint release declare fetch move close security share handler use install"
                    + " uescape nextval currval outfile dumpfile procedure function returning perform explain");
    private static final Set<String> BEFORE_PARENTHESIS = words(
            "select from where and or not in on as values with by over filter using join exists any all some between like ilike is"
                    + " case when then else end having union intersect except distinct limit offset lateral partition order group within"
                    + " recursive materialized interval array row rows range groups key cross natural left right inner outer full"
                    + " nulls first last window only ties");
    private static final Set<String> TYPES_WITH_SIZES =
            words("numeric decimal varchar char character varying timestamp time bit float nvarchar nchar");
    private static final Set<String> FUNCTIONS = words(
            // Over rows.
            "count sum avg min max total group_concat string_agg array_agg listagg bool_and bool_or every stddev stddev_pop"
                    + " stddev_samp variance var_pop var_samp median percentile_cont percentile_disc mode corr covar_pop covar_samp"
                    + " row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value grouping"
                    // Values and texts; none that makes much of little.
                    + " coalesce nullif greatest least ifnull nvl iif cast try_cast typeof abs ceil ceiling floor round trunc mod sign"
                    + " sqrt power pow exp ln log log10 degrees radians sin cos tan lower upper initcap length char_length"
                    + " character_length octet_length trim ltrim rtrim btrim substring substr left right position strpos instr concat"
                    + " concat_ws reverse ascii chr unicode starts_with split_part translate overlay quote_literal md5 hex to_hex to_char"
                    + " to_number to_date to_timestamp"
                    // Times.
                    + " now date time datetime julianday strftime unixepoch age extract date_part date_trunc date_diff datediff dateadd"
                    + " timestampdiff timestampadd year month day hour minute second day_of_week day_of_year day_name month_name"
                    + " quarter week make_date make_time make_timestamp current_timestamp current_date current_time localtimestamp"
                    // JSON and lists.
                    + " json_extract json_extract_path json_extract_path_text jsonb_extract_path jsonb_extract_path_text json_value"
                    + " json_query json_array_length jsonb_array_length json_typeof jsonb_typeof json_type json_valid"
                    + " cardinality array_length unnest");
    private static final Set<String> VALUES = words(
            "current_user session_user system_user user current_role current_catalog current_schema current_database current_date"
                    + " current_time current_timestamp localtime localtimestamp rows");
    private static final Set<String> CATALOGS = Set.of("pg_catalog", "information_schema");

    private ReadOnlySql() {}

    /**
     * Checks a statement.
     *
     * @param more functions that the owner vouches for, in lower case
     * @return the statement without a semicolon at its end
     * @throws RefusedSqlException if it may do more than read
     */
    static String check(String sql, Set<String> more) {
        if (sql.length() > MAX_LENGTH) {
            throw new RefusedSqlException(
                    "The statement has " + sql.length() + " characters; use at most " + MAX_LENGTH + ".");
        }
        String trimmed = sql.strip();
        String one = trimmed.endsWith(";") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
        List<Word> words = SqlWords.of(one).words();
        if (words.isEmpty() || words.get(0).kind() != Kind.PLAIN || !BEGINNINGS.contains(lower(words.get(0)))) {
            throw new RefusedSqlException("Only queries are run: a statement that begins with SELECT, WITH or VALUES.");
        }
        boolean[] tables = TablePlaces.in(words);
        for (int at = 0; at < words.size(); at++) {
            Word word = words.get(at);
            if (word.isName() && tables[at]) table(words, at);
            if (word.isSign(";"))
                throw new RefusedSqlException("Only one statement is run at a time. Send them one by one.");
            if (word.isName()) name(words, at, more);
        }
        return one;
    }

    /** What a query reads from is a table: of what a function gives, or a value, PostgreSQL lets any function be a column. */
    private static void table(List<Word> words, int at) {
        boolean called = at + 1 < words.size() && words.get(at + 1).isSign("(");
        boolean value = words.get(at).kind() == Kind.PLAIN && VALUES.contains(lower(words.get(at)));
        if (called || value) {
            throw new RefusedSqlException("'" + words.get(at).text()
                    + "' is no table. Read from tables and views alone; a function may stand behind SELECT.");
        }
    }

    private static void name(List<Word> words, int at, Set<String> more) {
        Word word = words.get(at);
        String name = lower(word);
        boolean called = at + 1 < words.size() && words.get(at + 1).isSign("(");
        boolean qualified = at > 0 && words.get(at - 1).isSign(".");
        if (qualified && at > 1 && words.get(at - 2).isSign(")")) {
            // (value).name is name(value), of whatever function has the name.
            throw new RefusedSqlException("'" + word.text()
                    + "' is taken from a value in parentheses, which may call a function. Do without it.");
        }
        boolean sequence = name.equals("next")
                && at + 1 < words.size()
                && lower(words.get(at + 1)).equals("value");
        // A column in quotes, or one of a table, may have any name.
        boolean keyword = word.kind() == Kind.PLAIN && !qualified;
        boolean replacing = name.equals("replace") && called;
        if (sequence
                || (keyword && CHANGING.contains(name) && !replacing)
                || name.equals("nextval")
                || name.equals("currval")) {
            throw new RefusedSqlException("'" + word.text()
                    + "' is not for reading. If it is the name of a column, put it into" + " double quotes.");
        }
        if (called) function(words, at, more);
    }

    private static void function(List<Word> words, int at, Set<String> more) {
        Word word = words.get(at);
        String name = lower(word);
        boolean qualified = at > 1 && words.get(at - 1).isSign(".");
        if (qualified && !CATALOGS.contains(lower(words.get(at - 2)))) {
            if (more.contains(lower(words.get(at - 2)) + "." + name)) return;
        } else {
            boolean keyword = word.kind() == Kind.PLAIN
                    && !qualified
                    && (BEFORE_PARENTHESIS.contains(name) || TYPES_WITH_SIZES.contains(name));
            if (keyword || FUNCTIONS.contains(name) || name.equals("replace") || more.contains(name)) return;
            if (isListOfColumns(words, at)) return;
        }
        throw new RefusedSqlException("The function '" + word.text() + "' is not known to only read. Do without it.");
    }

    /** Whether this names the result of a query, {@code WITH name (columns) AS (SELECT …)}, and not a function in FROM. */
    private static boolean isListOfColumns(List<Word> words, int at) {
        if (at == 0 || !lower(words.get(0)).equals("with")) return false;
        Word before = words.get(at - 1);
        boolean begins = before.isSign(",")
                || (before.kind() == Kind.PLAIN && Set.of("with", "recursive").contains(lower(before)));
        int close = at + 2;
        while (close < words.size()
                && (words.get(close).isName() || words.get(close).isSign(","))) close++;
        if (!begins || close == at + 2 || close + 3 >= words.size()) return false;
        Word query = words.get(close + 3);
        return words.get(close).isSign(")")
                && lower(words.get(close + 1)).equals("as")
                && words.get(close + 2).isSign("(")
                && query.kind() == Kind.PLAIN
                && BEGINNINGS.contains(lower(query));
    }

    private static String lower(Word word) {
        return word.text().toLowerCase(Locale.ROOT);
    }

    private static Set<String> words(String all) {
        return Set.of(all.split(" "));
    }
}
