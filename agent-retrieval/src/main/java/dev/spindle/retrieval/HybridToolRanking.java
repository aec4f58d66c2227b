package dev.spindle.retrieval;

import dev.spindle.model.EmbeddingModel;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolSpec;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/*
 * The two rankings are fused by their ranks: the first of one side counts much more than its tenth, and what both sides have high up wins.
 */
/**
 * Finds tools by their words and by their meaning.
 *
 * <pre>{@code
 * LocalEmbeddings model = LocalEmbeddings.of(LocalModel.BGE_SMALL);
 * tools.searchable(specs -> HybridToolRanking.of(specs, model));
 * }</pre>
 *
 * <p>Names and descriptions are embedded once, when it is made, which takes some 4 ms a tool in this process; a search embeds its query.
 * Thread-safe.
 */
public final class HybridToolRanking implements ToolRegistry.Ranking {
    private static final int DEPTH = 100;
    private static final double FIRST = 5;
    private static final double VECTORS = 0.4;
    private static final int LONGEST_TEXT = 2_000;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[_.-]+");

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
        List<String> texts = tools.stream()
                .map(tool -> settings.passagePrefix() + text(tool))
                .toList();
        List<float[]> embedded =
                texts.isEmpty() ? List.of() : model.embed(texts).vectors();
        this.vectors =
                embedded.stream().map(vector -> Vectors.unit(vector.clone())).toList();
    }

    /**
     * A ranking of tools by {@link ToolRegistry.Ranking#lexical} and by the vectors of a model, which stays the caller's to close.
     *
     * @throws dev.spindle.model.ModelException if the tools cannot be embedded
     */
    public static HybridToolRanking of(List<ToolSpec> tools, EmbeddingModel model) {
        return new HybridToolRanking(tools, model);
    }

    private static String text(ToolSpec tool) {
        String text = BETWEEN_WORDS.matcher(tool.name()).replaceAll(" ") + ": " + tool.description();
        return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
    }

    /** {@inheritDoc} Waits for the embedding of the query; every tool is near something, so there is always a best one. */
    @Override
    public List<String> best(String query, int most) {
        if (names.isEmpty() || query.isBlank()) return List.of();
        Map<String, Double> scores = new HashMap<>();
        add(byWords.best(query, DEPTH), 1 - VECTORS, scores);
        add(byVector(query), VECTORS, scores);
        return scores.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(Math.max(0, most))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void add(List<String> ranked, double weight, Map<String, Double> scores) {
        for (int rank = 0; rank < ranked.size(); rank++) {
            scores.merge(ranked.get(rank), weight * FIRST / (FIRST + rank), Double::sum);
        }
    }

    private List<String> byVector(String query) {
        float[] asked = Vectors.unit(model.embed(List.of(settings.queryPrefix() + query))
                .vectors()
                .get(0)
                .clone());
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
