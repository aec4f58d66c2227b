package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinePatternTest {
    @Test
    void literalTextIsNoExpression() {
        LinePattern pattern = LinePattern.of("a.b(", false);

        assertThat(pattern.find("x a.b(c)", new Patience(Duration.ofMinutes(1))))
                .isEqualTo(OptionalInt.of(2));
        assertThat(pattern.find("x aXb(c)", new Patience(Duration.ofMinutes(1))))
                .isEmpty();
    }

    @Test
    void expressionsMatch() {
        LinePattern pattern = LinePattern.of("(?i)NOTE\\b.{2,5}$", true);

        assertThat(pattern.find("// note: me", new Patience(Duration.ofMinutes(1))))
                .isEqualTo(OptionalInt.of(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a*)*b", "(a|aa)+$", "(.*)*=(.*)*x", "a{1000}b", "(a?){500}a{2}b"})
    void expressionsThatBacktrackForEverDoNotHang(String bomb) {
        String line = "a".repeat(1_000_000) + "!";

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> LinePattern.of(bomb, true).find(line, new Patience(Duration.ofMinutes(1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "((a{100}){100}){100}",
                "((((x{9}){9}){9}){9}){9}",
                "(a{2,}){999,1000}",
                "a{99999999999999999999}",
                "((((((((((((x{2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2})",
                "(\\pL\\pN\\pP\\pS\\pZ\\pM\\pC){1000}",
            })
    void repetitionsThatMultiplyAreRefusedBeforeTheyFillTheMemory(String bomb) {
        assertThatThrownBy(() -> LinePattern.of(bomb, true))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("repeats too much");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "(?=x)", "(a)\\1", "[z-a]", "*"})
    void malformedExpressionsAreExplained(String malformed) {
        assertThatThrownBy(() -> LinePattern.of(malformed, true))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("The syntax is RE2");
    }

    @Test
    void emptyAndEndlessQueriesAreRefused() {
        assertThatThrownBy(() -> LinePattern.of("", false)).hasMessageContaining("give 1 to 300");
        assertThatThrownBy(() -> LinePattern.of("x".repeat(301), true)).hasMessageContaining("give 1 to 300");
    }
}
