package dev.spindle.tools.tests;

import dev.spindle.tools.tests.Triage.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Bugs in Java, in projects that Maven or Gradle tests: as many in one as can be, since each run takes seconds. */
final class JavaBugs {
    private static final String SHOP = """
            package shop;
            import java.util.*;
            import java.nio.file.*;
            public class Shop {
                static final List<String> SOLD = new ArrayList<>();
                static int total(int price, int pieces) { return price + pieces; }
                static int last(int[] prices) {
                    return prices[prices.length]; // HERE offByOne
                }
                static String name(Map<String, String> names, String key) {
                    return names.get(key).strip(); // HERE nothing
                }
                static String rules() throws Exception {
                    return Files.readString(Path.of("rules/shop.txt")); // HERE resource
                }
                static void order() throws Exception {
                    new java.net.Socket("127.0.0.1", 1).close(); // HERE environment
                }
                static boolean isWarm() throws Exception {
                    Path cache = Path.of("cache");
                    boolean warm = Files.exists(cache);
                    if (!warm) Files.createFile(cache);
                    return warm;
                }
            }
            """;

    private static final String TESTS = """
            package shop;
            import static org.junit.jupiter.api.Assertions.*;
            import java.util.*;
            import java.util.concurrent.*;
            import org.junit.jupiter.api.*;
            @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
            class ShopTest {
                @Test void multiplies() {
                    assertEquals(6, Shop.total(2, 3)); // HERE operator
                }
                @Test void findsTheLast() { assertEquals(3, Shop.last(new int[] {1, 2, 3})); }
                @Test void findsTheName() { assertEquals("x", Shop.name(Map.of(), "x")); }
                @Test void readsTheRules() throws Exception { assertFalse(Shop.rules().isEmpty()); }
                @Test void orders() throws Exception { Shop.order(); }
                @Test void winsTheRaceAgainstItsCache() throws Exception {
                    var done = new CountDownLatch(1);
                    boolean warm = Shop.isWarm();
                    var slow = new Thread(() -> { if (warm) done.countDown(); });
                    slow.start();
                    slow.join();
                    assertEquals(0, done.getCount()); // HERE race
                }
                @Test @Order(1) void sells() { Shop.SOLD.add("apple"); }
                @Test @Order(2) void beginsWithNothingSold() {
                    assertEquals(List.of(), Shop.SOLD); // HERE order
                }
                @Test @Timeout(value = 200, unit = TimeUnit.MILLISECONDS) void ends() throws Exception {
                    new CountDownLatch(1).await(); // HERE timeout
                }
            }
            """;

    private JavaBugs() {}

    /** What differs between programs: what a project depends on, and how tests are written. */
    private record Dialect(TestProgram program, String buildFile, String build, UnaryOperator<String> spoken) {
        PlantedBugs shop(String code) {
            return PlantedBugs.in(program).file(buildFile, build).file("src/main/java/shop/Shop.java", code);
        }

        PlantedBugs shop(String code, String tests) {
            return shop(code).file("src/test/java/shop/ShopTest.java", spoken.apply(tests));
        }
    }

    /** Maven's, with JUnit 5. */
    static List<PlantedBugs> ofMaven(String pom) {
        return all(new Dialect(TestProgram.MAVEN, "pom.xml", pom, UnaryOperator.identity()));
    }

    /** Gradle's, with JUnit 4, which its versions of before 4.6 want; and one that hangs until its time is up. */
    static List<PlantedBugs> ofGradle() {
        Dialect gradle = new Dialect(TestProgram.GRADLE, "build.gradle", """
                apply plugin: 'java'
                repositories { mavenLocal() }
                dependencies { testImplementation 'junit:junit:4.13.2' }
                """, JavaBugs::inJunit4);
        List<PlantedBugs> all = new ArrayList<>(all(gradle));
        all.add(gradle.shop("""
                package shop;
                public class Shop {
                    static void close() {
                        while (SOLD == 0) { } // HERE hanging
                    }
                    static volatile int SOLD;
                }
                """, TEST_OF_CLOSES).bug("hanging", Kind.TIMEOUT));
        return all;
    }

    private static String inJunit4(String text) {
        return text.replace("org.junit.jupiter.api.Assertions", "org.junit.Assert")
                .replace(
                        "import org.junit.jupiter.api.*;",
                        "import org.junit.*;\nimport org.junit.runners.MethodSorters;")
                .replace("org.junit.jupiter.api.Test", "org.junit.Test")
                .replace(
                        "@TestMethodOrder(MethodOrderer.OrderAnnotation.class)",
                        "@FixMethodOrder(MethodSorters.NAME_ASCENDING)")
                .replace("@Test @Order(1) void sells", "@Test void beginsToSell")
                .replace("@Test @Order(2) void", "@Test void")
                .replace("@Test @Timeout(value = 200, unit = TimeUnit.MILLISECONDS) void", "@Test(timeout = 200) void")
                .replaceAll("(@(?:org\\.junit\\.)?Test(?:\\(timeout = 200\\))?) void", "$1 public void")
                .replace("class ShopTest", "public class ShopTest");
    }

    private static final String TEST_OF_CLOSES = """
            package shop;
            class ShopTest {
                @org.junit.jupiter.api.Test void closes() { Shop.close(); }
            }
            """;

    private static List<PlantedBugs> all(Dialect dialect) {
        return List.of(
                dialect.shop(SHOP, TESTS)
                        .bug("operator", Kind.REAL)
                        .bug("offByOne", Kind.REAL)
                        .bug("nothing", Kind.REAL)
                        .bug("resource", Kind.REAL)
                        .bug("environment", Kind.ENVIRONMENT)
                        .bug("race", Kind.FLAKY)
                        .bug("order", Kind.ORDER)
                        .bug("timeout", Kind.TIMEOUT),
                dialect.shop("""
                        package shop;
                        public class Shop {
                            static void close() {
                                Runtime.getRuntime().halt(134); // HERE crash
                            }
                        }
                        """, TEST_OF_CLOSES).bug("crash", Kind.CRASH),
                dialect.shop("""
                        package shop;
                        public class Shop {
                            int price = "free"; // HERE compile
                        }
                        """).bug("compile", Kind.COMPILATION));
    }
}
