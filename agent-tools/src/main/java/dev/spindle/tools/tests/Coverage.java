package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.Listing;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Which lines of a source file the tests ran, by the reports that JaCoCo has written into the project. */
final class Coverage {
    private static final List<String> REPORTS =
            List.of("**/target/site/jacoco*/jacoco*.xml", "**/build/reports/jacoco/**/*.xml");
    private static final int MAX_REPORTS = 100;

    /** The only document type that is known to be harmless, and names nothing that is read. */
    private static final Pattern OWN_TYPE =
            Pattern.compile("<!DOCTYPE report PUBLIC \"-//JACOCO//DTD Report 1\\.[0-9]//EN\" \"report\\.dtd\">");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final ConfinedFolder project;

    Coverage(Path root) {
        project = ConfinedFolder.of(root)
                .hiding("**/node_modules/**", "**/target/classes/**", "**/target/test-classes/**")
                .withMaxFileBytes(Found.MAX_REPORT_BYTES);
    }

    /**
     * How a file was run.
     *
     * @param report where it says so
     * @param written when it was written
     * @param lines the lines that hold code, by their numbers
     */
    record Covered(String report, Instant written, Map<Integer, State> lines) {
        Covered {
            lines = Map.copyOf(lines);
        }

        /** The numbers of lines in a state, as {@code 3, 7-9}. */
        String numbers(State wanted) {
            List<Integer> all = lines.entrySet().stream()
                    .filter(each -> each.getValue() == wanted)
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
            List<String> runs = new ArrayList<>();
            for (int at = 0; at < all.size(); ) {
                int end = at;
                while (end + 1 < all.size() && all.get(end + 1) == all.get(end) + 1) end++;
                runs.add(end == at ? "" + all.get(at) : all.get(at) + "-" + all.get(end));
                at = end + 1;
            }
            return String.join(", ", runs);
        }

        long count(State wanted) {
            return lines.values().stream().filter(each -> each == wanted).count();
        }
    }

    /** What became of a line. */
    enum State {
        RUN,
        PARTLY,
        NOT_RUN
    }

    /**
     * What the reports say of a source file; empty if none does.
     *
     * @throws AgentException if a report cannot be read as one
     */
    Optional<Covered> find(String file) {
        for (Listing.Item report : reports(file)) {
            try {
                Map<Integer, State> lines = lines(project.read(report.path()).lines(), file);
                if (lines != null) return Optional.of(new Covered(report.path(), report.modified(), lines));
            } catch (XMLStreamException malformed) {
                throw new AgentException(
                        "The report " + report.path() + " cannot be read: " + malformed.getMessage(), malformed);
            }
        }
        return Optional.empty();
    }

    boolean hasReports() {
        return !reports("").isEmpty();
    }

    /** The reports, that of the file's own module first. */
    private List<Listing.Item> reports(String file) {
        return REPORTS.stream()
                .flatMap(glob -> project.files(glob, MAX_REPORTS).files().stream())
                .sorted(Comparator.comparingInt(report -> -shared(report.path(), file)))
                .toList();
    }

    /** How long the folder is that both lie in. */
    private static int shared(String report, String file) {
        int most = Math.min(report.length(), file.length());
        int at = 0;
        while (at < most && report.charAt(at) == file.charAt(at)) at++;
        return report.substring(0, at).lastIndexOf('/');
    }

    private static @Nullable Map<Integer, State> lines(List<String> report, String file) throws XMLStreamException {
        String text = OWN_TYPE.matcher(String.join("\n", report)).replaceFirst("");
        XMLStreamReader xml = ReportXml.reader(text);
        try {
            String folder = "";
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT) continue;
                if (xml.getLocalName().equals("package")) folder = attribute(xml, "name");
                boolean isSource = xml.getLocalName().equals("sourcefile");
                String path = folder.isEmpty() ? attribute(xml, "name") : folder + "/" + attribute(xml, "name");
                if (isSource && (file.equals(path) || file.endsWith("/" + path))) return ofSource(xml);
            }
            return null;
        } finally {
            xml.close();
        }
    }

    private static Map<Integer, State> ofSource(XMLStreamReader xml) throws XMLStreamException {
        Map<Integer, State> lines = new TreeMap<>();
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("sourcefile")) break;
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("line"))
                lines.put(number(xml, "nr"), state(xml));
        }
        return lines;
    }

    private static State state(XMLStreamReader xml) {
        if (number(xml, "ci") == 0) return State.NOT_RUN;
        return number(xml, "mi") + number(xml, "mb") == 0 ? State.RUN : State.PARTLY;
    }

    private static int number(XMLStreamReader xml, String name) {
        String written = attribute(xml, name);
        return NUMBER.matcher(written).matches() ? Integer.parseInt(written) : 0;
    }

    private static String attribute(XMLStreamReader xml, String name) {
        @Nullable String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    /** All that reports say of a file, in words; empty if none says anything. */
    String describe(String file) {
        return find(file).map(each -> words(file, each)).orElse("");
    }

    private String words(String file, Covered covered) {
        String partly = covered.numbers(State.PARTLY);
        String not = covered.numbers(State.NOT_RUN);
        return file + ": " + (covered.count(State.RUN) + covered.count(State.PARTLY)) + " of "
                + covered.lines().size() + " lines with code were run, by " + covered.report() + ".\n"
                + (partly.isEmpty() ? "" : "Run in part, as one branch of two: " + partly + "\n")
                + (not.isEmpty() ? "" : "Not run: " + not + "\n")
                + (isStale(file, covered) ? "The file was written after the report; lines may have moved.\n" : "");
    }

    private boolean isStale(String file, Covered covered) {
        String itself = file.replaceAll("[*?\\[{]", "[$0]");
        return project.files(itself, 1).files().stream()
                .anyMatch(each -> each.path().equals(file) && each.modified().isAfter(covered.written()));
    }
}
