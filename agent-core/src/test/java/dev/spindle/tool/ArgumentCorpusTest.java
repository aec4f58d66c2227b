package dev.spindle.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import dev.spindle.tool.Tool.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The Berkeley function-calling cases, where the property {@code spindle.corpus} names the folder that holds them. */
class ArgumentCorpusTest {
    @TestFactory
    Stream<DynamicTest> theFunctionCallingCorpusIsReadRightly() {
        String corpus = System.getProperty("spindle.corpus", "");
        if (corpus.isEmpty()) {
            System.out.println("function-calling corpus left out: the property spindle.corpus is not set");
            return Stream.empty();
        }
        Path folder = Path.of(corpus, "bfcl");
        return Stream.of(
                DynamicTest.dynamicTest("definitions", () -> definitions(folder.resolve("cases.jsonl"))),
                DynamicTest.dynamicTest("arguments", () -> arguments(folder.resolve("argument-validation.jsonl"))));
    }

    private static void definitions(Path file) throws IOException {
        int tools = 0;
        for (String line : Files.readAllLines(file)) {
            for (Json definition : Json.parse(line).get("tools").items()) {
                Json function = definition.get("function");
                ToolFunction tool = tool(function.get("name").string(), function.get("parameters"));

                assertThat(tool.spec().parameters()).isEqualTo(function.get("parameters"));
                tools++;
            }
        }
        System.out.println("function-calling corpus: " + tools + " definitions loaded");
        assertThat(tools).isPositive();
    }

    private static void arguments(Path file) throws IOException {
        List<String> wrong = new ArrayList<>();
        int right = 0;
        for (String line : Files.readAllLines(file)) {
            Json vector = Json.parse(line);
            Arguments read = tool(vector.get("tool").string(), vector.get("schema"))
                    .read(vector.get("arguments").text());
            if (isRight(vector, read)) {
                right++;
            } else {
                wrong.add(vector.get("id") + ": " + read);
            }
        }
        System.out.println("function-calling corpus: " + right + " passed, " + wrong.size() + " failed");
        wrong.forEach(System.out::println);
        assertThat(wrong).isEmpty();
        assertThat(right).isPositive();
    }

    private static boolean isRight(Json vector, Arguments read) {
        if (read instanceof Arguments.Rejected rejected) {
            return !vector.get("valid").bool()
                    && rejected.message().contains("\n- /" + vector.get("at").string());
        }
        return vector.get("valid").bool() && ((Arguments.Accepted) read).json().equals(vector.get("arguments"));
    }

    private static ToolFunction tool(String name, Json schema) {
        return ToolFunction.of(
                ToolSpec.of(name, "A tool of the corpus.", schema, Effect.READ), invocation -> ToolResult.text(""));
    }
}
