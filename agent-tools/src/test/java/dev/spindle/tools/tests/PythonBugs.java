package dev.spindle.tools.tests;

import dev.spindle.tools.tests.Triage.Kind;
import java.util.List;

/** Bugs in Python, in projects that pytest tests. */
final class PythonBugs {
    private PythonBugs() {}

    static List<PlantedBugs> all() {
        return List.of(
                many(),
                one("    os.abort()  # HERE crash\n", "crash", Kind.CRASH),
                one("    while True: pass  # HERE timeout\n", "timeout", Kind.TIMEOUT),
                one("    return 1 +  # HERE compile\n", "compile", Kind.COMPILATION));
    }

    private static final String PYTHON = """
            import os
            SOLD = []
            def total(price, pieces): return price + pieces
            def last(prices):
                return prices[len(prices)]  # HERE offByOne
            def name(names, key):
                return names.get(key).strip()  # HERE nothing
            def rules():
                return open("rules/shop.txt").read()  # HERE resource
            def database():
                return os.environ["SHOP_DATABASE_URL"]  # HERE environment
            def is_warm():
                warm = os.path.exists("cache")
                open("cache", "w").close()
                return warm
            """;

    private static final String PYTHON_TESTS = """
            import shop
            def test_multiplies():
                assert shop.total(2, 3) == 6  # HERE operator
            def test_last(): assert shop.last([1, 2, 3]) == 3
            def test_name(): assert shop.name({}, "x") == "x"
            def test_rules(): assert shop.rules()
            def test_database(): assert shop.database()
            def test_cache_is_ready():
                assert shop.is_warm()  # HERE race
            def test_sells(): shop.SOLD.append("apple")
            def test_zero_sold():
                assert shop.SOLD == []  # HERE order
            """;

    private static PlantedBugs many() {
        return PlantedBugs.in(TestProgram.PYTEST)
                .file("conftest.py", "")
                .file("shop.py", PYTHON)
                .file("test_shop.py", PYTHON_TESTS)
                .bug("operator", Kind.REAL)
                .bug("offByOne", Kind.REAL)
                .bug("nothing", Kind.REAL)
                .bug("resource", Kind.REAL)
                .bug("environment", Kind.ENVIRONMENT)
                .bug("race", Kind.FLAKY)
                .bug("order", Kind.ORDER);
    }

    private static PlantedBugs one(String body, String name, Kind kind) {
        return PlantedBugs.in(TestProgram.PYTEST)
                .file("conftest.py", "")
                .file("shop.py", "import os\ndef close():\n" + body)
                .file("test_shop.py", "import shop\ndef test_closes(): shop.close()\n")
                .bug(name, kind);
    }
}
