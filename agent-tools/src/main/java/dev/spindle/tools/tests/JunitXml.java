package dev.spindle.tools.tests;

import dev.spindle.tools.tests.ReadCase.Failure;
import dev.spindle.tools.tests.TestCase.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One report in the XML of JUnit, as Surefire and many others write it.
 *
 * <p>The tests wrote it, so it may be hostile: a document type, and with it any entity, is an error; texts are kept in part, and of many
 * failures less.
 *
 * @param cases the tests in it
 * @param groups for each of these, the names of the suites around it, the outermost first, with {@code " > "} between them
 */
record JunitXml(List<ReadCase> cases, List<String> groups) {
    private static final int MAX_TEXT = 64_000;
    private static final int MAX_TEXT_OF_MANY = 2_000;
    private static final int MAX_NAME = 2_000;
    private static final int MANY = 1_000;
    private static final int MAX_OUTPUT = 8_000;
    private static final int MAX_DEPTH = 100;
    private static final int MAX_ATTEMPTS = 20;
    private static final Set<String> FAILED = Set.of("failure", "error");
    /** Attempts that failed, of a test that passed in the end and of one that never did. */
    private static final Set<String> ATTEMPTS = Set.of("flakyFailure", "flakyError", "rerunFailure", "rerunError");

    private static final Set<String> OUTPUT = Set.of("system-out", "system-err");
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,9}(?:,\\d{3}){0,3})(?:\\.(\\d{1,9})\\d{0,20})?");
    private static final int NANO_DIGITS = 9;

    /**
     * Reads a report.
     *
     * @throws XMLStreamException if it is malformed, counts failures that it does not hold, declares a document type, or is nested too deep
     */
    static JunitXml parse(String xml) throws XMLStreamException {
        return parse(xml, new TextBudget());
    }

    /** Reads one of several reports. */
    static JunitXml parse(String xml, TextBudget budget) throws XMLStreamException {
        XMLStreamReader reader = ReportXml.reader(xml);
        try {
            return new Parser(reader, budget).parse();
        } finally {
            reader.close();
        }
    }

    /** Seconds as reports write them: some with a comma between thousands. */
    static Duration seconds(String written) {
        var matcher = SECONDS.matcher(written.strip());
        if (!matcher.matches()) return Duration.ZERO;
        long whole = Long.parseLong(matcher.group(1).replace(",", ""));
        String fraction = Objects.requireNonNullElse(matcher.group(2), "");
        return Duration.ofSeconds(
                whole, Long.parseLong((fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS)));
    }

    /** Reads on from where the reader stands. */
    private static final class Parser {
        private final XMLStreamReader reader;
        private final TextBudget budget;
        private final List<ReadCase> cases = new ArrayList<>();
        private final List<String> groups = new ArrayList<>();
        /** What is around the present place. */
        private final Deque<String> around = new ArrayDeque<>();

        private int claimed;
        private int failed;

        Parser(XMLStreamReader reader, TextBudget budget) {
            this.reader = reader;
            this.budget = budget;
        }

        JunitXml parse() throws XMLStreamException {
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) start(reader.getLocalName());
                if (event == XMLStreamConstants.END_ELEMENT
                        && reader.getLocalName().equals("testsuite")) around.pop();
            }
            if (claimed > 0 && failed == 0) {
                throw new XMLStreamException("tests failed by its head, and none by its body", reader.getLocation());
            }
            return new JunitXml(List.copyOf(cases), List.copyOf(groups));
        }

        private void start(String element) throws XMLStreamException {
            if (element.equals("testcase")) {
                groups.add(around.isEmpty() ? "" : around.element());
                cases.add(new CaseParser().parse());
            }
            if (element.equals("testsuite")) enter(attribute("name"));
            if (element.equals("testsuite") && (isClaimed("failures") || isClaimed("errors"))) claimed++;
        }

        private void enter(String suite) throws XMLStreamException {
            deeper(around.size());
            String all = around.isEmpty() ? suite : around.element() + " > " + suite;
            around.push(all.substring(Math.max(0, all.length() - MAX_NAME)));
        }

        private boolean isClaimed(String attribute) {
            String value = attribute(attribute);
            return !value.isEmpty() && !value.equals("0");
        }

        /** One test, from its start to its end. */
        private final class CaseParser {
            private final TestId id = TestId.splitting(attribute("classname"), attribute("name"));
            private final String file = attribute("file");
            private final Duration time = seconds(attribute("time"));
            private final List<Failure> attempts = new ArrayList<>();
            private final StringBuilder output = new StringBuilder();
            private Status status = Status.PASSED;
            private @Nullable Failure failure;

            ReadCase parse() throws XMLStreamException {
                int depth = 1;
                while (depth > 0) {
                    int event = reader.next();
                    if (event == XMLStreamConstants.END_ELEMENT) depth--;
                    if (event == XMLStreamConstants.START_ELEMENT && !take(reader.getLocalName()))
                        depth = deeper(depth);
                }
                if (failure != null) attempts.add(0, failure);
                String printed = attempts.isEmpty() ? "" : output.toString();
                return new ReadCase(id, file, status, time, attempts, printed);
            }

            /** Whether the element was read to its end. */
            private boolean take(String element) throws XMLStreamException {
                // What is still to be done may fail, and is no failure.
                if (status == Status.SKIPPED && FAILED.contains(element)) text(0);
                else if (FAILED.contains(element)) fail(element);
                else if (ATTEMPTS.contains(element)) attempt();
                else if (OUTPUT.contains(element)) output.append(text(MAX_OUTPUT - output.length()));
                else {
                    if (element.equals("skipped")) skip();
                    return false;
                }
                return true;
            }

            private void skip() {
                status = Status.SKIPPED;
                failure = null;
                attempts.clear();
            }

            private void fail(String element) throws XMLStreamException {
                status = element.equals("error") ? Status.ERROR : Status.FAILED;
                Failure read = failure();
                if (failure == null) failure = read;
                else if (attempts.size() < MAX_ATTEMPTS) attempts.add(read);
                failed++;
            }

            private void attempt() throws XMLStreamException {
                Failure read = failure();
                if (attempts.size() < MAX_ATTEMPTS) attempts.add(read);
            }
        }

        private Failure failure() throws XMLStreamException {
            String type = attribute("type");
            String message = attribute("message");
            int most = failed > MANY ? MAX_TEXT_OF_MANY : MAX_TEXT;
            String kept = message.substring(0, Math.min(message.length(), budget.most(most)));
            return new Failure(type, budget.kept(kept), text(most));
        }

        /** The text of the present element, up to its end, as much of it as is to be kept; what an attempt printed is not of it. */
        private String text(int wanted) throws XMLStreamException {
            int most = budget.most(wanted);
            StringBuilder text = new StringBuilder();
            int depth = 1;
            int printed = 0;
            while (depth > 0) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    depth = deeper(depth);
                    if (printed == 0 && OUTPUT.contains(reader.getLocalName())) printed = depth;
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                    if (depth < printed) printed = 0;
                } else if (printed == 0 && reader.hasText() && text.length() < most) text.append(reader.getText());
            }
            return budget.kept(text.substring(0, Math.min(text.length(), most)));
        }

        // The parser's own bound, if any, differs from one JDK to the next.
        private int deeper(int depth) throws XMLStreamException {
            if (depth == MAX_DEPTH) {
                throw new XMLStreamException(
                        "more than " + MAX_DEPTH + " elements in each other", reader.getLocation());
            }
            return depth + 1;
        }

        private String attribute(String name) {
            @Nullable String value = reader.getAttributeValue(null, name);
            if (value == null) return "";
            int most = name.equals("message") ? MAX_TEXT : MAX_NAME;
            return value.length() > most ? value.substring(0, most) : value;
        }
    }
}
