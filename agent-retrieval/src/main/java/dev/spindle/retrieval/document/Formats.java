package dev.spindle.retrieval.document;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which files are documents, by the ending of their name. */
final class Formats {
    private static final Set<String> MARKDOWN = Set.of("md", "markdown");
    private static final Set<String> HTML = Set.of("html", "htm", "xhtml");
    private static final Set<String> OFFICE = Set.of("docx", "xlsx", "pptx");
    private static final Set<String> PLAIN =
            Set.of("txt", "text", "adoc", "asciidoc", "rst", "org", "tex", "csv", "tsv", "log");
    private static final Set<String> CODE = Set.of(
            "java",
            "kt",
            "scala",
            "groovy",
            "py",
            "rb",
            "go",
            "rs",
            "c",
            "h",
            "cc",
            "cpp",
            "hpp",
            "cs",
            "js",
            "mjs",
            "ts",
            "tsx",
            "jsx",
            "php",
            "swift",
            "sh",
            "sql",
            "xml",
            "json",
            "jsonl",
            "yaml",
            "yml",
            "toml",
            "properties",
            "gradle",
            "css",
            "proto",
            "tf",
            "lua",
            "pl",
            "r",
            "jl",
            "hs",
            "clj",
            "ex",
            "erl",
            "dart",
            "vue");

    private Formats() {}

    static Set<String> all(boolean withCode) {
        Set<String> all = new TreeSet<>(MARKDOWN);
        all.addAll(HTML);
        all.addAll(OFFICE);
        all.addAll(PLAIN);
        all.add("pdf");
        if (withCode) all.addAll(CODE);
        return all;
    }

    static boolean isMarkdown(String path) {
        return MARKDOWN.contains(ending(path));
    }

    static boolean isHtml(String path) {
        return HTML.contains(ending(path));
    }

    static boolean isOffice(String path) {
        return OFFICE.contains(ending(path));
    }

    static boolean isPdf(String path) {
        return ending(path).equals("pdf");
    }

    static boolean isCode(String path) {
        String ending = ending(path);
        return CODE.contains(ending) || ending.equals("csv") || ending.equals("tsv");
    }

    static String ending(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
