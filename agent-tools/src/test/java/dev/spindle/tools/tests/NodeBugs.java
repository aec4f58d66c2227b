package dev.spindle.tools.tests;

import dev.spindle.tools.tests.Triage.Kind;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Bugs in JavaScript, in projects that the runner of Node.js, Vitest or Jest tests. */
final class NodeBugs {
    private NodeBugs() {}

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

    private static final String CLOSES = "export function close() {\n  process.abort(); // HERE crash\n}\n";
    private static final String TEST_OF_CLOSES =
            "import test from 'node:test';\nimport * as shop from '../shop.js';\ntest('closes', () => { shop.close(); });\n";

    /** What differs between programs: what a project depends on, and how tests are written. */
    private record Dialect(TestProgram program, String manifest, UnaryOperator<String> spoken) {
        PlantedBugs project(String shop, String tests) {
            return PlantedBugs.in(program)
                    .file("package.json", manifest)
                    .file("shop.js", spoken.apply(shop))
                    .file("test/shop.test.js", spoken.apply(tests));
        }
    }

    private static final Dialect NODE = new Dialect(
            TestProgram.NODE,
            "{\"type\": \"module\", \"scripts\": {\"test\": \"node --test\"}}",
            UnaryOperator.identity());
    private static final Dialect VITEST = new Dialect(
            TestProgram.VITEST,
            "{\"type\": \"module\", \"devDependencies\": {\"vitest\": \"*\"}}",
            text -> text.replace("import test from 'node:test'", "import { test } from 'vitest'"));

    /** The tests of Jest stand in modules of the older kind. */
    private static final Dialect JEST = new Dialect(
            TestProgram.JEST,
            "{\"devDependencies\": {\"jest\": \"*\"}}",
            text -> text.replace("import test from 'node:test';", "")
                    .replace("import '../shop.js'", "require('../shop.js')")
                    .replaceAll("import (?:\\* as )?(.+) from ('.+');", "const $1 = require($2);")
                    .replaceAll("export const (\\w+) =", "const $1 = exports.$1 =")
                    .replaceAll("export function (\\w+)", "exports.$1 = $1; function $1"));

    static List<PlantedBugs> all() {
        return Stream.of(NODE, VITEST, JEST).flatMap(NodeBugs::of).toList();
    }

    private static Stream<PlantedBugs> of(Dialect dialect) {
        return Stream.of(
                dialect.project(SCRIPT, SCRIPT_TESTS + hanging(dialect))
                        .bug("operator", Kind.REAL)
                        .bug("offByOne", Kind.REAL)
                        .bug("nothing", Kind.REAL)
                        .bug("resource", Kind.REAL)
                        .bug("environment", Kind.ENVIRONMENT)
                        .bug("race", Kind.FLAKY)
                        .bug("order", Kind.ORDER)
                        .bug("timeout", Kind.TIMEOUT),
                dialect.project(CLOSES, TEST_OF_CLOSES).bug("crash", Kind.CRASH),
                notParsed(dialect).bug("compile", Kind.COMPILATION));
    }

    /** Of JavaScript, Vite says which file cannot be parsed, and of TypeScript the line. */
    private static PlantedBugs notParsed(Dialect dialect) {
        String shop = "export const total = (1 + ; // HERE compile\n";
        return dialect.program() == TestProgram.VITEST
                ? PlantedBugs.in(TestProgram.VITEST)
                        .file("package.json", VITEST.manifest())
                        .file("shop.ts", shop)
                        .file("test/shop.test.ts", "import '../shop.ts';\n")
                : dialect.project(shop, "import '../shop.js';\n");
    }

    private static String hanging(Dialect dialect) {
        String body = "async () => { await new Promise((done) => { setTimeout(done, 3_000); }); }";
        return dialect.program() == TestProgram.NODE
                ? "test('ends', { timeout: 300 }, " + body + "); // HERE timeout\n"
                : "test('ends', " + body + ", 300); // HERE timeout\n";
    }
}
