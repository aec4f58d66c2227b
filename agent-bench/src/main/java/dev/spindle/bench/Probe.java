package dev.spindle.bench;

import dev.spindle.json.Json;
import dev.spindle.tools.text.QuotedText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Answers one JSON object a line with one JSON object a line, so that anyone can score the library on data of their own.
 *
 * <p>Answers go out at once and in order, each with the {@code id} of its question. A line that cannot be answered is named, with
 * the reason, on the error stream alone; the others are answered still. For one thread.
 */
public final class Probe {
    /** The exit code when every line was answered. */
    static final int GOOD = 0;

    /** The exit code when some line was not answered. */
    static final int UNANSWERED = 1;

    /** The exit code when there is no such probe. */
    static final int WRONG_USAGE = 2;

    private static final int MOST_WORDS = 2_000;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    /** A probe that reads questions and writes answers, both in UTF-8, and says elsewhere what is wrong. */
    public Probe(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /**
     * Answers all lines.
     *
     * @param arguments the probe's name and what it needs, as {@code chat http://127.0.0.1:8080}
     * @return the exit code: 0 if every line was answered, 1 if not, 2 if there is no such probe
     * @throws IOException if the questions, or what the probe needs, cannot be read
     */
    public int run(List<String> arguments) throws IOException {
        Optional<ProbeKind> kind = findKind(arguments);
        if (kind.isEmpty()) {
            err.println(usage());
            return WRONG_USAGE;
        }
        try (Answerer answerer = kind.get().opening().open(arguments.subList(1, arguments.size()))) {
            return answerAll(answerer) ? GOOD : UNANSWERED;
        }
    }

    private static Optional<ProbeKind> findKind(List<String> arguments) {
        return ProbeKind.ALL.stream()
                .filter(kind -> !arguments.isEmpty() && kind.name().equals(arguments.get(0)))
                .filter(kind -> kind.parameters().size() == arguments.size() - 1)
                .findFirst();
    }

    /** What there is to call. */
    static String usage() {
        return ProbeKind.ALL.stream()
                .map(kind -> "  java -jar agent-bench.jar " + kind.usage())
                .collect(Collectors.joining(
                        "\n", "One JSON object a line is read, and one is written. Call one of\n", ""));
    }

    private boolean answerAll(Answerer answerer) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        boolean all = true;
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) all &= answer(answerer, line, number);
        }
        return all;
    }

    private boolean answer(Answerer answerer, String line, int number) throws IOException {
        try {
            Json question = Json.parse(line);
            Map<String, Json> answer = new LinkedHashMap<>();
            answer.put("id", question.get("id"));
            answer.putAll(answerer.answer(question));
            out.print(Json.object(answer).text() + '\n');
            out.flush();
            return true;
        } catch (RuntimeException unanswerable) {
            String why = QuotedText.line(String.valueOf(unanswerable.getMessage()), MOST_WORDS);
            err.println("Line " + number + " is not answered: " + why);
            return false;
        }
    }
}
