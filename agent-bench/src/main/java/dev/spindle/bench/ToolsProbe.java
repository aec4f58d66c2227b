package dev.spindle.bench;

import dev.spindle.json.Json;
import dev.spindle.retrieval.HybridToolRanking;
import dev.spindle.retrieval.embedding.LocalEmbeddings;
import dev.spindle.retrieval.embedding.LocalModel;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the tools that fit a query, as {@link ToolRegistry#searchable} does for a model, by words and by vectors. */
final class ToolsProbe implements Answerer {
    private final LocalEmbeddings embeddings = LocalEmbeddings.of(LocalModel.BGE_SMALL);
    private final ToolRegistry.Ranking ranking;
    private final int most;

    /**
     * A probe over the tools of a file.
     *
     * @param file a line each, an object whose {@code function} has name, description and parameters
     * @param most how many names an answer has at most
     */
    ToolsProbe(Path file, int most) throws IOException {
        List<ToolSpec> tools = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) tools.add(tool(Json.parse(line).get("function")));
        }
        this.ranking = HybridToolRanking.of(tools, embeddings);
        this.most = most;
    }

    private static ToolSpec tool(Json function) {
        String description = function.find("description")
                .filter(Json::isString)
                .map(Json::string)
                .orElse("");
        Json parameters = function.find("parameters").orElse(Json.EMPTY_OBJECT);
        return ToolSpec.of(function.get("name").string(), description, parameters, Effect.READ);
    }

    @Override
    public Map<String, Json> answer(Json question) {
        List<String> ranked = ranking.best(question.get("query").string(), most);
        return Map.of("ranked", Json.of(ranked));
    }

    @Override
    public void close() {
        embeddings.close();
    }
}
