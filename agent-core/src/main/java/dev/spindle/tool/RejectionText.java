package dev.spindle.tool;

import dev.spindle.json.Json;
import dev.spindle.json.SchemaValidator.Violation;
import java.util.ArrayList;
import java.util.List;

/** What a model reads when what it wrote does not fit: every problem with its place, and the form that was expected. */
final class RejectionText {
    private static final int MOST_PROBLEMS = 12;
    private static final int LONGEST_PROBLEM = 300;
    private static final int LONGEST_SKETCH = 600;
    private static final int LONGEST = 2_000;

    private final Words words;
    private final SchemaSketch sketch;

    /**
     * What is said around the problems.
     *
     * @param unreadable of what is no JSON
     * @param misfit of what is not the JSON that is expected
     * @param again what to do
     */
    record Words(String unreadable, String misfit, String again) {
        static Words ofArguments(String tool) {
            return new Words(
                    "The arguments of '" + tool + "' cannot be read:",
                    "The arguments of '" + tool + "' do not fit:",
                    "Call the tool again with corrected arguments.");
        }

        static Words ofAnswer() {
            String misfit = "The answer does not have the form asked for:";
            return new Words(misfit, misfit, "Answer again with the corrected JSON and nothing else.");
        }
    }

    RejectionText(Words words, Json schema) {
        this.words = words;
        this.sketch = new SchemaSketch(schema);
    }

    String unreadable(String why) {
        return text(words.unreadable(), List.of(why), "");
    }

    String violations(List<Violation> violations) {
        List<String> problems = violations.stream().map(this::problem).toList();
        return text(words.misfit(), problems, commonParent(violations));
    }

    String notBound(List<String> problems) {
        return text(words.misfit(), problems, "");
    }

    private String problem(Violation violation) {
        boolean unknown = violation.keyword().equals("additionalProperties")
                || violation.keyword().equals("unevaluatedProperties");
        String pointer = violation.pointer();
        if (!unknown || pointer.isEmpty()) {
            return violation.message();
        }
        int last = pointer.lastIndexOf('/');
        String name = pointer.substring(last + 1).replace("~1", "/").replace("~0", "~");
        String hint = NearestNames.didYouMean(name, sketch.namesAt(pointer.substring(0, last)));
        return violation.message() + (hint.isEmpty() ? "" : "." + hint);
    }

    /** The innermost object or array that holds all problems. */
    private static String commonParent(List<Violation> violations) {
        String common = parent(violations.get(0).pointer());
        for (Violation violation : violations) {
            String parent = parent(violation.pointer());
            while (!(parent + "/").startsWith(common + "/")) {
                common = parent(common);
            }
        }
        return common;
    }

    private static String parent(String pointer) {
        return pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
    }

    private String text(String head, List<String> problems, String place) {
        List<String> lines = new ArrayList<>();
        lines.add(head);
        problems.stream().limit(MOST_PROBLEMS).forEach(problem -> lines.add("- " + cut(problem, LONGEST_PROBLEM)));
        if (problems.size() > MOST_PROBLEMS) {
            lines.add("- and " + (problems.size() - MOST_PROBLEMS) + " more");
        }
        String end = sketch.at(place)
                .map(form -> "Expected" + (place.isEmpty() ? "" : " at " + cut(place, LONGEST_PROBLEM)) + ": "
                        + cut(form, LONGEST_SKETCH) + "\n")
                .orElse("");
        String problemsText = cut(String.join("\n", lines), LONGEST - end.length() - 50);
        return problemsText + "\n" + end + words.again();
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "…";
    }
}
