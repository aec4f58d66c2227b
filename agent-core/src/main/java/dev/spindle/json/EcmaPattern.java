package dev.spindle.json;

import com.networknt.schema.SchemaException;
import com.networknt.schema.regex.RegularExpression;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of ECMA 262, as JSON Schema has them, run by Java's engine within a bound.
 *
 * <p>Where the two dialects read the same characters differently, the pattern is rewritten: {@code $} is the very end,
 * {@code \s} is any Unicode white space, {@code [} and {@code &&} inside a class are literal, {@code \cj} may be lower
 * case, and the long names of the general categories are known. The engine may look at so many characters ({@link PatternWork}),
 * that a pattern that backtracks without end fails instead of holding a thread.
 */
final class EcmaPattern implements RegularExpression {
    private static final String SPACES = "\\t\\n\\x0B\\f\\r\\u00a0\\ufeff\\u2028\\u2029\\p{Zs}";
    private static final Map<String, String> LONG_NAMES = Map.ofEntries(
            Map.entry("letter", "L"),
            Map.entry("uppercase_letter", "Lu"),
            Map.entry("lowercase_letter", "Ll"),
            Map.entry("titlecase_letter", "Lt"),
            Map.entry("modifier_letter", "Lm"),
            Map.entry("other_letter", "Lo"),
            Map.entry("mark", "M"),
            Map.entry("number", "N"),
            Map.entry("digit", "Nd"),
            Map.entry("decimal_number", "Nd"),
            Map.entry("letter_number", "Nl"),
            Map.entry("punctuation", "P"),
            Map.entry("punct", "P"),
            Map.entry("symbol", "S"),
            Map.entry("separator", "Z"),
            Map.entry("space_separator", "Zs"),
            Map.entry("control", "Cc"));

    /** Strangers write them, too, and to compile one takes time and stack that grow with it. */
    private static final int LONGEST = 10_000;

    private final Pattern pattern;
    private final PatternWork work;

    /**
     * A pattern, or one that fails where it is tried. The validator logs the whole of a pattern that cannot be made, which a stranger may
     * have written.
     */
    static RegularExpression orUnusable(String source, PatternWork work) {
        try {
            return new EcmaPattern(source, work);
        } catch (JsonException unusable) {
            return text -> {
                throw new SchemaException(unusable);
            };
        }
    }

    EcmaPattern(String source, PatternWork work) {
        this.work = work;
        if (source.length() > LONGEST)
            throw new JsonException("no regular expression: it has " + source.length() + " characters; at most "
                    + LONGEST + " are read");
        try {
            this.pattern = Pattern.compile(new Translation(source).inJava());
        } catch (StackOverflowError nested) {
            throw new JsonException("no regular expression: its groups are nested too deep");
        } catch (PatternSyntaxException e) {
            throw new JsonException("no regular expression: " + JsonWords.names(List.of(source)), e);
        }
    }

    @Override
    public boolean matches(String text) {
        try {
            return pattern.matcher(new CountedText(text, work.ofThisCheck())).find();
        } catch (StackOverflowError e) {
            throw tooHeavy(text);
        }
    }

    /** Of all exceptions the one that the validator passes on without a word in the log. */
    private static SchemaException tooHeavy(String text) {
        return new SchemaException(new JsonException(
                "a pattern of the JSON Schema is too heavy for a text of " + text.length() + " characters"));
    }

    /** One pass over a pattern. */
    private static final class Translation {
        private final String source;
        private final StringBuilder java = new StringBuilder();
        private int at;
        private boolean inClass;

        Translation(String source) {
            this.source = source;
        }

        String inJava() {
            while (at < source.length()) {
                char c = source.charAt(at++);
                if (c == '\\' && at < source.length()) {
                    escape(source.charAt(at++));
                } else if (inClass) {
                    inClass(c);
                } else {
                    inClass = c == '[';
                    java.append(c == '$' ? "\\z" : c);
                }
            }
            return java.toString();
        }

        private void inClass(char c) {
            inClass = c != ']';
            java.append(c == '[' || c == '&' ? "\\" : "").append(c);
        }

        private void escape(char c) {
            switch (c) {
                case 's' -> java.append('[').append(SPACES).append(']');
                case 'S' -> java.append("[^").append(SPACES).append(']');
                case 'p', 'P' -> property(c);
                case 'c' -> {
                    java.append("\\c");
                    if (at < source.length()) {
                        java.append(Character.toUpperCase(source.charAt(at++)));
                    }
                }
                default -> java.append('\\').append(c);
            }
        }

        private void property(char kind) {
            java.append('\\').append(kind);
            int end = source.indexOf('}', at);
            if (end > at && source.charAt(at) == '{') {
                String name = source.substring(at + 1, end);
                java.append('{')
                        .append(LONG_NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), name))
                        .append('}');
                at = end + 1;
            }
        }
    }

    /** A text that can be looked at only so many times. */
    private static final class CountedText implements CharSequence {
        private final String text;
        private final PatternWork.Looks looks;

        CountedText(String text, PatternWork.Looks looks) {
            this.text = text;
            this.looks = looks.atNext();
        }

        @Override
        public char charAt(int index) {
            if (!looks.mayLook()) {
                throw tooHeavy(text);
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
