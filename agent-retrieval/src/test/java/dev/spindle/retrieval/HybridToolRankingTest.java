package dev.spindle.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import dev.spindle.message.Spent;
import dev.spindle.model.EmbeddingModel;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class HybridToolRankingTest {
    private static final List<ToolSpec> TOOLS = List.of(
            tool("list_files", "Shows what a folder holds."),
            tool("sendMail", "Delivers a letter to an address."),
            tool("convert_currency", "Turns an amount of one currency into another."));

    /** Knows letters from money, and nothing else. */
    private static final EmbeddingModel MODEL = (texts, cancellation) -> new EmbeddingModel.Embeddings(
            texts.stream().map(HybridToolRankingTest::vector).toList(), Spent.NOTHING);

    private static ToolSpec tool(String name, String description) {
        return ToolSpec.of(name, description, Json.EMPTY_OBJECT, Effect.READ);
    }

    private static float[] vector(String text) {
        float letters = text.matches("(?s).*(Mail|letter|message).*") ? 1 : 0.1f;
        float money = text.matches("(?s).*(currency|euros).*") ? 1 : 0.1f;
        return new float[] {letters, money};
    }

    private final ToolRegistry.Ranking ranking = HybridToolRanking.of(TOOLS, MODEL);

    @Test
    void toolIsFoundByMeaningWithoutACommonWord() {
        assertThat(ToolRegistry.Ranking.lexical(TOOLS).best("write a message", 3))
                .doesNotContain("sendMail");
        assertThat(ranking.best("write a message", 1)).containsExactly("sendMail");
    }

    @Test
    void toolIsFoundByWordsThatMeanNothingToTheModel() {
        assertThat(ranking.best("folder", 1)).containsExactly("list_files");
    }

    @Test
    void toolIsFoundByWhatItsParametersMean() {
        Json parameters = Json.parse("""
                {"type": "object", "properties": {"a/b": {"type": "string", "description": "an ISO code of a currency"}, "c": true}}
                """);
        List<ToolSpec> tools = List.of(
                tool("list_files", "Shows what a folder holds."),
                ToolSpec.of("show", "Shows it.", parameters, Effect.READ),
                tool("sendMail", "Delivers a letter to an address."));

        assertThat(HybridToolRanking.of(tools, MODEL).best("euros", 1)).containsExactly("show");
    }

    @Test
    void requestForTwoThingsFindsToolsForOneBeforeThoseThatAreABitOfBoth() {
        List<ToolSpec> tools = List.of(
                tool("book", "Keeps letter beside currency."),
                tool("shelf", "Keeps currency beside letter."),
                tool("sendMail", "Delivers a letter."),
                tool("convert_currency", "Turns one currency into another."));

        List<String> found =
                HybridToolRanking.of(tools, MODEL).best("Give me a message. How many euros would that be?", 2);

        assertThat(found).containsExactly("book", "sendMail");
    }

    @Test
    void thereAreNoMoreNamesThanAskedFor() {
        assertThat(ranking.best("folder of euros", 2)).hasSize(2);
        assertThat(ranking.best(" ", 2)).isEmpty();
        assertThat(HybridToolRanking.of(List.of(), MODEL).best("folder", 2)).isEmpty();
    }
}
