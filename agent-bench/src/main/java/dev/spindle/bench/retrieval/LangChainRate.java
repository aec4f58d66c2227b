package dev.spindle.bench.retrieval;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * The same model by LangChain4j in process, whose jars are given on the class path and are no part of this project: so it is called by
 * reflection.
 */
final class LangChainRate {
    private static final String MODEL =
            "dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel";

    private LangChainRate() {}

    public static void main(String... arguments) throws ReflectiveOperationException {
        Class<?> type = Class.forName(MODEL);
        Object model = type.getConstructor().newInstance();
        Method segment =
                Class.forName("dev.langchain4j.data.segment.TextSegment").getMethod("from", String.class);
        Method embedAll =
                Class.forName("dev.langchain4j.model.embedding.EmbeddingModel").getMethod("embedAll", List.class);
        EmbeddingRate rate = EmbeddingRate.of("LangChain4j", Integer.parseInt(arguments[0]), texts -> {
            try {
                List<Object> segments = new ArrayList<>();
                for (String text : texts) segments.add(segment.invoke(null, text));
                embedAll.invoke(model, segments);
            } catch (ReflectiveOperationException broken) {
                throw new IllegalStateException(broken);
            }
        });
        System.out.println(rate);
        System.exit(0);
    }
}
