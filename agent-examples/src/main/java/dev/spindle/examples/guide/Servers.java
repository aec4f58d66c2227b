package dev.spindle.examples.guide;

import dev.spindle.Agent;
import dev.spindle.http.HttpTransport;
import dev.spindle.model.openai.Dialect;
import dev.spindle.model.openai.Dialect.Feature;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.policy.Fallback;
import dev.spindle.policy.RateLimit;
import dev.spindle.policy.ResultLimit;
import dev.spindle.policy.Retry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A server of one's own, with another behind it; prints whom it would ask, and asks if a question is given. */
public final class Servers {
    private Servers() {}

    /** Runs the example. */
    public static void main(String... question) {
        // region servers
        OpenAiModel local = OpenAiModel.builder()
                .baseUrl("http://127.0.0.1:11434/v1")
                .model("qwen3:8b")
                .dialect(Dialect.COMMON.withName("ollama").with(Feature.THINK_TAGS))
                .timeouts(HttpTransport.Timeouts.DEFAULT.withFirstContent(Duration.ofMinutes(5)))
                .secret("Project Larkspur")
                .recordTo(Path.of("calls"))
                .build();
        Agent agent = Agent.builder(local)
                .interceptors(List.of(
                        Fallback.to(local.withModel("llama3.2")),
                        RateLimit.learned(),
                        Retry.standard(),
                        ResultLimit.standard()))
                .build();
        // endregion
        System.out.println(local);
        for (String asked : question) System.out.println(agent.run(asked).text());
    }
}
