package dev.spindle.examples.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.MaskingCallback;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/**
 * The terminal of this process. Printing is thread-safe; lines are read by one thread.
 *
 * <p>All text is made plain before it is printed. Ctrl-C never ends the process: while a line is read it ends the reading, else it runs
 * what {@link #onInterrupt} was given.
 */
public final class Console implements AutoCloseable {
    private static final String DUMB = "dumb";
    private static final int USUAL_WIDTH = 80;

    /** How long keys that were pressed may take to arrive. */
    private static final long SETTLING_MILLIS = 100;

    /** How soon it is noticed that there is nothing more to wait for. */
    private static final long GLANCE_MILLIS = 50;

    private final Terminal terminal;
    private final boolean coloured;
    private volatile Runnable interrupted = () -> {};
    private @Nullable LineReader lines;
    private @Nullable LineReader questions;
    private @Nullable Held held;
    private boolean atLineStart = true;

    private Console(Terminal terminal, boolean coloured) {
        this.terminal = terminal;
        this.coloured = coloured;
        terminal.handle(Terminal.Signal.INT, signal -> interrupted.run());
    }

    /** What a person did with a line. */
    public sealed interface Entry {
        /** Finished it. */
        record Line(String text) implements Entry {}

        /** Pressed Ctrl-C, leaving what was written so far. */
        record Interrupted(String unfinished) implements Entry {}

        /** Pressed Ctrl-D on an empty line, or went away. */
        record Ended() implements Entry {}
    }

