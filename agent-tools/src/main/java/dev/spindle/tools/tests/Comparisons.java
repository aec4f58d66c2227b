package dev.spindle.tools.tests;

import dev.spindle.tools.tests.TestFailure.Comparison;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what was expected and what was there in what assertions say: in time linear in it, since a test can say anything. */
final class Comparisons {
    /** How assertions of the usual libraries put it. What is between is looked for once, from where the beginning was found. */
    private record Form(String before, String between, String after, boolean actualFirst) {
        @Nullable
        Comparison in(String message) {
            int start = message.indexOf(before);
            if (start < 0) return null;
            int middle = message.indexOf(between, start + before.length());
            if (middle < 0) return null;
            int end = after.isEmpty()
                    ? message.length()
                    : after.equals("\n") ? endOfLine(message, middle + between.length()) : message.lastIndexOf(after);
            if (end < middle + between.length()) return null;
            String first = message.substring(start + before.length(), middle).strip();
            String second = message.substring(middle + between.length(), end).strip();
            return actualFirst ? new Comparison(second, first) : new Comparison(first, second);
        }

        private static int endOfLine(String message, int from) {
            int end = message.indexOf('\n', from);
            return end < 0 ? message.length() : end;
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form("expected: <", "> but was: <", ">", false), // JUnit 5
            new Form("expected:<", "> but was:<", ">", false), // JUnit 4
            new Form("expected [", "] but found [", "]", false), // TestNG
            new Form("\nexpected: ", "\n but was: ", "\n", false), // AssertJ
            new Form("expected: ", "\n but was: ", "\n", false),
            new Form("\nExpected: ", "\nReceived: ", "\n", false), // Jest
            new Form("Expected: ", "\n     but: was ", "\n", false), // Hamcrest
            new Form("expected: ", "\nactual  : ", "\n", false), // testify
            new Form("\n  left: ", "\n right: ", "\n", true), // Rust
            new Form("expected ", " to be ", " // ", true), // Vitest
            new Form("assert ", " == ", "\n", true)); // pytest

    private Comparisons() {}

    static @Nullable Comparison in(String message) {
        for (Form form : FORMS) {
            Comparison found = form.in(message);
            if (found != null) return found;
        }
        return null;
    }
}
