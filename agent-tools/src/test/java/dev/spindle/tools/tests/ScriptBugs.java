package dev.spindle.tools.tests;

import dev.spindle.tools.tests.Triage.Kind;

/** Bugs in Python, JavaScript and Rust. */
final class ScriptBugs {
    private ScriptBugs() {}

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

    static PlantedBugs pytest() {
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

    private static PlantedBugs onePytest(String body, String name, Kind kind) {
        return PlantedBugs.in(TestProgram.PYTEST)
                .file("conftest.py", "")
                .file("shop.py", "import os\ndef close():\n" + body)
                .file("test_shop.py", "import shop\ndef test_closes(): shop.close()\n")
                .bug(name, kind);
    }

    static PlantedBugs pytestCrash() {
        return onePytest("    os.abort()  # HERE crash\n", "crash", Kind.CRASH);
    }

    static PlantedBugs pytestHang() {
        return onePytest("    while True: pass  # HERE hang\n", "hang", Kind.TIMEOUT);
    }

    static PlantedBugs pytestSyntax() {
        return onePytest("    return 1 +  # HERE compile\n", "compile", Kind.COMPILATION);
    }

    private static final String SCRIPT = """
            import { existsSync, readFileSync, writeFileSync } from 'node:fs';
            import { execFileSync } from 'node:child_process';
            export const sold = [];
            export function total(price, pieces) { return price + pieces; }
            export function last(prices) {
              return prices[prices.length].cents; // HERE offByOne
            }
            export function name(names, key) {
              return names[key].trim(); // HERE nothing
            }
            export function rules() {
              return readFileSync('rules/shop.txt', 'utf8'); // HERE resource
            }
            export function print() {
              return execFileSync('no-such-printer'); // HERE environment
            }
            export function isWarm() {
              const warm = existsSync('cache');
              writeFileSync('cache', '');
              return warm;
            }
            """;

    private static final String SCRIPT_TESTS = """
            import test from 'node:test';
            import assert from 'node:assert/strict';
            import * as shop from '../shop.js';
            test('multiplies', () => {
              assert.equal(shop.total(2, 3), 6); // HERE operator
            });
            test('last', () => { assert.equal(shop.last([{ cents: 1 }]), 1); });
            test('name', () => { assert.equal(shop.name({}, 'x'), 'x'); });
            test('rules', () => { assert.ok(shop.rules()); });
            test('print', () => { shop.print(); });
            test('cache', () => {
              assert.equal(shop.isWarm(), true); // HERE race
            });
            test('sells', () => { shop.sold.push('apple'); });
            test('nothing sold', () => {
              assert.deepEqual(shop.sold, []); // HERE order
            });
            """;

    static PlantedBugs node() {
        return PlantedBugs.in(TestProgram.NODE)
                .file("package.json", "{\"type\": \"module\", \"scripts\": {\"test\": \"node --test\"}}")
                .file("shop.js", SCRIPT)
                .file("test/shop.test.js", SCRIPT_TESTS)
                .bug("operator", Kind.REAL)
                .bug("offByOne", Kind.REAL)
                .bug("nothing", Kind.REAL)
                .bug("resource", Kind.REAL)
                .bug("environment", Kind.ENVIRONMENT)
                .bug("race", Kind.FLAKY)
                .bug("order", Kind.ORDER);
    }

    static PlantedBugs nodeSyntax() {
        return PlantedBugs.in(TestProgram.NODE)
                .file("package.json", "{\"type\": \"module\", \"scripts\": {\"test\": \"node --test\"}}")
                .file("shop.js", "export const total = (1 + ; // HERE compile\n")
                .file("test/shop.test.js", "import '../shop.js';\n")
                .bug("compile", Kind.COMPILATION);
    }

    private static final String MANIFEST = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";

    static PlantedBugs cargo() {
        return PlantedBugs.in(TestProgram.CARGO)
                .file("Cargo.toml", MANIFEST)
                .file("src/lib.rs", """
                        pub fn total(price: i32, pieces: i32) -> i32 { price + pieces }
                        pub fn last(prices: &[i32]) -> i32 {
                            prices[prices.len()] // HERE offByOne
                        }
                        pub fn name(known: Option<&str>) -> &str {
                            known.unwrap() // HERE nothing
                        }
                        pub fn rules() -> String {
                            std::fs::read_to_string("rules/shop.txt").unwrap() // HERE resource
                        }
                        pub fn order() {
                            std::net::TcpStream::connect("127.0.0.1:1").unwrap(); // HERE environment
                        }
                        pub fn is_warm() -> bool {
                            let warm = std::path::Path::new("cache").exists();
                            std::fs::write("cache", "").unwrap();
                            warm
                        }
                        #[cfg(test)]
                        mod tests {
                            use super::*;
                            #[test]
                            fn multiplies() {
                                assert_eq!(total(2, 3), 6); // HERE operator
                            }
                            #[test]
                            fn finds_the_last() { assert_eq!(last(&[1]), 1); }
                            #[test]
                            fn finds_the_name() { assert_eq!(name(None), "x"); }
                            #[test]
                            fn reads_the_rules() { assert!(rules().len() > 0); }
                            #[test]
                            fn orders() { order(); }
                            #[test]
                            fn cache_is_ready() {
                                assert!(is_warm()); // HERE race
                            }
                        }
                        """)
                .bug("operator", Kind.REAL)
                .bug("offByOne", Kind.REAL)
                .bug("nothing", Kind.REAL)
                .bug("resource", Kind.REAL)
                .bug("environment", Kind.ENVIRONMENT)
                .bug("race", Kind.FLAKY);
    }

    static PlantedBugs cargoSyntax() {
        return PlantedBugs.in(TestProgram.CARGO)
                .file("Cargo.toml", MANIFEST)
                .file("src/lib.rs", "pub fn total() -> i32 {\n    \"free\" // HERE compile\n}\n")
                .bug("compile", Kind.COMPILATION);
    }
}
