package dev.spindle.retrieval;

import dev.spindle.json.Json;
import dev.spindle.model.EmbeddingModel;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/*
 * The two rankings are fused by their ranks: the first of one side counts much more than its tenth, and what both sides have high up wins.
 * A tool's vector is the sum of three: one text of all lets a long description drown the name and what the parameters are, which is where
 * tools of one kind differ. A request that asks for several things has one vector for all of them, near none, so each of its parts is searched
 * besides, and a tool has half of what the part is worth that it fits best.
 */
/**
 * Finds tools by their words and by their meaning.
 *
 * <pre>{@code
 * LocalEmbeddings model = LocalEmbeddings.of(LocalModel.BGE_SMALL);
 * tools.searchable(specs -> HybridToolRanking.of(specs, model));
 * }</pre>
 *
 * <p>Names, descriptions and parameters are embedded once, when it is made, which takes some 10 ms a tool in this process; a search embeds
 * its query. Thread-safe.
 */
public final class HybridToolRanking implements ToolRegistry.Ranking {
    private static final int DEPTH = 100;
    private static final double FIRST = 3;
    private static final double VECTORS = 0.4;
    private static final float NAME = 0.3f;
    private static final float PARAMETERS = 0.3f;
    private static final double PART = 0.5;
    private static final int MOST_PARTS = 8;
    private static final int SHORTEST_PART = 15;
    private static final int LONGEST_TEXT = 2_000;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[_.-]+");

    private static final Pattern BETWEEN_PARTS = Pattern.compile(
            "(?<=[.?!;])\\s+|(?<=[。？！；])\\s*|, (?:and|then|also) |\\b(?:and|and then|then) (?:also|then) ");

    private final ToolRegistry.Ranking byWords;
    private final IndexSettings settings;
    private final EmbeddingModel model;
    private final List<String> names;
    private final List<float[]> vectors;

    private HybridToolRanking(List<ToolSpec> tools, EmbeddingModel model) {
        this.byWords = ToolRegistry.Ranking.lexical(tools);
        this.settings = IndexSettings.WORDS.withEmbeddings(model);
        this.model = model;
        this.names = tools.stream().map(ToolSpec::name).toList();
        List<float[]> sums = embedded(tools.stream().map(HybridToolRanking::purpose));
        add(sums, NAME, embedded(tools.stream().map(HybridToolRanking::name)));
        add(sums, PARAMETERS, embedded(tools.stream().map(HybridToolRanking::parameters)));
        this.vectors = sums.stream().map(Vectors::unit).toList();
    }

    private List<float[]> embedded(Stream<String> texts) {
        List<String> prefixed =
                texts.map(text -> settings.passagePrefix() + cut(text)).toList();
        if (prefixed.isEmpty()) return List.of();
        return model.embed(prefixed).vectors().stream()
                .map(vector -> Vectors.unit(vector.clone()))
                .toList();
    }

    private static void add(List<float[]> sums, float share, List<float[]> vectors) {
        for (int i = 0; i < sums.size(); i++) Vectors.add(sums.get(i), share, vectors.get(i));
    }

    /**
     * A ranking of tools by {@link ToolRegistry.Ranking#lexical} and by the vectors of a model, which stays the caller's to close.
     *
     * @throws dev.spindle.model.ModelException if the tools cannot be embedded
     */
    public static HybridToolRanking of(List<ToolSpec> tools, EmbeddingModel model) {
        return new HybridToolRanking(tools, model);
    }

    private static String name(ToolSpec tool) {
        return words(tool.name());
    }

    private static String purpose(ToolSpec tool) {
        return tool.description().isBlank() ? name(tool) : tool.description();
    }

    private static String parameters(ToolSpec tool) {
        Json schema = tool.parameters();
        if (!schema.isObject()) return name(tool);
        Json properties = schema.find("properties").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        StringBuilder said = new StringBuilder();
        for (String parameter : properties.names()) {
            if (said.length() > LONGEST_TEXT) break;
            Optional<Json> description =
                    properties.at("/" + parameter.replace("~", "~0").replace("/", "~1") + "/description");
            said.append(words(parameter)).append(": ");
            said.append(description.filter(Json::isString).map(Json::string).orElse(""))
                    .append("; ");
        }
        return said.isEmpty() ? name(tool) : said.toString();
    }

    private static String words(String name) {
        return BETWEEN_WORDS.matcher(name).replaceAll(" ");
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
    }

    /** {@inheritDoc} Waits for the embedding of the query; every tool is near something, so there is always a best one. */
    @Override
    public List<String> best(String query, int most) {
        if (names.isEmpty() || query.isBlank()) return List.of();
        List<String> asked = new ArrayList<>(List.of(query));
        asked.addAll(parts(query));
        List<float[]> vectors = embeddedQueries(asked);
        Map<String, Double> scores = scores(query, vectors.get(0));
        Map<String, Double> bestPart = new HashMap<>();
        for (int i = 1; i < asked.size(); i++) {
            scores(asked.get(i), vectors.get(i)).forEach((name, score) -> bestPart.merge(name, score, Math::max));
        }
        bestPart.forEach((name, score) -> scores.merge(name, PART * score, Double::sum));
        return scores.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(Math.max(0, most))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What a request asks for one after the other; nothing if that is one thing. */
    private static List<String> parts(String query) {
        return BETWEEN_PARTS
                .splitAsStream(query)
                .filter(part -> part.length() >= SHORTEST_PART && part.length() < query.length())
                .limit(MOST_PARTS)
                .toList();
    }

    private Map<String, Double> scores(String query, float[] vector) {
        Map<String, Double> scores = new HashMap<>();
        add(byWords.best(query, DEPTH), 1 - VECTORS, scores);
        add(byVector(vector), VECTORS, scores);
        return scores;
    }

    private static void add(List<String> ranked, double weight, Map<String, Double> scores) {
        for (int rank = 0; rank < ranked.size(); rank++) {
            scores.merge(ranked.get(rank), weight * FIRST / (FIRST + rank), Double::sum);
        }
    }

    private List<float[]> embeddedQueries(List<String> queries) {
        List<String> prefixed =
                queries.stream().map(query -> settings.queryPrefix() + query).toList();
        return model.embed(prefixed).vectors().stream()
                .map(vector -> Vectors.unit(vector.clone()))
                .toList();
    }

    private List<String> byVector(float[] asked) {
        double[] cosines =
                vectors.stream().mapToDouble(vector -> product(asked, vector)).toArray();
        return IntStream.range(0, cosines.length)
                .boxed()
                .sorted(Comparator.comparingDouble(tool -> -cosines[tool]))
                .limit(DEPTH)
                .map(names::get)
                .toList();
    }

    private static double product(float[] one, float[] other) {
        double product = 0;
        for (int i = 0; i < one.length; i++) product += one[i] * other[i];
        return product;
    }
}
