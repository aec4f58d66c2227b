package dev.spindle.json;

import com.networknt.schema.Error;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out which alternative of an {@code anyOf} or {@code oneOf} was meant, and leaves out what the others say.
 *
 * <p>An alternative that fails at its mark, the {@code type} of the whole or a {@code const} in a field, was not meant if
 * another one passes there; if none does, only the marks are reported, those in fields first. So an object that lacks a
 * field is not also told that it is not null, nor that it is no circle.
 */
final class Alternatives {
    private static final Pattern MARK =
            Pattern.compile("(.*/(?:anyOf|oneOf))/(\\d+)(?:/\\$ref)*/(type|properties/[^/]+/const)");

    private Alternatives() {}

    /** A choice between alternatives: where it stands in the schema, and which part of the value it is about. */
    private record Choice(String path, String instance) {
        boolean holds(Error error) {
            return under(pathOf(error), path)
                    && (instanceOf(error).equals(instance) || under(instanceOf(error), instance));
        }

        int alternative(Error error) {
            String rest = pathOf(error).substring(path.length() + 1);
            return Integer.parseInt(rest.substring(0, (rest + "/").indexOf('/')));
        }
    }

    static List<Error> meant(List<Error> errors) {
        Set<Choice> choices = new HashSet<>();
        errors.forEach(error -> markedChoice(error).ifPresent(choices::add));
        Set<Error> others = new HashSet<>();
        for (Choice choice : choices) {
            others.addAll(notMeant(choice, errors.stream().filter(choice::holds).toList()));
        }
        return errors.stream().filter(error -> !others.contains(error)).toList();
    }

    private static List<Error> notMeant(Choice choice, List<Error> errors) {
        Set<Integer> failing = new HashSet<>();
        Set<Integer> marked = new HashSet<>();
        for (Error error : errors) {
            failing.add(choice.alternative(error));
            if (isMark(error, choice)) {
                marked.add(choice.alternative(error));
            }
        }
        if (marked.containsAll(failing)) {
            boolean inField = errors.stream().anyMatch(error -> isMark(error, choice) && isConst(error));
            return errors.stream()
                    .filter(error -> !isMark(error, choice) || (inField && !isConst(error)))
                    .toList();
        }
        return errors.stream()
                .filter(error -> marked.contains(choice.alternative(error)))
                .toList();
    }

    private static Optional<Choice> markedChoice(Error error) {
        Matcher mark = MARK.matcher(pathOf(error));
        if (!mark.matches()) {
            return Optional.empty();
        }
        String instance = instanceOf(error);
        boolean inField = !mark.group(3).equals("type");
        return Optional.of(
                new Choice(mark.group(1), inField ? instance.substring(0, instance.lastIndexOf('/')) : instance));
    }

    private static boolean isMark(Error error, Choice choice) {
        return markedChoice(error).filter(choice::equals).isPresent();
    }

    private static boolean isConst(Error error) {
        return "const".equals(error.getKeyword());
    }

    private static boolean under(String path, String ancestor) {
        return path.startsWith(ancestor + "/");
    }

    private static String pathOf(Error error) {
        return error.getEvaluationPath().toString();
    }

    private static String instanceOf(Error error) {
        return error.getInstanceLocation().toString();
    }
}
