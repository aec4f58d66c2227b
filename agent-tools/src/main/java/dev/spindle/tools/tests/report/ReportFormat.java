package dev.spindle.tools.tests.report;

import dev.spindle.json.Json;
import dev.spindle.tools.tests.Triage;
import java.util.Locale;
import java.util.Optional;

/** A form in which what came of tests is written. */
public enum ReportFormat {
    /** The XML of JUnit, as most servers read it. */
    JUNIT_XML(".xml"),
    /** One object, as {@link Triage#json} has it. */
    JSON(".json"),
    /** For a comment below a change. */
    MARKDOWN(".md"),
    /** One page that needs nothing but itself, for light and dark screens. */
    HTML(".html"),
    /** Commands that GitHub's runners turn into remarks at lines of code, to be printed. */
    GITHUB(".github");

    private final String ending;

    ReportFormat(String ending) {
        this.ending = ending;
    }

    /** The format that the name of a file asks for by its end: {@code .xml}, {@code .json}, {@code .md}, {@code .html} or {@code .github}. */
    public static Optional<ReportFormat> findByName(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        for (ReportFormat each : values()) if (name.endsWith(each.ending)) return Optional.of(each);
        return Optional.empty();
    }

    /**
     * The report.
     *
     * @param title what was tested, such as the name of the project
     */
    public String write(Triage triage, String title) {
        return write(triage, Background.of(title));
    }

    /**
     * The report, which tells as much of this background as its format has a place for: the page all of it, Markdown the title and the isolation,
     * JSON the isolation, the XML the title.
     */
    public String write(Triage triage, Background background) {
        return switch (this) {
            case JUNIT_XML -> XmlReport.of(triage, background.title());
            case JSON -> SeenText.escaped(json(triage, background.isolation())) + "\n";
            case MARKDOWN -> MarkdownReport.of(triage, background);
            case HTML -> HtmlReport.of(triage, background);
            case GITHUB -> GithubReport.of(triage);
        };
    }

    /** The triage with one field more, in front; all of it is not taken apart for that. */
    private static String json(Triage triage, String isolation) {
        String text = triage.json().text();
        if (isolation.isEmpty()) return text;
        return "{\"isolation\":" + Json.of(isolation).text() + "," + text.substring(1);
    }
}
