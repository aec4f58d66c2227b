package dev.spindle.tool;

import dev.spindle.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/*
 * BM25F: the words of each field of a tool count by the field's weight, made comparable between long and short texts by the field's
 * average length; their sum per word saturates, and rare words count more. What a word is worth in a tool is computed once, so that a
 * query adds up a few short lists. Weights and constants are the usual ones, not tuned to any corpus.
 */
/** Ranks tools by the words that they share with a query. Immutable. */
final class LexicalRanking implements ToolRegistry.Ranking {
    private static final double SATURATION = 1.2;
    private static final double LENGTH_SHARE = 0.75;
    private static final int DEEPEST = 6;
    private static final int MOST_TEXTS = 500;

    private final List<String> names;
    private final Map<String, List<Worth>> worthByWord = new HashMap<>();

    /** What is known of a tool in words, and how much each counts. */
    private enum Field {
        NAME(3),
        DESCRIPTION(1),
        PARAMETER_NAMES(1),
        PARAMETER_TEXTS(0.3);

        private final double weight;

        Field(double weight) {
            this.weight = weight;
        }
    }

    /** What a word is worth in one tool. */
    private record Worth(int tool, double score) {}

    LexicalRanking(List<ToolSpec> tools) {
        names = tools.stream().map(ToolSpec::name).toList();
        List<Map<String, Double>> weighed = new ArrayList<>();
        tools.forEach(tool -> weighed.add(new HashMap<>()));
        for (Field field : Field.values()) weigh(field, tools, weighed);
        for (int tool = 0; tool < weighed.size(); tool++) add(tool, weighed.get(tool));
        worthByWord.replaceAll((word, worths) -> withRarity(worths));
    }

    private static void weigh(Field field, List<ToolSpec> tools, List<Map<String, Double>> weighed) {
        List<List<String>> words =
                tools.stream().map(tool -> SearchWords.of(text(field, tool))).toList();
        double average = words.stream().mapToInt(List::size).average().orElse(1);
        for (int tool = 0; tool < tools.size(); tool++) {
            double length = words.get(tool).size() / Math.max(1, average);
            double share = field.weight / (1 - LENGTH_SHARE + LENGTH_SHARE * length);
            for (String word : words.get(tool)) weighed.get(tool).merge(word, share, Double::sum);
        }
    }

    private static String text(Field field, ToolSpec tool) {
        return switch (field) {
            case NAME -> tool.name();
            case DESCRIPTION -> tool.description();
            case PARAMETER_NAMES ->
                String.join(" ", properties(tool.parameters()).keySet());
            case PARAMETER_TEXTS -> {
                List<String> texts = new ArrayList<>();
                properties(tool.parameters()).values().forEach(parameter -> describe(parameter, texts, DEEPEST));
                yield String.join(" ", texts);
            }
        };
    }

    private static Map<String, Json> properties(Json schema) {
        Map<String, Json> found = new LinkedHashMap<>();
        if (!schema.isObject()) return found;
        Json properties = schema.find("properties").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        properties.names().stream().limit(MOST_TEXTS).forEach(name -> found.put(name, properties.get(name)));
        return found;
    }

    /** What a schema says in words: descriptions, values to choose from, and the same of what is inside it. */
    private static void describe(Json schema, List<String> texts, int depth) {
        if (!schema.isObject() || depth == 0 || texts.size() > MOST_TEXTS) return;
        schema.find("description").filter(Json::isString).ifPresent(text -> texts.add(text.string()));
        schema.find("enum").filter(Json::isArray).stream()
                .flatMap(values -> values.items().stream())
                .limit(MOST_TEXTS)
                .forEach(value -> texts.add(value.isString() ? value.string() : value.text()));
        properties(schema).forEach((name, inside) -> {
            texts.add(name);
            describe(inside, texts, depth - 1);
        });
        schema.find("items").ifPresent(items -> describe(items, texts, depth - 1));
    }

    private void add(int tool, Map<String, Double> weights) {
        weights.forEach((word, weight) -> worthByWord
                .computeIfAbsent(word, none -> new ArrayList<>())
                .add(new Worth(tool, weight * (SATURATION + 1) / (weight + SATURATION))));
    }

    private List<Worth> withRarity(List<Worth> worths) {
        double rarity = Math.log(1 + (names.size() - worths.size() + 0.5) / (worths.size() + 0.5));
        return worths.stream()
                .map(worth -> new Worth(worth.tool, worth.score * rarity))
                .toList();
    }

    @Override
    public List<String> best(String query, int most) {
        double[] scores = new double[names.size()];
        for (String word : new LinkedHashSet<>(SearchWords.of(query))) {
            for (Worth worth : worthByWord.getOrDefault(word, List.of())) scores[worth.tool] += worth.score;
        }
        int[] fitting = IntStream.range(0, scores.length)
                .filter(tool -> scores[tool] > 0)
                .toArray();
        return Arrays.stream(fitting)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer tool) -> -scores[tool]))
                .limit(Math.max(0, most))
                .map(names::get)
                .toList();
    }
}
