package dev.spindle.examples.guide;

import dev.spindle.Agent;
import dev.spindle.memory.Memory;
import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A memory of one's own: it keeps the last ten turns of each conversation. */
public final class OwnMemory {
    private OwnMemory() {}

    // region own-memory
    static class LastTurns implements Memory {
        private final Map<String, Map<String, List<Message>>> conversations = new HashMap<>();

        @Override
        public synchronized Transcript recall(String conversation) {
            Transcript recalled = Transcript.EMPTY;
            Map<String, List<Message>> turns = conversations.getOrDefault(conversation, Map.of());
            for (List<Message> turn : turns.values()) recalled = recalled.appendAll(turn);
            return recalled;
        }

        @Override
        public synchronized void remember(String conversation, String runId, List<Message> turn) {
            Map<String, List<Message>> turns = conversations.computeIfAbsent(conversation, id -> new LinkedHashMap<>());
            turns.put(runId, turn);
            if (turns.size() > 10) turns.remove(turns.keySet().iterator().next());
        }
    }
    // endregion

    /** Runs the example. */
    public static void main(String... arguments) {
        ScriptedModel understudy = ScriptedModel.says("Hello Bo.").then("You are Bo.");
        Agent agent =
                Agent.builder(Models.realOr(understudy)).memory(new LastTurns()).build();
        agent.run(RunRequest.of("I am Bo.").inConversation("bo"));
        System.out.println(
                agent.run(RunRequest.of("Who am I?").inConversation("bo")).text());
    }
}
