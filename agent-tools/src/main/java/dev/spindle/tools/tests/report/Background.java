package dev.spindle.tools.tests.report;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a report tells besides its triage.
 *
 * @param title what was tested, such as the name of the project
 * @param sources what the path of a source file, relative to the project, is put behind to link to it, such as
 *     {@code https://git.example.com/shop/blob/main/}; empty for no links
 * @param past how the tests went in earlier runs, oldest first
 * @param account what an agent did about it, step by step; empty if none was asked
 * @param answer what it said in the end; empty if nothing
 * @param isolation how far the tests were kept from the machine, in words; empty if that is not known
 */
public record Background(
        String title, String sources, List<PastRun> past, List<String> account, String answer, String isolation) {
    private static final Pattern LINKABLE = Pattern.compile("(?:https?|file)://.*/");

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if the sources are neither empty nor the beginning of a link, ended by {@code /}
     */
    public Background {
        if (!sources.isEmpty() && !LINKABLE.matcher(sources).matches())
            throw new IllegalArgumentException(
                    "'" + sources + "' is no beginning of links; write it as https://git.example.com/shop/blob/main/");
        past = List.copyOf(past);
        account = List.copyOf(account);
    }

    /** Nothing but a title. */
    public static Background of(String title) {
        return new Background(title, "", List.of(), List.of(), "", "");
    }

    /** This with links to sources behind this beginning. */
    public Background withSources(String other) {
        return new Background(title, other, past, account, answer, isolation);
    }

    /** This with earlier runs. */
    public Background withPast(List<PastRun> other) {
        return new Background(title, sources, other, account, answer, isolation);
    }

    /** This with what an agent did and said. */
    public Background withAccount(List<String> steps, String said) {
        return new Background(title, sources, past, steps, said, isolation);
    }

    /** This with how far the tests were kept from the machine, as {@link dev.spindle.tools.tests.ProjectTests#isolation} says it. */
    public Background withIsolation(String words) {
        return new Background(title, sources, past, account, answer, words);
    }

    /** The link to a line; empty if there are no links. */
    String link(String file, int line) {
        if (sources.isEmpty()) return "";
        String path = Stream.of(file.split("/", -1))
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
        return sources + path + "#L" + line;
    }
}
