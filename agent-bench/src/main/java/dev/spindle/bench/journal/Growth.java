package dev.spindle.bench.journal;

import dev.spindle.Agent;
import dev.spindle.event.Limits;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Journal;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelReply;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.util.List;

/** Runs that fill a journal: each turn says something new, of about the same length. */
final class Growth {
    private Growth() {}

    /** Fills a journal. */
    interface Work {
        void run(Journal journal, int size);
    }

    /** The tools. */
    static final class Weather {
        @Tool(value = "Current weather in a city.", effect = Effect.READ)
        String now(@Param("City name, for example Oslo") String city) {
            return "In " + city + " it rains, at 7 degrees, with a wind from the south-west. ".repeat(3);
        }
    }

    /** One run of so many turns, each with a call and its result. */
    static void longRun(Journal journal, int turns) {
        Agent agent = agent(journal, call -> {
            int turn = call.messages().size() / 2 - 1; // behind instructions and question
            return turn < turns ? calling(turn) : said("It rains everywhere.");
        });
        check(agent.run(RunRequest.of("Weather everywhere?").withRunId("long")), turns + 1);
    }

    /** So many runs of one conversation, each with a question and an answer. */
    static void conversation(Journal journal, int runs) {
        Agent agent = agent(
                journal, call -> said("It rains in city " + call.messages().size() + ", at 7 degrees."));
        for (int run = 0; run < runs; run++) {
            check(
                    agent.run(RunRequest.of("How is the weather in city " + run + "?")
                            .withRunId("talk-" + run)
                            .inConversation("talk")),
                    1);
        }
    }

    private static void check(RunResult result, int turns) {
        if (result.stopReason() == StopReason.ANSWERED && result.work().turns() == turns) return;
        throw new IllegalStateException("A run stopped as " + result.stopReason() + " " + result.detail());
    }

    private static Agent agent(Journal journal, Model model) {
        return Agent.builder(model)
                .instructions("You tell people about the weather. ".repeat(20))
                .tools(new Weather())
                .limits(Limits.DEFAULT
                        .withMaxTurns(10_000)
                        .withMaxToolCalls(10_000)
                        .withMaxTokens(Long.MAX_VALUE))
                .journal(journal)
                .build();
    }

    private static ModelReply calling(int turn) {
        ToolCall call = new ToolCall("call_" + turn, "now", "{\"city\":\"City " + turn + "\"}", Json.EMPTY_OBJECT);
        return ModelReply.of(AssistantMessage.calling(List.of(call)), Usage.of(900, 60));
    }

    private static ModelReply said(String text) {
        return ModelReply.of(AssistantMessage.of(text), Usage.of(900, 60));
    }
}
