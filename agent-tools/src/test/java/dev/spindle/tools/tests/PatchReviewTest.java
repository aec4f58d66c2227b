package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchReviewTest {
    private static List<String> refusals(List<Change> changes) {
        return PatchReview.refusals(changes, Set.of());
    }

    private static Change added(String path, String... lines) {
        List<Integer> numbers = IntStream.rangeClosed(1, lines.length).boxed().toList();
        return new Change(path, List.of(), List.of(lines), List.of(), numbers);
    }

    @Test
    void aSmallChangeOfTheCodeIsNotRefused() {
        Change change =
                new Change("src/main/java/shop/Cart.java", List.of("a + b"), List.of("a * b"), List.of(1), List.of(1));

        assertThat(refusals(List.of(change))).isEmpty();
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
        ".gitignore, it changes the build file",
        "src/__snapshots__/cart.test.js.snap, it changes the test",
        "src/cart.snap, it changes the test",
        "golden/cart.txt, it changes the test",
        "Cart.total.approved.txt, it changes the test",
        "shop/tests.py, it changes the test",
        "Tests/cart.swift, it changes the test",
        "src/integrationTest/java/Cart.java, it changes the test",
        "src/it/cart/pom.xml, it changes the test",
        "integration-tests/cart.js, it changes the test",
        "src/setupTests.js, it changes the test",
        "features/cart.feature, it changes the test",
        ".env.test, it changes the test",
        "src/main/resources/application-test.yml, it changes the test",
        ".pytest.ini, it changes the build file",
        "pytest.toml, it changes the build file",
        "sitecustomize.py, it changes the build file",
        "gradle/libs.versions.toml, it changes the build file",
        ".npmrc, it changes the build file",
        ".mocharc.cjs, it changes the build file",
        "go.work, it changes the build file",
        "node_modules/assert/index.js, it changes the build file",
        "src/main/resources/META-INF/services/org.junit.platform.launcher.TestExecutionListener, it changes the build file",
        "src/main/resources/junit-platform.properties, it changes the build file"
    })
    void whatIsNoCodeUnderTestIsNotTouched(String path, String why) {
        assertThat(refusals(List.of(added(path, "x")))).containsExactly(why + " " + path);
    }

    @Test
    void aTestThatGoesIsNamed() {
        Change gone = new Change("src/test/java/shop/CartTest.java", List.of("x"), List.of(), List.of(1), List.of());

        assertThat(refusals(List.of(gone))).containsExactly("it deletes the test src/test/java/shop/CartTest.java");
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
        assertThat(refusals(List.of(added("src/a.js", line))))
                .singleElement()
                .asString()
                .startsWith("it catches what goes wrong and throws nothing on, in src/a.js:1");
    }

    @Test
    void whatIsCaughtOverSeveralLinesIsSeen() {
        assertThat(refusals(List.of(
                        added("A.java", "try {", "  f();", "} catch (RuntimeException e) {", "  log(e);", "}"))))
                .hasSize(1);
        assertThat(refusals(List.of(added("A.java", "try { f(); }", "catch (A e) { throw e; } catch (B e)", "{", "}"))))
                .hasSize(1);
        assertThat(refusals(List.of(added("a.py", "try:", "    f()", "except KeyError:", "    return 0"))))
                .hasSize(1);
        assertThat(refusals(List.of(added("a.py", "with suppress(KeyError):", "    f()"))))
                .hasSize(1);
        assertThat(refusals(List.of(added("a.go", "defer func() { recover() }()"))))
                .hasSize(1);
    }

    @Test
    void whatIsThrownOnIsNoSwallowing() {
        assertThat(refusals(List.of(added(
                        "A.java", "try {", "  f();", "} catch (IOException e) {", "  throw new Broken(e);", "}"))))
                .isEmpty();
        assertThat(refusals(List.of(
                        added("a.py", "try:", "    f()", "except KeyError as e:", "    raise Broken() from e"))))
                .isEmpty();
    }

    @Test
    void whatWasSwallowedBeforeIsNotThisPatchsFault() {
        List<String> before = List.of("try { f(); } catch (Exception e) { }", "a + b");
        List<String> after = List.of("try { f(); } catch (Exception e) { }", "a * b");

        assertThat(refusals(List.of(new Change("A.java", before, after, List.of(2), List.of(2)))))
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
        assertThat(refusals(List.of(added("src/main/A.java", line))))
                .singleElement()
                .asString()
                .contains(why);
    }

    @Test
    void testsOfRustStandInTheirOwnFile() {
        List<String> before = List.of("pub fn a() {}", "#[cfg(test)]", "mod tests { assert!(false); }");
        List<String> after = List.of("pub fn a() {}", "#[cfg(test)]", "mod tests { assert!(true); }");

        assertThat(refusals(List.of(new Change("src/lib.rs", before, after, List.of(3), List.of(3)))))
                .containsExactly("it changes tests in src/lib.rs");
        assertThat(refusals(List.of(new Change("src/lib.rs", before, before, List.of(1), List.of(1)))))
                .isEmpty();
    }

    @Test
    void aPatchOfNothingAndOneOfTooMuchAreRefused() {
        String[] many = new String[401];
        java.util.Arrays.fill(many, "x");

        assertThat(refusals(List.of())).containsExactly("it changes nothing");
        assertThat(refusals(List.of(added("a.js", "x".repeat(2_001)))))
                .containsExactly("it writes a line of more than 2000 characters in a.js");
        assertThat(refusals(List.of(added("a.js", many)))).containsExactly("it changes 401 lines, more than 400");
    }

    @Test
    void aHostilePatchIsLookedAtInTimeLinearInIt() {
        String[] lines = new String[400];
        java.util.Arrays.fill(lines, "} catch (x) { {".repeat(130));

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(refusals(List.of(added("a.js", lines)))).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "latest/cart.js",
                "src/contest/cart.js",
                "attest.go",
                "api-spec.yaml",
                "src/main/java/shop/Latest.java"
            })
    void whatOnlySoundsLikeATestIsNone(String path) {
        assertThat(refusals(List.of(added(path, "x")))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "src/main/java/shop/CartChecks.java, shop/CartChecks",
        "checks/cart.check.ts, checks/cart.check.ts",
        "shop/src/main/java/shop/CartChecks.java, shop/CartChecks"
    })
    void whatARunNamedAsATestIsOne(String path, String suite) {
        assertThat(PatchReview.refusals(List.of(added(path, "x")), Set.of(suite)))
                .containsExactly("it changes the test " + path);
    }

    @Test
    void whatDocumentationInPythonSaysIsTestedWhereItStands() {
        Change code = new Change("shop/cart.py", List.of("a + b"), List.of("a * b"), List.of(1), List.of(1));
        Change tests = new Change("shop/cart.py", List.of("def test_a(): pass"), List.of("x"), List.of(1), List.of(1));

        assertThat(PatchReview.refusals(List.of(code), Set.of("shop/cart.py"))).isEmpty();
        assertThat(PatchReview.refusals(List.of(tests), Set.of("shop/cart.py")))
                .containsExactly("it changes the test shop/cart.py");
    }

    @Test
    void whatDeclaresTestsIsOneWhateverItIsCalled() {
        assertThat(refusals(List.of(added("src/cart.js", "test('adds', () => {});"))))
                .containsExactly("it changes the test src/cart.js");
        assertThat(refusals(List.of(
                        added("Cart.kt", "import kotlin.test.Test", "class Cart {", "  @Test fun adds() {}", "}"))))
                .containsExactly("it changes the test Cart.kt");
        assertThat(refusals(List.of(added("src/cart.js", "if (/a/.test('b')) f();"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A.java | try { f(); } catch (Exception e) { /* throw */ return 6; }",
                "A.java | try { f(); } catch (Exception e) { log(\"throw\"); }",
                "A.java | try { f(); } finally { return 6; }",
                "A.java | Thread.setDefaultUncaughtExceptionHandler((t, e) -> {});",
                "a.js | const a = /'/; try { f() } catch (e) { } const b = /'/;",
                "a.js | f().catch(function (e) { return 6; })",
                "a.js | f().catch(noop)",
                "a.js | process.on('uncaughtException', () => {});",
                "A.kt | val a = runCatching { f() }",
                "A.java | mono.onErrorReturn(6)",
                "a.rs | match f() { Err(_) => 6, Ok(v) => v }"
            })
    void whatGoesWrongIsNotForgottenInOtherWords(String path, String line) {
        assertThat(refusals(List.of(added(path, line))))
                .singleElement()
                .asString()
                .startsWith("it catches what goes wrong and throws nothing on, in " + path + ":1");
    }

    @Test
    void whatPythonAndGoForgetIsSeen() {
        assertThat(refusals(List.of(added("a.py", "try:", "    f()", "except KeyError:  # raise", "    return 0"))))
                .hasSize(1);
        assertThat(refusals(List.of(added("a.py", "try:", "    f()", "finally:", "    return 0"))))
                .hasSize(1);
        assertThat(refusals(List.of(added("a.py", "def __exit__(self, a, b, c):", "    return True"))))
                .hasSize(1);
        assertThat(refusals(List.of(added("a.go", "if err != nil {", "\treturn 0, nil", "}"))))
                .hasSize(1);
        assertThat(refusals(List.of(added("a.go", "if err != nil {", "\treturn 0, err", "}"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "if (process.env.NODE_ENV === 'test') return 6; | whether it is being tested",
                "#[cfg(not(test))] | whether it is being tested",
                "if strings.HasSuffix(os.Args[0], \".test\") { return 6 } | whether it is being tested",
                "if 'unittest' in sys.modules: return 6 | whether it is being tested",
                "import sys; sys._getframe(1) | whether it is being tested",
                "const who = new Error('x').stack; | whether it is being tested",
                "Runtime.getRuntime().exit(0); | ends the process",
                "raise SystemExit(0) | ends the process",
                "process.exitCode = 0; | ends the process",
                "raise unittest.SkipTest() | leaves tests out",
                "assert.equal = () => {}; | changes what assertions do",
                "require('node:assert').deepEqual = () => {}; | changes what assertions do",
                "asymmetricMatch() { return true; } | changes what assertions do"
            })
    void moreThatKnowsOfTestsIsRefused(String line, String why) {
        assertThat(refusals(List.of(added("src/main/a.x", line)))).anyMatch(each -> each.contains(why));
    }

    @Test
    void valuesThatEqualAnyOtherAreRefused() {
        String why = "it makes values equal to any other, in A.java:1";
        assertThat(refusals(List.of(added("A.java", "public boolean equals(Object o) { return true; }"))))
                .contains(why);
        assertThat(refusals(List.of(added("A.java", "public boolean equals(Object o) {", "  return true;", "}"))))
                .contains(why);
        assertThat(refusals(List.of(added("a.py", "def __eq__(self, other):", "    return True"))))
                .hasSize(1);
        assertThat(refusals(List.of(added("a.rs", "fn eq(&self, other: &Self) -> bool { true }"))))
                .hasSize(1);
        assertThat(refusals(List.of(added("A.kt", "override fun equals(other: Any?) = true"))))
                .hasSize(1);
        assertThat(refusals(List.of(
                        added("A.java", "public boolean equals(Object o) {", "  if (this == o)", "    return true;"))))
                .isEmpty();
        assertThat(refusals(List.of(added("A.java", "if (a.equals(b))", "  return true;"))))
                .isEmpty();
    }

    @Test
    void aNewFileTakesTheNameOfNothingThatRunsTests() {
        for (String path : List.of("pytest.py", "src/json.py", "_pytest/__init__.py", "pluggy/hooks.py"))
            assertThat(refusals(List.of(added(path, "x"))))
                    .as(path)
                    .containsExactly("it takes the name of what runs tests: " + path);
        assertThat(refusals(List.of(added("shop/json.py", "x")))).isEmpty();
    }
}
