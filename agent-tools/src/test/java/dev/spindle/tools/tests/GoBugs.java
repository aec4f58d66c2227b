package dev.spindle.tools.tests;

import dev.spindle.tools.tests.Triage.Kind;
import java.util.List;

/** Bugs in Go, each that takes its process along in a package of its own. */
final class GoBugs {
    private static final String MODULE = "module example.com/shop\n\ngo 1.19\n";

    private GoBugs() {}

    static List<PlantedBugs> all() {
        return List.of(
                many(),
                one("func Close() {\n\tos.Exit(7) // HERE crash\n}\n", "crash", Kind.CRASH),
                // Of a function that is put in place of its call, Go's trace names the call alone; of one that spins,
                // it
                // often has nothing, since its stack is not there for another thread.
                one(
                        "//go:noinline\nfunc Close() {\n\t_ = os.Args\n\tselect {} // HERE timeout\n}\n",
                        "timeout",
                        Kind.TIMEOUT),
                one(
                        "func Close() {\n\tvar price int = \"free\" // HERE compile\n\tos.Exit(price)\n}\n",
                        "compile",
                        Kind.COMPILATION));
    }

    private static PlantedBugs one(String close, String name, Kind kind) {
        return PlantedBugs.in(TestProgram.GO)
                .file("go.mod", MODULE)
                .file("shop.go", "package shop\n\nimport \"os\"\n\n" + close)
                .file(
                        "shop_test.go",
                        "package shop\n\nimport \"testing\"\n\nfunc TestCloses(t *testing.T) { Close() }\n")
                .bug(name, kind);
    }

    private static PlantedBugs many() {
        return PlantedBugs.in(TestProgram.GO)
                .file("go.mod", MODULE)
                .file("shop.go", """
                        package shop

                        import (
                        	"net"
                        	"os"
                        )

                        var Sold []string

                        func Total(price, pieces int) int { return price + pieces }

                        func Rules() (string, error) {
                        	text, err := os.ReadFile("rules/shop.txt")
                        	return string(text), err
                        }

                        func Order() error {
                        	_, err := net.Dial("tcp", "127.0.0.1:1")
                        	return err
                        }

                        func IsWarm() bool {
                        	_, err := os.Stat("cache")
                        	os.WriteFile("cache", nil, 0o600)
                        	return err == nil
                        }
                        """)
                .file("shop_test.go", """
                        package shop

                        import "testing"

                        func TestMultiplies(t *testing.T) {
                        	if total := Total(2, 3); total != 6 {
                        		t.Errorf("total is %d, not 6", total) // HERE operator
                        	}
                        }

                        func TestRules(t *testing.T) {
                        	if _, err := Rules(); err != nil {
                        		t.Fatal(err) // HERE resource
                        	}
                        }

                        func TestOrders(t *testing.T) {
                        	if err := Order(); err != nil {
                        		t.Fatal(err) // HERE environment
                        	}
                        }

                        func TestCacheIsReady(t *testing.T) {
                        	if !IsWarm() {
                        		t.Fatal("the cache is cold") // HERE race
                        	}
                        }

                        func TestSells(t *testing.T) { Sold = append(Sold, "apple") }

                        func TestZeroSold(t *testing.T) {
                        	if len(Sold) > 0 {
                        		t.Fatal("something is sold") // HERE order
                        	}
                        }
                        """)
                .file("last/last.go", """
                        package last

                        func Last(prices []int) int {
                        	return prices[len(prices)] // HERE offByOne
                        }
                        """)
                .file(
                        "last/last_test.go",
                        "package last\n\nimport \"testing\"\n\nfunc TestLast(t *testing.T) { Last([]int{1}) }\n")
                .file("name/name.go", """
                        package name

                        type Customer struct{ Name string }

                        func Name(known map[string]*Customer) string {
                        	return known["x"].Name // HERE nothing
                        }
                        """)
                .file(
                        "name/name_test.go",
                        "package name\n\nimport \"testing\"\n\nfunc TestName(t *testing.T) { Name(nil) }\n")
                .bug("operator", Kind.REAL)
                .bug("offByOne", Kind.REAL)
                .bug("nothing", Kind.REAL)
                .bug("resource", Kind.REAL)
                .bug("environment", Kind.ENVIRONMENT)
                .bug("race", Kind.FLAKY)
                .bug("order", Kind.ORDER);
    }
}
