package dev.spindle.tools.tests;

import dev.spindle.tools.tests.TestReport.CompileError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds why a file of JavaScript or TypeScript could not be parsed, in what Node.js, Vitest and Jest say about it. */
final class ScriptErrors {
    private static final int MAX_ERRORS = 50;
    private static final int BETWEEN = 8;
    private static final String PATH = "([^\\s()'\"<>|,:][^\\n()'\"<>|,:]{0,400}\\.[cm]?[jt]sx?)";

    /** {@code /srv/shop/cart.js:2}, alone on its line, as Node.js puts it above the line and the error. */
    private static final Pattern NODE_PLACE = Pattern.compile("\\W{0,12}(?:file://)?" + PATH + ":(\\d{1,7})");

    /** {@code /srv/shop/cart.js:2:48: ERROR: Expected ";" but found ")"}. */
    private static final Pattern BUNDLER = Pattern.compile("\\s*" + PATH + ":(\\d{1,7}):\\d{1,7}: ERROR: (.{1,400})");

    /** {@code SyntaxError: /srv/shop/cart.js: Unexpected token (2:48)}. */
    private static final Pattern BABEL =
            Pattern.compile("\\s*SyntaxError: " + PATH + ": (.{1,400}) \\((\\d{1,7}):\\d{1,7}\\)");

    /** {@code File: /srv/shop/cart.js:2:48}. */
    private static final Pattern VITE_FILE = Pattern.compile("\\s*File: " + PATH + ":(\\d{1,7}):\\d{1,7}");

    private static final String VITE_SAID = "Failed to parse source";

    private static final Pattern SYNTAX = Pattern.compile("\\W{0,12}(SyntaxError(?: \\[\\w{1,40}\\])?: .{1,400})");

    private ScriptErrors() {}

    /** Those in what was printed. */
    static List<CompileError> inLines(List<String> lines, PathFrames frames) {
        Set<CompileError> found = new LinkedHashSet<>();
        for (int at = 0; at < lines.size() && found.size() < MAX_ERRORS; at++) {
            Optional<CompileError> error = oneLine(lines.get(at), frames);
            if (error.isEmpty()) error = node(lines, at, frames);
            if (error.isEmpty()) error = vite(lines, at, frames);
            error.ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    /** Those in what tests said that failed as a whole file. */
    static List<CompileError> inCases(List<ReadCase> cases, PathFrames frames) {
        List<String> lines = new ArrayList<>();
        for (ReadCase each : cases) {
            ReadCase.Failure failure = each.first();
            boolean isFile = each.id().name().isEmpty()
                    || each.id().name().equals(each.id().suite());
            if (failure != null && isFile) failure.trace().lines().limit(100).forEach(lines::add);
        }
        return inLines(lines, frames);
    }

    private static Optional<CompileError> oneLine(String line, PathFrames frames) {
        if (line.length() > 1_000) return Optional.empty();
        Matcher bundler = BUNDLER.matcher(line);
        if (bundler.matches()) return error(frames, bundler.group(1), bundler.group(2), bundler.group(3));
        Matcher babel = BABEL.matcher(line);
        return babel.matches()
                ? error(frames, babel.group(1), babel.group(3), "SyntaxError: " + babel.group(2))
                : Optional.empty();
    }

    private static Optional<CompileError> node(List<String> lines, int at, PathFrames frames) {
        if (lines.get(at).length() > 1_000) return Optional.empty();
        Matcher place = NODE_PLACE.matcher(lines.get(at).strip());
        if (!place.matches()) return Optional.empty();
        for (int next = at + 1; next < Math.min(lines.size(), at + BETWEEN); next++) {
            String line = lines.get(next);
            Matcher said = SYNTAX.matcher(line.length() > 1_000 ? "" : line.strip());
            if (said.matches()) return error(frames, place.group(1), place.group(2), said.group(1));
        }
        return Optional.empty();
    }

    /** Vite says what is wrong some lines above the file. */
    private static Optional<CompileError> vite(List<String> lines, int at, PathFrames frames) {
        Matcher file = VITE_FILE.matcher(lines.get(at).length() > 1_000 ? "" : lines.get(at));
        if (!file.matches()) return Optional.empty();
        return lines.subList(Math.max(0, at - BETWEEN), at).stream()
                .filter(line -> line.contains(VITE_SAID))
                .findFirst()
                .flatMap(said -> error(frames, file.group(1), file.group(2), said.substring(said.indexOf(VITE_SAID))));
    }

    private static Optional<CompileError> error(PathFrames frames, String file, String line, String said) {
        return frames.relative(file).map(path -> new CompileError(path, Integer.parseInt(line), said.strip()));
    }
}
