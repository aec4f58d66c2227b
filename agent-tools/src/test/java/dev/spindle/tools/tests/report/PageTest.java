package dev.spindle.tools.tests.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.spindle.tools.tests.TestCase;
import dev.spindle.tools.tests.TestCase.Status;
import dev.spindle.tools.tests.TestFailure;
import dev.spindle.tools.tests.TestId;
import dev.spindle.tools.tests.TestReport;
import dev.spindle.tools.tests.TestReport.Counts;
import dev.spindle.tools.tests.TestReport.Outcome;
import dev.spindle.tools.tests.TestReport.SourceLine;
import dev.spindle.tools.tests.Triage;
import dev.spindle.tools.tests.Triage.Cause;
import dev.spindle.tools.tests.Triage.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser: Chromium, without a window. Where there is none, it is printed that these tests are left out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private @Nullable Playwright playwright;
    private @Nullable Browser browser;

    @TempDir
    private Path folder;

    private final List<String> console = new ArrayList<>();
    private @Nullable Page page;

    @BeforeAll
    void open() {
        Path program = chromium().orElse(null);
        if (program == null) {
            System.out.println("Chromium is not on this machine: the page is not tested in a browser");
            return;
        }
        // The browser of the machine; Playwright is not to fetch one of its own.
        Playwright started = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        playwright = started;
        browser = started.chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of("--no-sandbox")));
    }

    private static Optional<Path> chromium() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return NAMES.stream()
                .flatMap(name -> Stream.of(path.split(File.pathSeparator, -1)).map(each -> Path.of(each, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @AfterAll
    void close() {
        if (browser != null) browser.close();
        if (playwright != null) playwright.close();
    }

    @AfterEach
    void closePage() {
        if (page != null) page.close();
        page = null;
        console.clear();
    }

    private Stream<DynamicTest> inBrowser(String name, Executable test) {
        return browser == null ? Stream.of() : Stream.of(DynamicTest.dynamicTest(name, test));
    }

    private static TestCase test(int number, Status status, TestFailure... failures) {
        TestId id = new TestId("shop.Suite" + number % 40 + "Test", "test" + number, "");
        TestFailure failure = status == Status.FAILED ? failures[0] : null;
        List<TestFailure> attempts = status == Status.FAILED ? List.of() : List.of(failures);
        return new TestCase(id, status, Duration.ofMillis(10 + number % 90), failure, attempts, "");
    }

    private static Triage triage(int tests) {
        SourceLine line = new SourceLine("src/main/java/shop/Cart.java", 12, "return price + pieces; // <b>");
        TestFailure failure = new TestFailure(
                "org.opentest4j.AssertionFailedError",
                "expected: <6> but was: <5>",
                new TestFailure.Comparison("6", "5"),
                "\tat shop.Cart.total(Cart.java:12)",
                List.of(line));
        List<TestCase> cases = new ArrayList<>();
        for (int i = 0; i < tests; i++) {
            if (i == 3) cases.add(test(i, Status.FAILED, failure));
            else if (i == 5) cases.add(test(i, Status.PASSED, failure));
            else cases.add(test(i, i == 7 ? Status.SKIPPED : Status.PASSED));
        }
        TestReport report = new TestReport(Outcome.FAILED, Duration.ofMillis(5_200), cases, List.of(), "");
        List<Cause> causes = List.of(
                new Cause(
                        Kind.REAL,
                        "AssertionFailedError: expected: <6> but was: <5>",
                        List.of(cases.get(3).id()),
                        List.of(line),
                        "fails each time, also alone (once)"),
                new Cause(
                        Kind.FLAKY,
                        "AssertionFailedError: expected: <6> but was: <5>",
                        List.of(cases.get(5).id()),
                        List.of(line),
                        "failed, and passed in 1 of 2 runs after it"));
        return new Triage(report, causes, 3);
    }

    private static Background background() {
        List<PastRun> past = new ArrayList<>();
        for (int day = 20; day < 28; day++)
            past.add(new PastRun(
                    Instant.parse("2026-11-" + day + "T08:00:00Z"),
                    Duration.ofMillis(4_000 + day * 30),
                    day % 3 == 0 ? Outcome.FAILED : Outcome.PASSED,
                    new Counts(55 + day / 5, day % 3 == 0 ? 4 : 0, 0, 1),
                    day % 3 == 0 ? List.of("shop.Suite3Test.test3") : List.of(),
                    day % 2 == 0 ? List.of("shop.Suite5Test.test5") : List.of()));
        return Background.of("shop")
                .withSources("https://git.example.com/shop/blob/main/")
                .withPast(past)
                .withAccount(
                        List.of(
                                "run_tests {}",
                                "git_log {\"path\":\"src/main/java/shop/Cart.java\",\"first_line\":12}"),
                        "Prices are added where they should be multiplied, since yesterday.");
    }

    private Page opened(Triage triage, ColorScheme scheme) throws IOException {
        Path file = Files.writeString(folder.resolve("tests.html"), ReportFormat.HTML.write(triage, background()));
        Page opened = Objects.requireNonNull(browser)
                .newPage(new Browser.NewPageOptions().setColorScheme(scheme).setViewportSize(1000, 1900));
        page = opened;
        opened.onConsoleMessage(message -> console.add(message.type() + ": " + message.text()));
        opened.onPageError(console::add);
        opened.onRequest(request -> {
            if (!request.url().startsWith("file:")) console.add("asks for " + request.url());
        });
        opened.navigate(file.toUri().toString());
        return opened;
    }

    @TestFactory
    Stream<DynamicTest> opensInLightAndDarkWithoutAWordAndWithoutAskingForAnything() {
        return Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
                .flatMap(scheme -> inBrowser(scheme.name(), () -> {
                    Page shown = opened(triage(60), scheme);

                    assertThat(shown.title()).isEqualTo("Tests of shop");
                    assertThat(shown.evaluate("getComputedStyle(document.body).backgroundColor"))
                            .isEqualTo(scheme == ColorScheme.DARK ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)");
                    assertThat(shown.locator("svg rect").first().boundingBox().width)
                            .isPositive();
                    assertThat(shown.locator("#history + table tbody tr").count())
                            .isEqualTo(9);
                    assertThat(shown.locator("#flaky + table tbody tr").innerText())
                            .contains("Suite5Test.test5", "4 of 8");
                    assertThat(shown.locator("#agent + ol li").count()).isEqualTo(2);
                    assertThat(shown.locator("details a").first().getAttribute("href"))
                            .isEqualTo("https://git.example.com/shop/blob/main/src/main/java/shop/Cart.java#L12");
                    assertThat(console).isEmpty();
                    shown.screenshot(new Page.ScreenshotOptions()
                            .setPath(Path.of(
                                    "target", "tests-page-" + scheme.name().toLowerCase(Locale.ROOT) + ".png")));
                    closePage();
                }));
    }

    @TestFactory
    Stream<DynamicTest> isReachedByTheKeyboardAlone() {
        return inBrowser("keyboard", () -> {
            Page shown = opened(triage(300), ColorScheme.LIGHT);
            List<String> reached = new ArrayList<>();

            for (int i = 0; i < 40 && !reached.contains("BUTTON#more"); i++) {
                shown.keyboard().press("Tab");
                reached.add(
                        (String) shown.evaluate("document.activeElement.tagName + '#' + document.activeElement.id"));
            }
            shown.keyboard().press("Enter");

            assertThat(reached).contains("SUMMARY#", "A#", "INPUT#words", "SELECT#status", "BUTTON#more");
            assertThat(shown.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                    .isNotEqualTo("hidden");
            assertThat(shown.locator("#rows tr").count()).isEqualTo(300);
            assertThat(console).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> filtersTellWhatTheyShow() {
        return inBrowser("filters", () -> {
            Page shown = opened(triage(60), ColorScheme.LIGHT);
            Locator count = shown.locator("#count");

            shown.getByLabel("Status").selectOption("FAILED");
            assertThat(count.innerText()).isEqualTo("1 of 1 shown");
            assertThat(shown.locator("#rows").innerText()).contains("shop.Suite3Test.test3");
            shown.getByLabel("Status").selectOption("");
            shown.getByLabel("Name contains").fill("SUITE7TEST");

            assertThat(count.innerText()).isEqualTo("2 of 2 shown");
            assertThat(console).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> twentyThousandTestsAreFilteredWithoutAWait() {
        return inBrowser("20,000", () -> {
            Page shown = opened(triage(20_000), ColorScheme.LIGHT);

            // The best of three times: something else may come between.
            Object millis = shown.evaluate("() => { const words = document.getElementById('words');"
                    + " const filter = (text) => { const begun = performance.now(); words.value = text;"
                    + " words.dispatchEvent(new Event('input')); document.body.offsetHeight;"
                    + " return performance.now() - begun; };"
                    + " return Math.min(...[1, 2, 3].map(() => { filter(''); return filter('test1999'); })); }");

            assertThat(shown.locator("#count").innerText()).isEqualTo("11 of 11 shown");
            assertThat(((Number) millis).doubleValue()).isLessThan(1_000);
            assertThat(console).isEmpty();
        });
    }
}
