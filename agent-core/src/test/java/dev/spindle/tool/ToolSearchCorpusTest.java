package dev.spindle.tool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.json.Json;
import dev.spindle.tool.Tool.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** How well, and how fast, words alone find the right ones of thousands of tools. */
class ToolSearchCorpusTest {
    private static final String CORPUS = "spindle.corpus";

    private record Query(String text, Set<String> right) {}

    /** Sums over all queries. */
    private static final class Figures {
        private double first;
        private double recallAt5;
        private double recallAt10;
        private double gain;

        private void add(List<String> best, Set<String> right) {
            if (right.contains(best.isEmpty() ? "" : best.get(0))) first++;
            recallAt5 += recall(best.subList(0, Math.min(5, best.size())), right);
            recallAt10 += recall(best, right);
            gain += gain(best, right);
        }

        private static double recall(List<String> best, Set<String> right) {
            return (double) best.stream().filter(right::contains).count() / right.size();
        }

        /** nDCG@10 of one query. */
        private static double gain(List<String> best, Set<String> right) {
            double gained = 0;
            double ideal = 0;
            for (int at = 0; at < 10; at++) {
                double worth = Math.log(2) / Math.log(at + 2);
                if (at < best.size() && right.contains(best.get(at))) gained += worth;
                if (at < right.size()) ideal += worth;
            }
            return gained / ideal;
        }
    }

    @TestFactory
    Stream<DynamicTest> search() throws IOException {
        String folder = System.getProperty(CORPUS);
        if (folder == null) {
            System.out.println("tool-search corpus: left out, for there is no -D" + CORPUS + "=DIR");
            return Stream.empty();
        }
        ToolRegistry.Ranking ranking =
                ToolRegistry.Ranking.lexical(tools(Path.of(folder, "tool-search", "tools.jsonl")));
        List<Query> queries = queries(Path.of(folder, "tool-search", "queries.jsonl"));
        return Stream.of(
                DynamicTest.dynamicTest("finds the right tools", () -> findsThem(ranking, queries)),
                DynamicTest.dynamicTest("is quick", () -> isQuick(ranking, queries)));
    }

    private static void findsThem(ToolRegistry.Ranking ranking, List<Query> queries) {
        Figures sum = new Figures();
        int found = 0;
        for (Query query : queries) {
            List<String> best = ranking.best(query.text, 10);
            sum.add(best, query.right);
            if (best.containsAll(query.right)) found++;
        }
        int count = queries.size();
        System.out.printf(
                "tool-search corpus, all right tools within ten: %d passed, %d failed%n", found, count - found);
        System.out.printf(
                "tool-search corpus: hit@1 %.3f, recall@5 %.3f, recall@10 %.3f, nDCG@10 %.3f%n",
                sum.first / count, sum.recallAt5 / count, sum.recallAt10 / count, sum.gain / count);
        assertTrue(sum.recallAt5 / count >= 0.86);
        assertTrue(sum.gain / count >= 0.80);
    }

    private static void isQuick(ToolRegistry.Ranking ranking, List<Query> queries) {
        // The best of some rounds: the first ones warm up, and in any of them the machine may pause.
        double millis = Double.MAX_VALUE;
        for (int round = 0; round < 6; round++) {
            long begun = System.nanoTime();
            queries.forEach(query -> ranking.best(query.text, 10));
            millis = Math.min(millis, (System.nanoTime() - begun) / 1e6 / queries.size());
        }

        System.out.printf("tool-search corpus: %.3f ms a query%n", millis);
        assertTrue(millis < 2, millis + " ms a query");
    }

    private static List<ToolSpec> tools(Path file) throws IOException {
        List<ToolSpec> tools = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            Json function = Json.parse(line).get("function");
            tools.add(ToolSpec.of(
                    function.get("name").string(),
                    function.find("description")
                            .filter(Json::isString)
                            .map(Json::string)
                            .orElse(""),
                    function.get("parameters"),
                    Effect.READ));
        }
        return tools;
    }

    private static List<Query> queries(Path file) throws IOException {
        List<Query> queries = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            Json json = Json.parse(line);
            Set<String> right =
                    json.get("relevant").items().stream().map(Json::string).collect(Collectors.toSet());
            queries.add(new Query(json.get("query").string(), right));
        }
        return queries;
    }
}
