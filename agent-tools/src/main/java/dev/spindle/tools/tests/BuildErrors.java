package dev.spindle.tools.tests;

import dev.spindle.tools.tests.TestReport.CompileError;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads why a build failed out of the lines that Maven marks as errors. Where the project is on the machine is left out. */
final class BuildErrors {
    private static final int MAX_COMPILE_ERRORS = 50;
    private static final int MAX_SAID = 12;
    private static final int MAX_DETAILS = 4;
    private static final Pattern COMPILE_ERROR =
            Pattern.compile("\\[ERROR] ([^\\[\\]]+\\.(?:java|kt)):\\[(\\d{1,7}),\\d{1,7}] (.*)");
    private static final Pattern BOILERPLATE = Pattern.compile(
            "\\[ERROR] (-> |\\[Help|To see the full|Re-run Maven|For more information|After correcting|  mvn |$).*");

    private final List<String> lines;
    private final String root;

    BuildErrors(List<String> lines, Path root) {
        this.lines = lines;
        this.root = root.toString();
    }

    /** The errors of the compiler, each once: Maven prints them twice. */
    List<CompileError> compileErrors() {
        Map<String, CompileError> found = new LinkedHashMap<>();
        for (int i = 0; i < lines.size() && found.size() < MAX_COMPILE_ERRORS; i++) {
            Matcher error = COMPILE_ERROR.matcher(lines.get(i));
            if (!error.matches()) continue;
            String file = relative(error.group(1));
            int line = Integer.parseInt(error.group(2));
            CompileError each = new CompileError(file, line, withoutRoot(error.group(3) + details(i + 1)));
            found.putIfAbsent(file + ":" + line + ":" + error.group(3), each);
        }
        return List.copyOf(found.values());
    }

    /** What the build said was wrong, without its advice on how to use Maven. */
    String said() {
        return lines.stream()
                .filter(line -> !BOILERPLATE.matcher(line).matches())
                .limit(MAX_SAID)
                .map(BuildErrors::unmarked)
                .map(this::withoutRoot)
                .collect(Collectors.joining("\n"));
    }

    /** The indented lines from here on, which explain the error before them. */
    private String details(int from) {
        StringBuilder details = new StringBuilder();
        for (int i = from; i < Math.min(lines.size(), from + MAX_DETAILS); i++) {
            String line = unmarked(lines.get(i));
            if (!line.startsWith("  ")) break;
            details.append("; ").append(line.strip());
        }
        return details.toString();
    }

    private String relative(String file) {
        if (file.startsWith(root)) return withoutRoot(file).replace('\\', '/');
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }

    /** A text in which paths are relative to the project. */
    String withoutRoot(String text) {
        return text.replace(root + "/", "").replace(root + "\\", "").replace(root, ".");
    }

    private static String unmarked(String line) {
        return line.startsWith(BuildOutput.ERROR) ? line.substring(BuildOutput.ERROR.length()) : line;
    }
}
