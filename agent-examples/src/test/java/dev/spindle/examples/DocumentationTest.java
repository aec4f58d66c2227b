package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java in README.md and docs is compiled and run: each block is a region of an example, or what one imports.
 *
 * <p>A region is what stands between {@code // region name} and {@code // endregion}; parts of one name in a file follow one another with an
 * empty line between. Indentation does not count.
 */
class DocumentationTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final Path EXAMPLES = Path.of("src");
    private static final Path RESTATE = REPOSITORY.resolve("agent-restate").resolve("src");

    private record Block(Path file, int line, String code) {}

    @Test
    void everyJavaBlockIsARegionOfAnExample() {
        Map<String, String> regions = regions(EXAMPLES);
        regions.putAll(regions(RESTATE));

        List<String> strangers = strangers(documents(REPOSITORY), regions);

        assertThat(strangers).as("Java blocks that no example has as a region").isEmpty();
    }

    @Test
    void importsThatNoExampleHasAreFound(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("README.md"), "```java\nimport dev.spindle.Agent;\nimport dev.spindle.Gone;\n```\n");

        List<String> strangers = strangers(documents(folder), regions(EXAMPLES));

        assertThat(strangers).singleElement().asString().contains("import dev.spindle.Gone;");
    }

    @Test
    void theFirstSnippetsAreRegions() {
        Map<String, String> regions = regions(EXAMPLES);

        assertThat(regions).containsKeys("hello", "streaming", "typed-output", "approval", "durable");
    }

    @Test
    void blockThatNoExampleHasIsFound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("README.md"), "# Title\n\n```java\nint answer = 42;\n```\n");

        List<String> strangers = strangers(documents(folder), regions(EXAMPLES));

        assertThat(strangers).singleElement().asString().contains("README.md:3", "int answer = 42;");
    }

    @Test
    void blockThatDiffersInIndentationAloneIsKnown(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("README.md"), "```java\nrecord Trip(\n  int day) {}\n```\n");

        List<String> strangers =
                strangers(documents(folder), Map.of("trip", plain("    record Trip(\n        int day) {}")));

        assertThat(strangers).isEmpty();
    }

    private static List<String> strangers(List<Path> documents, Map<String, String> regions) {
        return documents.stream()
                .flatMap(file -> blocks(file).stream())
                .filter(block -> !regions.containsValue(block.code()) && !isImportsOfAnExample(block))
                .map(block -> block.file() + ":" + block.line() + "\n" + block.code())
                .toList();
    }

    /** Whether the block is what one example imports, beside what is the JDK's and the examples' own. */
    private static boolean isImportsOfAnExample(Block block) {
        return block.code().startsWith("import ")
                && files(EXAMPLES, ".java").stream()
                        .anyMatch(file -> imports(read(file))
                                .equals(imports(block.code().lines().toList())));
    }

    private static List<String> imports(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("import ")
                        && !line.matches("import (static )?(java\\.|dev\\.spindle\\.examples\\.).*"))
                .toList();
    }

    private static List<Path> documents(Path repository) {
        List<Path> documents = new ArrayList<>();
        if (Files.exists(repository.resolve("README.md"))) documents.add(repository.resolve("README.md"));
        if (Files.isDirectory(repository.resolve("docs"))) documents.addAll(files(repository.resolve("docs"), ".md"));
        return documents;
    }

    private static List<Block> blocks(Path file) {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = read(file);
        for (int at = 0; at < lines.size(); at++) {
            if (!lines.get(at).strip().startsWith("```java")) continue;
            int first = at + 1;
            while (++at < lines.size() && !lines.get(at).strip().equals("```")) {}
            blocks.add(new Block(file, first, plain(String.join("\n", lines.subList(first, at)))));
        }
        return blocks;
    }

    private static Map<String, String> regions(Path sources) {
        Map<String, String> regions = new LinkedHashMap<>();
        for (Path file : files(sources, ".java")) {
            regionsOf(file).forEach((name, code) -> {
                String other = regions.put(name, plain(code));
                assertThat(other)
                        .as("another region named " + name + " than in " + file)
                        .isNull();
            });
        }
        return regions;
    }

    private static Map<String, String> regionsOf(Path file) {
        Map<String, String> regions = new LinkedHashMap<>();
        Optional<String> open = Optional.empty();
        List<String> code = new ArrayList<>();
        for (String line : read(file)) {
            if (line.strip().startsWith("// region ")) {
                open = Optional.of(line.strip().substring("// region ".length()));
            } else if (line.strip().equals("// endregion")) {
                assertThat(open).as("the region that ends in " + file).isPresent();
                regions.merge(open.get(), String.join("\n", code), (before, more) -> before + "\n\n" + more);
                open = Optional.empty();
                code.clear();
            } else if (open.isPresent()) {
                code.add(line);
            }
        }
        assertThat(open).as("a region without its end in " + file).isEmpty();
        return regions;
    }

    private static String plain(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
