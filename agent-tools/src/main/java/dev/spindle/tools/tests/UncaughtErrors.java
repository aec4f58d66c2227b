package dev.spindle.tools.tests;

import dev.spindle.tools.tests.ReadCase.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Why files of tests broke off, as Node.js prints it when it ends for an error that nobody caught: its report has no word of that. */
final class UncaughtErrors {
    private static final int MAX_LINES = 100;
    private static final int MAX_ERRORS = 100;
    private static final int MAX_TRACE = 16_000;
    /** Of how many files that failed as a whole it is looked up why. */
    private static final int MAX_EXPLAINED = 500;

    private static final Pattern THROWN =
            Pattern.compile("((?:[A-Z]\\w{0,80})?Error)(?: \\[[^\\]\n]{0,80}])?: (.{0,4000})");
    private static final Pattern FRAME = Pattern.compile("\\s+at \\S.*");
    /** What stands behind all of it. */
    private static final String VERSION = "Node.js v";

    private final List<Failure> all = new ArrayList<>();
    private int looks;

    UncaughtErrors(List<String> printed) {
        for (int at = 0; at < printed.size() && all.size() < MAX_ERRORS; at++) {
            Matcher thrown = THROWN.matcher(printed.get(at));
            if (thrown.matches()) take(thrown, printed.subList(at, Math.min(printed.size(), at + MAX_LINES)));
        }
    }

    private void take(Matcher thrown, List<String> rest) {
        int end = 0;
        while (end < rest.size() && !rest.get(end).startsWith(VERSION)) end++;
        if (end == rest.size()) return;
        String more = rest.subList(1, end).stream()
                .takeWhile(line -> !FRAME.matcher(line).matches())
                .map(line -> "\n" + line)
                .collect(Collectors.joining());
        all.add(new Failure(
                thrown.group(1), cut(thrown.group(2) + more), cut(String.join("\n", rest.subList(0, end)))));
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), MAX_TRACE)).strip();
    }

    /** A file that failed as a whole, with the error that names it. */
    ReadCase explained(ReadCase read) {
        Failure failure = read.first();
        if (failure == null || !failure.type().isEmpty() || !failure.message().equals("test failed")) return read;
        if (all.isEmpty() || ++looks > MAX_EXPLAINED) return read;
        return all.stream()
                .filter(each -> each.trace().contains(read.id().name()))
                .findFirst()
                .map(found -> read.telling(each -> each.equals(failure) ? found : each))
                .orElse(read);
    }
}
