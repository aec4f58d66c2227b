package dev.spindle.examples.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.LineReader;
import org.jline.reader.impl.CompletionMatcherImpl;

/** Takes a file's name in quotes for a completion of the name without them, beside what is usual. */
final class GivenCandidates extends CompletionMatcherImpl {
    @Override
    protected void defaultMatchers(
            Map<LineReader.Option, Boolean> options,
            boolean prefix,
            CompletingParsedLine line,
            boolean caseInsensitive,
            int errors,
            String originalGroupName) {
        super.defaultMatchers(options, prefix, line, caseInsensitive, errors, originalGroupName);
        String written = bare(line.word().substring(0, line.wordCursor()));
        var all = new ArrayList<>(
                List.of(simpleMatcher(candidate -> bare(candidate).startsWith(written))));
        all.addAll(matchers);
        matchers = all;
    }

    private static String bare(String word) {
        return word.startsWith("@\"") ? "@" + word.substring(2) : word;
    }
}
