package dev.spindle.tools.tests;

import dev.spindle.tools.tests.Triage.Kind;
import java.util.List;

/** Bugs in Java, in projects that Maven tests: as many in one as can be, since each run takes seconds. */
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
                    Path cache = Path.of("target", "cache");
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

    static List<PlantedBugs> all(String pom) {
        return List.of(
                PlantedBugs.in(TestProgram.MAVEN)
                        .file("pom.xml", pom)
                        .file("src/main/java/shop/Shop.java", SHOP)
                        .file("src/test/java/shop/ShopTest.java", TESTS)
                        .bug("operator", Kind.REAL)
                        .bug("offByOne", Kind.REAL)
                        .bug("nothing", Kind.REAL)
                        .bug("resource", Kind.REAL)
                        .bug("environment", Kind.ENVIRONMENT)
                        .bug("race", Kind.FLAKY)
                        .bug("order", Kind.ORDER)
                        .bug("timeout", Kind.TIMEOUT),
                PlantedBugs.in(TestProgram.MAVEN)
                        .file("pom.xml", pom)
                        .file("src/main/java/shop/Shop.java", """
                                package shop;
                                public class Shop {
                                    static void close() {
                                        Runtime.getRuntime().halt(134); // HERE crash
                                    }
                                }
                                """)
                        .file("src/test/java/shop/ShopTest.java", """
                                package shop;
                                class ShopTest {
                                    @org.junit.jupiter.api.Test void closes() { Shop.close(); }
                                }
                                """)
                        .bug("crash", Kind.CRASH),
                PlantedBugs.in(TestProgram.MAVEN)
                        .file("pom.xml", pom)
                        .file("src/main/java/shop/Shop.java", """
                                package shop;
                                public class Shop {
                                    int price = "free"; // HERE compile
                                }
                                """)
                        .bug("compile", Kind.COMPILATION));
    }
}
