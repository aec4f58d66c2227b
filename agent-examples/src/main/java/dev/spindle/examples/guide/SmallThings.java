package dev.spindle.examples.guide;

import dev.spindle.Agent;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Part;
import dev.spindle.message.UserMessage;
import dev.spindle.model.EmbeddingModel;
import dev.spindle.model.Model;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.model.Pricing;
import dev.spindle.model.Pricing.Price;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.retrieval.DocumentIndex;
import dev.spindle.retrieval.IndexSettings;
import dev.spindle.run.RunRequest;
import dev.spindle.state.RunState;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.PendingCall;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.FileEditTools;
import dev.spindle.tools.files.FileTools;
import dev.spindle.tools.json.JsonTools;
import dev.spindle.tools.math.MathTools;
import dev.spindle.tools.time.TimeTools;
import java.nio.file.Path;
import java.util.List;

/** What is said in a few lines: pictures, options, prices, history, embeddings, small tools, and what waits. */
public final class SmallThings {
    private SmallThings() {}

    static RunRequest picture(byte[] png, byte[] pdf) {
        // region files
        UserMessage question = new UserMessage(List.of(
                new Part.Text("Does the invoice fit the photograph?"),
                Part.Image.of(png, "image/png"),
                Part.File.of("invoice.pdf", pdf, "application/pdf")));
        RunRequest request = RunRequest.of(question);
        // endregion
        return request;
    }

    static Agent careful(Model model) {
        // region options
        Agent agent = Agent.builder(model)
                .options(ModelOptions.DEFAULT
                        .withTemperature(0.2)
                        .withMaxTokens(800)
                        .withToolChoice(new ToolChoice.Named("search_passages")))
                .build();
        // endregion
        return agent;
    }

    static Model priced(String key) {
        // region pricing
        Model model = OpenAiModel.builder()
                .apiKey(key)
                .model("house-model")
                .pricing(Pricing.STANDARD.with("house-model", Price.of("0.40", "0.10", "1.60")))
                .build();
        // endregion
        return model;
    }

    static RunRequest examples() {
        // region history
        RunRequest request = RunRequest.of("Rome")
                .withHistory(List.of(UserMessage.of("Oslo"), AssistantMessage.of("Norway, 700,000 people")));
        // endregion
        return request;
    }

    static DocumentIndex byMeaning(OpenAiModel server, Path folder, Path kept) {
        // region embeddings
        EmbeddingModel embeddings = server.embeddings("text-embedding-3-small");
        IndexSettings settings = IndexSettings.WORDS.withEmbeddings(embeddings).keptIn(kept);
        DocumentIndex index = DocumentIndex.open(ConfinedFolder.of(folder), settings, (done, total) -> {});
        // endregion
        return index;
    }

    static Agent atHome(Model model, Path project) {
        // region small-tools
        Agent agent = Agent.builder(model)
                .tools(
                        new FileTools(project), // list_files, read_file, search_files
                        new FileEditTools(project), // write_file, edit_file
                        new TimeTools(), // current_time, shift_time, time_between
                        new MathTools(), // calculate, convert_unit
                        new JsonTools()) // query_json
                .build();
        // endregion
        return agent;
    }

    /** Runs the example: asks for something that a person must agree to, and looks what waits. */
    public static void main(String... arguments) {
        Journal journal = new InMemoryJournal();
        String runId = Agent.builder(ScriptedModel.calls("pay", "{\"to\":\"Bo\",\"euros\":120}"))
                .tools(new ApprovalFlow.Bank())
                .journal(journal)
                .build()
                .run("Pay Bo his 120 euros.")
                .runId();
        // region waiting
        for (PendingCall call : RunState.of(journal.read(runId, 0)).awaiting())
            System.out.println(call.tool() + " " + call.arguments());
        // endregion
    }
}
