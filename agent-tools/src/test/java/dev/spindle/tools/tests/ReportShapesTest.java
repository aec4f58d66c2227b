package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.process.ProcessTree;
import dev.spindle.tools.tests.TestCase.Status;
import dev.spindle.tools.tests.TestFailure.Comparison;
import dev.spindle.tools.tests.TestReport.CompileError;
import dev.spindle.tools.tests.TestReport.Counts;
import dev.spindle.tools.tests.TestReport.SourceLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports as the programs write them; those of Surefire were written by Surefire 3.6. */
class ReportShapesTest {
    @TempDir
    private Path folder;

    private Path project;

    @BeforeEach
    void aProject() throws IOException {
        project = folder.toRealPath();
    }

    private void write(String path, String text) throws IOException {
        Path file = project.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<TestCase> surefire(String suite) throws IOException {
        Adapter maven = new Maven();
        Adapter.Reading reading = maven.begin(project);
        try (InputStream report = Objects.requireNonNull(
                ReportShapesTest.class.getResourceAsStream("/test-reports/surefire-" + suite + ".xml"))) {
            write(
                    "target/surefire-reports/TEST-f." + suite + ".xml",
                    new String(report.readAllBytes(), StandardCharsets.UTF_8));
        }
        return located(maven, reading.read(left(new BuildOutput(), 1)));
    }

    private Adapter.Left left(BuildOutput output, int exitCode) {
        return new Adapter.Left(ConfinedFolder.of(project), output, new ProcessTree.Ended(exitCode, false), "");
    }

    private List<TestCase> located(Adapter adapter, Found found) {
        Adapter.Locating locating = adapter.locating(project);
        return found.cases().stream().map(each -> each.located(locating)).toList();
    }

    private static TestCase named(List<TestCase> cases, String id) {
        return cases.stream()
                .filter(each -> each.id().toString().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        id + " is none of " + cases.stream().map(TestCase::id).toList()));
    }

    @Test
    void nestedDynamicRepeatedAndParameterizedTestsOfSurefireAreToldApart() throws IOException {
        List<TestCase> cases = surefire("FormsTest");

        assertThat(Counts.of(cases)).isEqualTo(new Counts(16, 4, 0, 2));
        assertThat(cases.stream().map(TestCase::id).distinct()).hasSize(16);
        assertThat(named(cases, "f.FormsTest$Inner.fails").output()).isEqualTo("seen\n");
        assertThat(Objects.requireNonNull(
                                named(cases, "f.FormsTest$Inner.fails").failure())
                        .comparison())
                .isEqualTo(new Comparison("a\nb", "a\nc"));
        assertThat(named(cases, "f.FormsTest$Inner$Deep.passes").status()).isEqualTo(Status.PASSED);
        assertThat(named(cases, "f.FormsTest.first(int)[2]").id().parameter()).isEqualTo("[2]");
        assertThat(named(cases, "f.FormsTest.first(int)[2]").attempts()).hasSize(1);
        assertThat(named(cases, "f.FormsTest.dynamic()[2]").isFailed()).isTrue();
        assertThat(named(cases, "f.FormsTest.again(RepetitionInfo)[1]").status())
                .isEqualTo(Status.PASSED);
        assertThat(named(cases, "f.FormsTest.assumed").status()).isEqualTo(Status.SKIPPED);
        assertThat(named(cases, "f.FormsTest.flaky").isFlaky()).isTrue();
        assertThat(Objects.requireNonNull(named(cases, "f.FormsTest.all").failure())
                        .message())
                .contains("Multiple Failures (2 failures)", "expected: <1> but was: <2>", "second");
    }

    @Test
    void aClassThatFailsBeforeItsTestsIsNoClassWithoutTests() throws IOException {
        write("src/test/java/f/BrokenTest.java", "package f;\nx\nbefore\n");

        List<TestCase> cases = surefire("BrokenTest");

        assertThat(Counts.of(cases)).isEqualTo(new Counts(1, 0, 1, 0));
        assertThat(Objects.requireNonNull(cases.get(0).failure()).lines())
                .containsExactly(new SourceLine("src/test/java/f/BrokenTest.java", 3, "before"));
        assertThat(new Maven().command(Choice.of(List.of(cases.get(0).id())), Settings.DEFAULT, project))
                .contains("-Dtest=f.BrokenTest");
    }