    /** The terminal, if a person sits at both ends: standard input and output. */
    public static Optional<Console> find() {
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                    .dumb(false)
                    .encoding(StandardCharsets.UTF_8)
                    .build();
            if (terminal.getType().startsWith(DUMB)) {
                terminal.close();
                return Optional.empty();
            }
            return Optional.of(new Console(terminal, !System.getenv().containsKey("NO_COLOR")));
        } catch (IOException | IllegalStateException none) {
            return Optional.empty();
        }
    }

    /**
     * Remembers the lines that are read, also for later processes, and completes words.
     *
     * @param history the file that keeps the lines; created if it is missing, with its folder, for its owner alone
     * @param words complete what is written
     */
    public void remember(Path history, Words words) {
        makePrivate(history);
        lines = reader().variable(LineReader.HISTORY_FILE, history)
                .completer(words)
                .parser(Words.parser())
                .completionMatcher(new GivenCandidates())
                .build();
    }

    /** Reads a line. */
    public Entry read(String prompt) {
        if (lines == null) lines = reader().build();
        return read(lines, prompt, "");
    }

    /**
     * Asks for a line that is not remembered, beginning with a text that can be changed.
     *
     * <p>One that does not fit the screen is shown in rows, all but the first indented. Keys that were pressed before the question is shown count for nothing: they were meant for something else.
     */
    public Entry ask(String question, String prefilled) {
        if (questions == null) {
            questions = reader().variable(LineReader.DISABLE_HISTORY, true).build();
        }
        List<String> rows = Rows.of(PlainText.of(question.stripTrailing()), width() - 1, "", Rows.INDENT);
        rows.subList(0, rows.size() - 1).forEach(row -> line(row, Style.PLAIN));
        discardKeys();
        return read(questions, rows.get(rows.size() - 1) + " ", prefilled);
    }

    /**
     * Lets the person write until something is done. Nobody is asked to: from the first key on what is printed is held back, until the
     * line is finished.
     *
     * @param heard takes what was written
     */
    public void listen(Future<?> done, String prompt, Consumer<Entry> heard) {
        Attributes before = terminal.enterRawMode();
        try {
            while (!done.isDone()) {
                int key = terminal.reader().peek(GLANCE_MILLIS);
                if (key == NonBlockingReader.EOF) return;
                if (key >= 0) heard.accept(writtenMeanwhile(prompt));
            }
        } catch (IOException gone) {
            throw new UncheckedIOException("the terminal cannot be read", gone);
        } finally {
            terminal.setAttributes(before);
        }
    }

    private Entry writtenMeanwhile(String prompt) {
        synchronized (this) {
            if (!atLineStart) print("\n", Style.PLAIN);
            held = new Held();
        }
        try {
            return read(prompt);
        } finally {
            release();
        }
    }

    private synchronized void release() {
        Held waiting = held;
        held = null;
        if (waiting != null) waiting.release(this::print);
    }

    /** Lends the screen and the keys to a program, and takes them back as they were. */
    public <T> T lend(Supplier<T> program) {
        Attributes before = terminal.getAttributes();
        try {
            return program.get();
        } finally {
            terminal.setAttributes(before);
        }
    }

    private void discardKeys() {
        Attributes before = terminal.enterRawMode();
        try {
            while (terminal.reader().peek(SETTLING_MILLIS) >= 0)
                terminal.reader().read();
        } catch (IOException gone) {
            throw new UncheckedIOException("the terminal cannot be read", gone);
        } finally {
            terminal.setAttributes(before);
        }
    }

    private LineReaderBuilder reader() {
        return LineReaderBuilder.builder()
                .appName("spindle")
                .terminal(terminal)
                // Else '!' would recall earlier lines, and be lost to those who exclaim.
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_TIMESTAMPED, false);
    }

    private static Entry read(LineReader reader, String prompt, String prefilled) {
        try {
            // A reader takes '%' in a prompt for a command.
            String shown = PlainText.of(prompt).replace("%", "%%");
            return new Entry.Line(reader.readLine(shown, null, (MaskingCallback) null, prefilled));
        } catch (UserInterruptException interrupt) {
            return new Entry.Interrupted(interrupt.getPartialLine());
        } catch (EndOfFileException end) {
            return new Entry.Ended();
        }
    }

    /** What Ctrl-C does while no line is read; nothing, unless told. */
    public void onInterrupt(Runnable action) {
        interrupted = action;
    }

    /** Prints text. */
    public synchronized void print(String text, Style style) {
        if (held != null) {
            held.add(text, style);
            return;
        }
        if (text.isEmpty()) return;
        atLineStart = text.endsWith("\n");
        String plain = PlainText.of(text);
        String shown = style == Style.PLAIN ? plain : new AttributedString(plain, attributes(style)).toAnsi(terminal);
        terminal.writer().print(shown);
        terminal.writer().flush();
    }

    /** Prints a line. */
    public synchronized void line(String text, Style style) {
        print(text, style);
        print("\n", Style.PLAIN);
    }

    /** Prints a row, with its parts as they are to look. */
    public synchronized void row(Row row) {
        int at = 0;
        for (Row.Span span : row.spans()) {
            print(row.text().substring(at, span.from()), Style.PLAIN);
            print(row.text().substring(span.from(), span.to()), span.style());
            at = span.to();
        }
        line(row.text().substring(at), Style.PLAIN);
    }

    /** Prints a remark, of which anybody may have written a part: in rows that fit, all but the first indented. */
    public synchronized void remark(String text, Style style) {
        Rows.ofRemark(text, width()).forEach(row -> line(row, style));
    }

    /** How many columns the screen has. */
    public int width() {
        return terminal.getWidth() > 0 ? terminal.getWidth() : USUAL_WIDTH;
    }

    private AttributedStyle attributes(Style style) {
        return switch (style) {
            case PLAIN -> AttributedStyle.DEFAULT;
            case HEADING -> AttributedStyle.BOLD.underline();
            case STRONG -> AttributedStyle.BOLD;
            case CODE ->
                coloured
                        ? AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN)
                        : AttributedStyle.DEFAULT.underline();
            case QUIET -> AttributedStyle.DEFAULT.faint();
            case REMOVED -> coloured(AttributedStyle.RED);
            case ADDED -> coloured(AttributedStyle.GREEN);
            case REMOVED_WORD -> coloured(AttributedStyle.RED).inverse();
            case ADDED_WORD -> coloured(AttributedStyle.GREEN).inverse();
        };
    }

    private AttributedStyle coloured(int colour) {
        return coloured ? AttributedStyle.DEFAULT.foreground(colour) : AttributedStyle.DEFAULT;
    }

    private static void makePrivate(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) PrivateFile.createFolders(folder);
            if (!Files.exists(file)) PrivateFile.create(file);
        } catch (IOException broken) {
            throw new UncheckedIOException("the history " + file + " cannot be kept; name another file", broken);
        }
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
