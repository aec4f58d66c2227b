package dev.spindle.examples;

import dev.spindle.examples.terminal.Console;
import dev.spindle.examples.terminal.PlainText;
import dev.spindle.examples.terminal.Style;
import java.util.Optional;

/** What is printed to be read at leisure: in styles at a terminal, plain elsewhere. */
interface Paper extends AutoCloseable {
    /** Prints a line, which anybody may have written. */
    void line(String text, Style style);

    @Override
    void close();

    /** The terminal if there is one, else standard output. */
    static Paper of(Surroundings surroundings) {
        Optional<Console> console = surroundings.console().get();
        return console.<Paper>map(AtConsole::new).orElseGet(() -> new Plain(surroundings));
    }

    /** A terminal. */
    record AtConsole(Console console) implements Paper {
        @Override
        public void line(String text, Style style) {
            console.line(text, style);
        }

        @Override
        public void close() {
            console.close();
        }
    }

    /** Standard output. */
    record Plain(Surroundings surroundings) implements Paper {
        @Override
        public void line(String text, Style style) {
            surroundings.out().println(PlainText.of(text));
        }

        @Override
        public void close() {
            surroundings.out().flush();
        }
    }
}
