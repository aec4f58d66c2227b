package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchReviewTest {
    private static Change added(String path, String... lines) {
        List<Integer> numbers = IntStream.rangeClosed(1, lines.length).boxed().toList();
        return new Change(path, List.of(), List.of(lines), List.of(), numbers);
    }

    @Test
    void aSmallChangeOfTheCodeIsNotRefused() {
        Change change =
                new Change("src/main/java/shop/Cart.java", List.of("a + b"), List.of("a * b"), List.of(1), List.of(1));

        assertThat(PatchReview.refusals(List.of(change))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "src/test/java/shop/CartTest.java, it changes the test",
        "core/src/test/resources/expected.txt, it changes the test",
        "tests/cart.py, it changes the test",
        "test_cart.py, it changes the test",
        "conftest.py, it changes the test",
        "cart.test.ts, it changes the test",
        "pkg/cart_test.go, it changes the test",
        "__tests__/cart.js, it changes the test",
        "pom.xml, it changes the build file",
        "core/build.gradle.kts, it changes the build file",
        "package.json, it changes the build file",
        "Cargo.toml, it changes the build file",
        "go.mod, it changes the build file",
        "pyproject.toml, it changes the build file",
        ".github/workflows/ci.yml, it changes the build file",
        ".mvn/jvm.config, it changes the build file",
        ".gitignore, it changes the build file"
    })
    void whatIsNoCodeUnderTestIsNotTouched(String path, String why) {
        assertThat(PatchReview.refusals(List.of(added(path, "x")))).containsExactly(why + " " + path);
    }

    @Test
    void aTestThatGoesIsNamed() {
        Change gone = new Change("src/test/java/shop/CartTest.java", List.of("x"), List.of(), List.of(1), List.of());

        assertThat(PatchReview.refusals(List.of(gone)))
                .containsExactly("it deletes the test src/test/java/shop/CartTest.java");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "try { f(); } catch (Exception ignored) { }",
                "try { f(); } catch (NullPointerException e) { return 0; }",
                "try { f(); } catch { return null; }",
                "f().catch(() => null)",
                "f().catch(e => {})"
            })
    void whatGoesWrongIsNotCaughtAndForgotten(String line) {
        assertThat(PatchReview.refusals(List.of(added("src/a.js", line))))
                .singleElement()
                .asString()
                .startsWith("it catches what goes wrong and throws nothing on, in src/a.js:1");
    }

    @Test
    void whatIsCaughtOverSeveralLinesIsSeen() {
        assertThat(PatchReview.refusals(List.of(
                        added("A.java", "try {", "  f();", "} catch (RuntimeException e) {", "  log(e);", "}"))))
                .hasSize(1);
        assertThat(PatchReview.refusals(
                        List.of(added("A.java", "try { f(); }", "catch (A e) { throw e; } catch (B e)", "{", "}"))))
                .hasSize(1);
        assertThat(PatchReview.refusals(List.of(added("a.py", "try:", "    f()", "except KeyError:", "    return 0"))))
                .hasSize(1);
        assertThat(PatchReview.refusals(List.of(added("a.py", "with suppress(KeyError):", "    f()"))))
                .hasSize(1);
        assertThat(PatchReview.refusals(List.of(added("a.go", "defer func() { recover() }()"))))
                .hasSize(1);
    }

    @Test
    void whatIsThrownOnIsNoSwallowing() {
        assertThat(PatchReview.refusals(List.of(added(
                        "A.java", "try {", "  f();", "} catch (IOException e) {", "  throw new Broken(e);", "}"))))
                .isEmpty();
        assertThat(PatchReview.refusals(List.of(
                        added("a.py", "try:", "    f()", "except KeyError as e:", "    raise Broken() from e"))))
                .isEmpty();
    }

    @Test
    void whatWasSwallowedBeforeIsNotThisPatchsFault() {
        List<String> before = List.of("try { f(); } catch (Exception e) { }", "a + b");
        List<String> after = List.of("try { f(); } catch (Exception e) { }", "a * b");

        assertThat(PatchReview.refusals(List.of(new Change("A.java", before, after, List.of(2), List.of(2)))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "if (System.getProperty(\"surefire.test.class.path\") != null) return 6; | whether it is being tested",
                "if 'PYTEST_CURRENT_TEST' in os.environ: return 6 | whether it is being tested",
                "new Throwable().getStackTrace()[1] | whether it is being tested",
                "System.exit(0); | ends the process",
                "@Disabled | leaves tests out"
            })
    void codeThatKnowsOfTestsIsRefused(String line, String why) {
        assertThat(PatchReview.refusals(List.of(added("src/main/A.java", line))))
                .singleElement()
                .asString()
                .contains(why);
    }

    @Test
    void testsOfRustStandInTheirOwnFile() {
        List<String> before = List.of("pub fn a() {}", "#[cfg(test)]", "mod tests { assert!(false); }");
        List<String> after = List.of("pub fn a() {}", "#[cfg(test)]", "mod tests { assert!(true); }");

        assertThat(PatchReview.refusals(List.of(new Change("src/lib.rs", before, after, List.of(3), List.of(3)))))
                .containsExactly("it changes tests in src/lib.rs");
        assertThat(PatchReview.refusals(List.of(new Change("src/lib.rs", before, before, List.of(1), List.of(1)))))
                .isEmpty();
    }

    @Test
    void aPatchOfNothingAndOneOfTooMuchAreRefused() {
        String[] many = new String[401];
        java.util.Arrays.fill(many, "x");

        assertThat(PatchReview.refusals(List.of())).containsExactly("it changes nothing");
        assertThat(PatchReview.refusals(List.of(added("a.js", "x".repeat(2_001)))))
                .containsExactly("it writes a line of more than 2000 characters in a.js");
        assertThat(PatchReview.refusals(List.of(added("a.js", many))))
                .containsExactly("it changes 401 lines, more than 400");
    }

    @Test
    void aHostilePatchIsLookedAtInTimeLinearInIt() {
        String[] lines = new String[400];
        java.util.Arrays.fill(lines, "} catch (x) { {".repeat(130));

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(PatchReview.refusals(List.of(added("a.js", lines))))
                        .isNotEmpty());
    }
}
