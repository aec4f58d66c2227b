package dev.spindle.tools.tests;

import dev.spindle.tools.tests.TestReport.Counts;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One report in the XML of JUnit, as Surefire and many others write it.
 *
 * <p>The tests wrote it, so it may be hostile: a document type, and with it any entity, is an error; texts are kept in part.
 *
 * @param counts the tests in it
 * @param failures those that did not pass
 * @param flaky those that passed when they were run again, each with its first failure
 */
record JunitXml(Counts counts, List<Failure> failures, List<Failure> flaky) {
    private static final int MAX_TEXT = 64_000;
    private static final int MAX_DEPTH = 100;
    private static final Set<String> ONCE_FAILED = Set.of("flakyFailure", "flakyError");
    private static final Pattern FRAME = Pattern.compile("\\s+at \\S.*");

    /** A test that did not pass, and the stack trace as printed. */
    record Failure(String className, String method, String type, String message, String trace) {
        /**
         * The message with its lines: some writers of reports put blanks in the place of line ends into the attribute, but none into
         * the trace.
         */
        String wholeMessage() {
            String head = trace.lines()
                    .takeWhile(line -> !FRAME.matcher(line).matches())
                    .collect(Collectors.joining("\n"));
            String said = head.startsWith(type + ":") ? head.substring(type.length() + 1) : head;
            return words(said).equals(words(message)) ? said.strip() : message;
        }

        private static List<String> words(String text) {
            return List.of(text.strip().split("\\s+"));
        }
    }

    /**
     * Reads a report.
     *
     * @throws XMLStreamException if it is malformed, counts failures that it does not hold, declares a document type, or is nested too deep
     */
    static JunitXml parse(String xml) throws XMLStreamException {
        if (hasDocumentType(xml)) throw new XMLStreamException("a report has no document type");
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // Newer JDKs count each &lt; against these limits, and a long report has many. There are no other entities
        // here.
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
        factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
        try {
            return new Parser(reader).parse();
        } finally {
            reader.close();
        }
    }

    /** Asked before the JDK's parser is, which has no words for some mistakes in a document type, and prints others. */
    private static boolean hasDocumentType(String xml) {
        int at = xml.indexOf('<');
        while (at >= 0) {
            String end = xml.startsWith("<?", at) ? "?>" : xml.startsWith("<!--", at) ? "-->" : null;
            if (end == null) return xml.startsWith("<!DOCTYPE", at);
            int closed = xml.indexOf(end, at);
            at = closed < 0 ? -1 : xml.indexOf('<', closed);
        }
        return false;
    }

    /** Reads on from where the reader stands. */
    private static final class Parser {
        private final XMLStreamReader reader;
        private final List<Failure> failures = new ArrayList<>();
        private final List<Failure> flaky = new ArrayList<>();
        private int claimed;
        private Counts counts = Counts.NONE;

        Parser(XMLStreamReader reader) {
            this.reader = reader;
        }

        JunitXml parse() throws XMLStreamException {
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) start(reader.getLocalName());
            }
            if (claimed > 0 && failures.isEmpty()) {
                throw new XMLStreamException("tests failed by its head, and none by its body", reader.getLocation());
            }
            return new JunitXml(counts, List.copyOf(failures), List.copyOf(flaky));
        }

        private void start(String element) throws XMLStreamException {
            if (element.equals("testcase")) counts = counts.plus(testCase(attribute("classname"), attribute("name")));
            if (element.equals("testsuite") && (isClaimed("failures") || isClaimed("errors"))) claimed++;
        }

        private boolean isClaimed(String attribute) {
            String value = attribute(attribute);
            return !value.isEmpty() && !value.equals("0");
        }

        private Counts testCase(String className, String method) throws XMLStreamException {
            Counts ended = new Counts(1, 0, 0, 0);
            boolean again = false;
            boolean leftOut = false; // what is still to be done may fail, and is no failure
            int depth = 1;
            while (depth > 0) {
                int event = reader.next();
                if (event == XMLStreamConstants.END_ELEMENT) depth--;
                if (event != XMLStreamConstants.START_ELEMENT) continue;
                String element = reader.getLocalName();
                if (leftOut && (element.equals("failure") || element.equals("error"))) {
                    text();
                } else if (element.equals("failure") || element.equals("error")) {
                    ended = element.equals("error") ? new Counts(1, 0, 1, 0) : new Counts(1, 1, 0, 0);
                    failures.add(failure(className, method));
                } else if (ONCE_FAILED.contains(element)) {
                    Failure first = failure(className, method);
                    if (!again) flaky.add(first);
                    again = true;
                } else {
                    leftOut |= element.equals("skipped");
                    if (leftOut) ended = new Counts(1, 0, 0, 1);
                    depth = deeper(depth);
                }
            }
            return ended;
        }

        private Failure failure(String className, String method) throws XMLStreamException {
            String type = attribute("type");
            String message = attribute("message");
            return new Failure(className, method, type, message, text());
        }

        /** The text of the present element, up to its end. */
        private String text() throws XMLStreamException {
            StringBuilder text = new StringBuilder();
            int depth = 1;
            while (depth > 0) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) depth = deeper(depth);
                else if (event == XMLStreamConstants.END_ELEMENT) depth--;
                else if (reader.hasText() && text.length() < MAX_TEXT) text.append(reader.getText());
            }
            return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text.toString();
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
            return Objects.requireNonNullElse(value, "");
        }
    }
}
