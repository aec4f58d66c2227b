package dev.spindle.examples;

import dev.spindle.examples.terminal.Console;
import dev.spindle.examples.terminal.PlainText;
import dev.spindle.examples.terminal.Rows;
import dev.spindle.examples.terminal.Style;
import java.util.Optional;
import java.util.OptionalInt;

/** What is printed to be read at leisure: in styles at a terminal, plain elsewhere. */
interface Paper extends AutoCloseable {
    /** Prints a line, which anybody may have written. */
    default void line(String text, Style style) {
        line(0, text, style);
    }

    /** Prints a line that begins with a margin of so many columns; if a screen has to break it, each row begins with one. */
    void line(int margin, String text, Style style);

    /** How many columns the screen has; empty for paper without end. */
    OptionalInt width();

    @Override
    void close();

    /** The terminal if there is one, else standard output. */
    static Paper of(Surroundings surroundings) {
        Optional<Console> console = surroundings.console().get();
        return console.<Paper>map(AtConsole::new).orElseGet(() -> new Plain(surroundings));
    }

    /** A terminal. */
    record AtConsole(Console console) implements Paper {
        private static final int GOES_ON = 2;

        @Override
        public void line(int margin, String text, Style style) {
            String rest = " ".repeat(margin + GOES_ON);
            Rows.of(PlainText.of(text), console.width(), "", rest).forEach(row -> console.line(row, style));
        }

        @Override
        public OptionalInt width() {
            return OptionalInt.of(console.width());
        }

        @Override
        public void close() {
            console.close();
        }
    }

    /** Standard output. */
    record Plain(Surroundings surroundings) implements Paper {
        @Override
        public OptionalInt width() {
            return OptionalInt.empty();
        }

        @Override
        public void line(int margin, String text, Style style) {
            surroundings.out().println(text);
        }

        @Override
        public void close() {
            surroundings.out().flush();
        }
    }
}
