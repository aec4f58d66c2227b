package dev.spindle.retrieval;

import dev.spindle.context.Cancellation;
import dev.spindle.model.EmbeddingModel;
import dev.spindle.retrieval.document.Passage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives passages their vectors: those of their words below the names that they stand under, with a share of the passages before and behind
 * them and of their whole document, since what a passage is about is often said elsewhere in it. For one thread.
 */
final class Vectors {
    private static final float NEIGHBOUR = 0.25f;
    private static final float DOCUMENT = 0.35f;

    /** Of a path, what names nothing: the server of an address, and the ending. */
    private static final Pattern UNNAMED = Pattern.compile("^[a-z]+://[^/]*/|\\.[A-Za-z0-9]{1,5}$");

    private static final Pattern BETWEEN_NAMES = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final EmbeddingModel model;
    private final String prefix;
    private final @Nullable VectorCache cache;

    Vectors(EmbeddingModel model, String prefix, @Nullable VectorCache cache) {
        this.model = model;
        this.prefix = prefix;
        this.cache = cache;
    }

    /** The vectors of the passages of several documents, each list in its document's order. */
    List<List<float[]>> of(List<List<Passage>> documents, Cancellation cancellation) {
        List<String> texts = new ArrayList<>();
        documents.forEach(passages -> passages.forEach(passage -> texts.add(text(passage))));
        Map<String, float[]> vectors = embedded(texts, cancellation);
        List<List<float[]>> all = new ArrayList<>();
        for (List<Passage> passages : documents) {
            List<float[]> own = new ArrayList<>();
            for (Passage passage : passages) own.add(known(vectors, text(passage)));
            all.add(blended(own));
        }
        return all;
    }

    private static float[] known(Map<String, float[]> vectors, String text) {
        float[] vector = vectors.get(text);
        if (vector == null) throw new IllegalStateException("A text has no vector");
        return vector;
    }

    private String text(Passage passage) {
        List<String> about = new ArrayList<>();
        String names = names(passage.file());
        if (!names.isEmpty()) about.add(names);
        if (!passage.title().isEmpty() && !passage.headings().contains(passage.title())) about.add(passage.title());
        about.addAll(passage.headings());
        return prefix + (about.isEmpty() ? "" : String.join(" › ", about) + "\n") + passage.text();
    }

    /** The words of a path; none if it is only a number. */
    private static String names(String path) {
        String names = BETWEEN_NAMES
                .matcher(UNNAMED.matcher(path).replaceAll(""))
                .replaceAll(" ")
                .strip();
        return names.chars().anyMatch(Character::isLetter) ? names : "";
    }

    private Map<String, float[]> embedded(List<String> texts, Cancellation cancellation) {
        Map<String, float[]> vectors = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String text : texts) {
            if (vectors.containsKey(text)) continue;
            Optional<float[]> kept = cache == null ? Optional.empty() : cache.find(text);
            vectors.put(text, kept.orElse(new float[0]));
            if (kept.isEmpty()) missing.add(text);
        }
        if (missing.isEmpty()) return vectors;
        List<float[]> made = model.embed(missing, cancellation).vectors();
        for (int i = 0; i < missing.size(); i++) {
            vectors.put(missing.get(i), made.get(i));
            if (cache != null) cache.put(missing.get(i), made.get(i));
        }
        return vectors;
    }

    private static List<float[]> blended(List<float[]> own) {
        List<float[]> blended = new ArrayList<>();
        if (own.isEmpty()) return blended;
        float[] document = new float[own.get(0).length];
        for (float[] vector : own) add(document, 1, vector);
        unit(document);
        for (int i = 0; i < own.size(); i++) {
            float[] sum = own.get(i).clone();
            if (i > 0) add(sum, NEIGHBOUR, own.get(i - 1));
            if (i + 1 < own.size()) add(sum, NEIGHBOUR, own.get(i + 1));
            add(sum, DOCUMENT, document);
            blended.add(unit(sum));
        }
        return blended;
    }

    /** Adds a share of a vector, in place. */
    static void add(float[] sum, float share, float[] vector) {
        for (int i = 0; i < sum.length; i++) sum[i] += share * vector[i];
    }

    /** The vector brought to length one, in place. */
    static float[] unit(float[] vector) {
        double square = 0;
        for (float value : vector) square += value * value;
        float scale = (float) (1 / Math.max(1e-12, Math.sqrt(square)));
        for (int i = 0; i < vector.length; i++) vector[i] *= scale;
        return vector;
    }
}
