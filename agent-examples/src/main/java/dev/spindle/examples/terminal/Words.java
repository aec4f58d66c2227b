package dev.spindle.examples.terminal;

import java.util.List;
import java.util.function.Function;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

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

    /** Blanks part words, and no quotes but those of files: people write apostrophes that nobody closes. */
    static Parser parser() {
        return new LineWords();
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word().substring(0, line.wordCursor());
        if (word.startsWith(FILE)) {
            String begun = word.substring(1).replace("\"", "");
            files.apply(begun).forEach(path -> candidates.add(file(path)));
        } else if (line.wordIndex() == 0 && word.startsWith("/")) {
            commands.forEach(command -> candidates.add(candidate(command)));
        }
    }

    /** In quotes if it holds a blank; those of a folder are still open. */
    private static Candidate file(String path) {
        if (path.indexOf(' ') < 0) return candidate(FILE + path);
        return candidate(FILE + '"' + path + (path.endsWith("/") ? "" : "\""));
    }

    /** A folder is no whole path yet. */
    private static Candidate candidate(String value) {
        return new Candidate(value, value, null, null, null, null, !value.endsWith("/"));
    }
}
