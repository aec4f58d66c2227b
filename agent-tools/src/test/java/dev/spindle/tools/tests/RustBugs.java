package dev.spindle.tools.tests;

import dev.spindle.tools.tests.Triage.Kind;
import java.util.List;

/** Bugs in Rust, in projects that Cargo tests. */
final class RustBugs {
    private static final String MANIFEST = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";

    private RustBugs() {}

    static List<PlantedBugs> all() {
        return List.of(
                many(),
                one("pub fn close() {\n    std::process::abort() // HERE crash\n}\n" + TEST, "crash", Kind.CRASH),
                one("pub fn close() {\n    loop {}\n}\n" + TEST_OF_HANGING, "timeout", Kind.TIMEOUT),
                one("pub fn total() -> i32 {\n    \"free\" // HERE compile\n}\n", "compile", Kind.COMPILATION));
    }

    private static final String TEST =
            "#[cfg(test)]\nmod tests {\n    #[test]\n    fn closes() { super::close() }\n}\n";
    private static final String TEST_OF_HANGING = TEST.replace("super::close() }", "super::close() } // HERE timeout");

    private static PlantedBugs one(String source, String name, Kind kind) {
        return PlantedBugs.in(TestProgram.CARGO)
                .file("Cargo.toml", MANIFEST)
                .file("src/lib.rs", source)
                .bug(name, kind);
    }

    private static PlantedBugs many() {
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
                            use std::sync::Mutex;
                            use std::time::Instant;
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
                            static SOLD: Mutex<Vec<&str>> = Mutex::new(Vec::new());
                            #[test]
                            fn sells() { SOLD.lock().unwrap().push("apple"); }
                            #[test]
                            fn nothing_is_sold() {
                                let begun = Instant::now();
                                while SOLD.lock().unwrap().is_empty() && begun.elapsed().as_secs() < 3 {}
                                let sold = SOLD.lock().unwrap().len();
                                assert_eq!(sold, 0); // HERE order
                            }
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
                .bug("race", Kind.FLAKY)
                .bug("order", Kind.ORDER);
    }
}
