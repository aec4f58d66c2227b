package dev.spindle.examples.terminal;

import java.util.List;
import java.util.function.Function;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;

/**
 * Completes words of a line: commands at its beginning, and files behind an {@code @}.
 *
 * @param commands that a line can begin with
 * @param files the paths that begin as told; those of folders end in a slash
 */
public record Words(List<String> commands, Function<String, List<String>> files) implements Completer {
    private static final String FILE = "@";

    /** Copies the commands. */
    public Words {
        commands = List.copyOf(commands);
    }

    /** Blanks part words, and nothing else: people write apostrophes that nobody closes. */
    static Parser parser() {
        DefaultParser parser = new DefaultParser();
        parser.setQuoteChars(null);
        parser.setEscapeChars(null);
        return parser;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word().substring(0, line.wordCursor());
        if (word.startsWith(FILE)) {
            files.apply(word.substring(1)).forEach(path -> candidates.add(candidate(FILE + path)));
        } else if (line.wordIndex() == 0 && word.startsWith("/")) {
            commands.forEach(command -> candidates.add(candidate(command)));
        }
    }

    /** A folder is no whole path yet. */
    private static Candidate candidate(String value) {
        return new Candidate(value, value, null, null, null, null, !value.endsWith("/"));
    }
}
