package dev.spindle.bench.speed.contestant;

import dev.spindle.Agent;
import dev.spindle.bench.speed.server.Script;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.http.HttpTransport;
import dev.spindle.memory.InMemoryMemory;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.run.RunRequest;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Spindle as a user would set it up: every default holds that is not named here. */
final class Spindle implements Contestant {
    private final HttpTransport transport = HttpTransport.create();
    private final Map<Script, Agent> agents = new ConcurrentHashMap<>();
    private final OpenAiModel model;
    private final Limits limits;
    private final Keeping keeping;

    Spindle(String url, Limits limits, Keeping keeping) {
        this.model = OpenAiModel.builder()
                .baseUrl(url)
                .apiKey("sk-spindle")
                .model("bench")
                .transport(transport)
                .build();
        this.limits = limits;
        this.keeping = keeping;
    }

    private Agent agent(Script script) {
        return agents.computeIfAbsent(script, this::built);
    }

    private Agent built(Script script) {
        return Agent.builder(model.withModel(script.model()))
                .instructions(Task.INSTRUCTIONS)
                .tools(new Weather())
                .limits(limits)
                .journal(keeping.journal())
                .memory(new InMemoryMemory())
                .build();
    }

    @Override
    public void prepare(Script script) {
        agent(script);
    }

    @Override
    public String ask(Script script, String question) {
        return agent(script).run(question).text();
    }

    @Override
    public String listen(Script script, String question, Consumer<String> pieces) {
        return agent(script)
                .run(question, event -> {
                    if (event instanceof RunEvent.TextWritten written) pieces.accept(written.text());
                })
                .text();
    }

    @Override
    public Conversation converse(Script script) {
        Agent agent = agent(script);
        String id = UUID.randomUUID().toString();
        return question -> agent.run(RunRequest.of(question).inConversation(id)).text();
    }

    @Override
    public Written written() {
        return keeping.written();
    }

    @Override
    public void close() {
        transport.close();
        keeping.close();
    }
}
