package dev.spindle.tools.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement cut into words, such that every database cuts it the same: what one reads as a text and another as a command (comments,
 * backslashes, dollar quotes, quotes of other kinds) is refused. Takes time linear in the statement.
 *
 * @param words the words, numbers and signs in order
 */
record SqlWords(List<Word> words) {
    /** What a word is. */
    enum Kind {
        /** A name or a keyword as written. */
        PLAIN,
        /** A name in double quotes. */
        QUOTED,
        /** A text in single quotes. */
        TEXT,
        /** Anything else: one character. */
        SIGN
    }

    /** A word; of a name in quotes, what is between them. */
    record Word(Kind kind, String text) {
        boolean isSign(String sign) {
            return kind == Kind.SIGN && text.equals(sign);
        }

        boolean isName() {
            return kind == Kind.PLAIN || kind == Kind.QUOTED;
        }
    }

    SqlWords {
        words = List.copyOf(words);
    }

    /**
     * Cuts a statement.
     *
     * @throws RefusedSqlException if it holds what databases read differently
     */
    static SqlWords of(String sql) {
        return new Cutter(sql).cut();
    }

    private static final class Cutter {
        private final String sql;
        private final List<Word> words = new ArrayList<>();
        private int at;

        Cutter(String sql) {
            this.sql = sql;
        }

        SqlWords cut() {
            while (at < sql.length()) {
                char c = sql.charAt(at);
                if (c == '\'') quoted('\'', Kind.TEXT);
                else if (c == '"') quoted('"', Kind.QUOTED);
                else if (Character.isLetter(c) || c == '_') plain();
                else if (Character.isDigit(c)) number();
                else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') at++;
                else sign(c);
            }
            return new SqlWords(words);
        }

        private void quoted(char quote, Kind kind) {
            boolean prefixed =
                    !words.isEmpty() && at > 0 && (Character.isLetter(sql.charAt(at - 1)) || sql.charAt(at - 1) == '&');
            if (prefixed) throw refused("a letter in front of a quote");
            StringBuilder text = new StringBuilder();
            at++;
            while (at < sql.length()) {
                char c = sql.charAt(at++);
                if (c == '\\') throw refused("a backslash");
                if (c == quote && (at == sql.length() || sql.charAt(at) != quote)) {
                    words.add(new Word(kind, text.toString()));
                    return;
                }
                if (c == quote) at++;
                text.append(c);
            }
            throw refused("a quote that is not closed");
        }

        private void plain() {
            int start = at;
            while (at < sql.length() && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '_')) at++;
            words.add(new Word(Kind.PLAIN, sql.substring(start, at)));
        }

        private void number() {
            while (at < sql.length() && (Character.isDigit(sql.charAt(at)) || sql.charAt(at) == '.')) at++;
            words.add(new Word(Kind.SIGN, "0"));
        }

        private void sign(char c) {
            if (sql.startsWith("--", at) || sql.startsWith("/*", at)) throw refused("a comment");
            if ("\\`$[]#@?{}".indexOf(c) >= 0 || (c == ':' && !sql.startsWith("::", at)))
                throw refused("the sign " + shown(c));
            if (c < ' ' || c > '~') throw refused("a character that is no sign of SQL");
            int length = sql.startsWith("::", at) ? 2 : 1;
            words.add(new Word(Kind.SIGN, sql.substring(at, at + length)));
            at += length;
        }

        private static String shown(char c) {
            return "'" + c + "'";
        }

        private static RefusedSqlException refused(String what) {
            return new RefusedSqlException(
                    "The statement holds " + what + ", which is not read here. Write it without.");
        }
    }
}