    @Test
    void aClassThatCannotBeLoadedIsToldWithTheLineOfItsInitializer() throws IOException {
        write("src/test/java/f/StaticTest.java", "package f;\nx\nstatic final int N\n");

        List<TestCase> cases = surefire("StaticTest");

        assertThat(Counts.of(cases)).isEqualTo(new Counts(2, 0, 2, 0));
        assertThat(Objects.requireNonNull(named(cases, "f.StaticTest.never").failure())
                        .lines())
                .extracting(SourceLine::line)
                .containsExactly(3);
    }

    @Test
    void methodsOfOneClassAreOneChoiceOfMaven() {
        List<TestId> tests = List.of(
                new TestId("a.B", "one(int)", "[2]"), new TestId("a.B$In", "two", ""), new TestId("a.B", "three", ""));

        assertThat(new Maven().command(Choice.of(tests), Settings.DEFAULT, project))
                .contains("-Dtest=a.B#one+three,a.B$In#two");
    }

    @Test
    void reportsOfGradleAreRead() throws IOException {
        Adapter gradle = new Gradle();
        write("app/build.gradle.kts", "");
        write("app/src/test/java/shop/CartTest.java", "a\nassertEquals(6, total);\n");
        Adapter.Reading reading = gradle.begin(project);
        write("app/build/test-results/test/TEST-shop.CartTest.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="shop.CartTest" tests="3" skipped="1" failures="1" errors="0" timestamp="2026-11-28T08:00:00.000Z" hostname="h" time="0.031">
                  <properties/>
                  <testcase name="adds()" classname="shop.CartTest" time="0.02">
                    <failure message="org.opentest4j.AssertionFailedError: expected: &lt;6&gt; but was: &lt;5&gt;" type="org.opentest4j.AssertionFailedError">org.opentest4j.AssertionFailedError: expected: &lt;6&gt; but was: &lt;5&gt;
                	at org.junit.jupiter.api.AssertEquals.assertEquals(AssertEquals.java:150)
                	at app//shop.CartTest.adds(CartTest.java:2)
                </failure>
                  </testcase>
                  <testcase name="later()" classname="shop.CartTest" time="0.0"><skipped/></testcase>
                  <testcase name="passes()" classname="shop.CartTest" time="0.001"/>
                  <system-out><![CDATA[]]></system-out>
                </testsuite>
                """);

        List<TestCase> cases = located(gradle, reading.read(left(new BuildOutput(), 1)));

        assertThat(Counts.of(cases)).isEqualTo(new Counts(3, 1, 0, 1));
        TestFailure failure = Objects.requireNonNull(cases.get(0).failure());
        assertThat(failure.message()).isEqualTo("expected: <6> but was: <5>");
        assertThat(failure.lines())
                .containsExactly(new SourceLine("app/src/test/java/shop/CartTest.java", 2, "assertEquals(6, total);"));
        assertThat(gradle.command(Choice.of(List.of(cases.get(0).id())), Settings.DEFAULT, project))
                .contains("--offline", "--tests=shop.CartTest.adds");
    }

    @Test
    void whatGradlesCompilersAndCrashedTestsSayIsRead() throws IOException {
        String output = project + "/src/main/java/shop/Cart.java:3: error: incompatible types\n    int x = \"\";\n"
                + "e: file://" + project + "/src/main/kotlin/shop/Cart.kt:4:9 Unresolved reference: y\n"
                + "Process 'Gradle Test Executor 1' finished with non-zero exit value 134\n";

        Found found = new Gradle().begin(project).read(left(printed(output), 1));

        assertThat(found.compileErrors())
                .containsExactly(
                        new CompileError("src/main/java/shop/Cart.java", 3, "incompatible types"),
                        new CompileError("src/main/kotlin/shop/Cart.kt", 4, "Unresolved reference: y"));
        assertThat(found.crashed()).isTrue();
    }

    private static BuildOutput printed(String text) {
        BuildOutput output = new BuildOutput(1 << 20, line -> {});
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.accept(bytes, bytes.length);
        output.end();
        return output;
    }

    private Found go(String output) throws IOException {
        write("go.mod", "module example.com/shop\n\ngo 1.22\n");
        return new GoTests().begin(project).read(left(printed(output), 1));
    }

    @Test
    void eventsOfGoAreRead() throws IOException {
        write("cart/cart_test.go", "package cart\n\nt.Errorf(\"total\")\n");
        Found found = go("""
                {"Time":"2026-11-28T08:00:00Z","Action":"start","Package":"example.com/shop/cart"}
                {"Action":"run","Package":"example.com/shop/cart","Test":"TestTotal"}
                {"Action":"output","Package":"example.com/shop/cart","Test":"TestTotal","Output":"=== RUN   TestTotal\\n"}
                {"Action":"output","Package":"example.com/shop/cart","Test":"TestTotal/two","Output":"    cart_test.go:3: total is 5,\\n"}
                {"Action":"output","Package":"example.com/shop/cart","Test":"TestTotal/two","Output":"        not 6\\n"}
                {"Action":"output","Package":"example.com/shop/cart","Test":"TestTotal/two","Output":"    --- FAIL: TestTotal/two (0.00s)\\n"}
                {"Action":"fail","Package":"example.com/shop/cart","Test":"TestTotal/two","Elapsed":0.25}
                {"Action":"fail","Package":"example.com/shop/cart","Test":"TestTotal","Elapsed":0.25}
                {"Action":"skip","Package":"example.com/shop/cart","Test":"TestLater","Elapsed":0}
                {"Action":"pass","Package":"example.com/shop/cart","Test":"TestHalf","Elapsed":0}
                {"Action":"output","Package":"example.com/shop/cart","Output":"FAIL\\n"}
                {"Action":"fail","Package":"example.com/shop/cart","Elapsed":0.3}
                """);

        List<TestCase> cases = located(new GoTests(), found);

        assertThat(Counts.of(cases)).isEqualTo(new Counts(4, 2, 0, 1));
        assertThat(found.crashed()).isFalse();
        TestCase two = named(cases, "example.com/shop/cart::TestTotal/two");
        TestFailure failure = Objects.requireNonNull(two.failure());
        assertThat(failure.message()).isEqualTo("total is 5,\n        not 6");
        assertThat(failure.lines()).containsExactly(new SourceLine("cart/cart_test.go", 3, "t.Errorf(\"total\")"));
        assertThat(new GoTests().command(Choice.of(List.of(two.id())), Settings.DEFAULT, project))
                .contains("-run=^(?:TestTotal)$");
    }

    @Test
    void packagesOfGoThatDoNotCompileAreTold() throws IOException {
        Found found = go("""
                # example.com/shop/cart [example.com/shop/cart.test]
                cart/cart.go:7:9: undefined: pieces
                {"Action":"output","Package":"example.com/shop/cart","Output":"FAIL\\texample.com/shop/cart [build failed]\\n"}
                {"Action":"fail","Package":"example.com/shop/cart","Elapsed":0}
                """);

        assertThat(found.compileErrors()).containsExactly(new CompileError("cart/cart.go", 7, "undefined: pieces"));
        assertThat(found.crashed()).isFalse();
    }

    @Test
    void aPackageOfGoWhoseProcessDiesIsACrash() throws IOException {
        Found found = go("""
                {"Action":"run","Package":"example.com/shop/cart","Test":"TestClose"}
                {"Action":"output","Package":"example.com/shop/cart","Output":"exit status 3\\n"}
                {"Action":"output","Package":"example.com/shop/cart","Output":"FAIL\\texample.com/shop/cart\\t0.01s\\n"}
                {"Action":"fail","Package":"example.com/shop/cart","Elapsed":0.01}
                """);

        assertThat(found.crashed()).isTrue();
        assertThat(found.counts()).isEqualTo(new Counts(1, 0, 1, 0));
    }

    @Test
    void whatWasExpectedIsFoundInWhatTheUsualLibrariesSay() {
        assertThat(Comparisons.in("expected:<[5]> but was:<[6]>")).isEqualTo(new Comparison("[5]", "[6]"));
        assertThat(Comparisons.in("expected [5] but found [6]")).isEqualTo(new Comparison("5", "6"));
        assertThat(Comparisons.in("\nexpected: 5\n but was: 6")).isEqualTo(new Comparison("5", "6"));
        assertThat(Comparisons.in("expect(received).toBe(expected)\n\nExpected: 3\nReceived: 2"))
                .isEqualTo(new Comparison("3", "2"));
        assertThat(Comparisons.in("assertion `left == right` failed\n  left: 2\n right: 3"))
                .isEqualTo(new Comparison("3", "2"));
        assertThat(Comparisons.in("assert 5 == 6\n +  where 5 = f()")).isEqualTo(new Comparison("6", "5"));
        assertThat(Comparisons.in("nothing of that kind")).isNull();
    }
}
