package dev.spindle.testing.cassette;

import dev.spindle.json.Json;
import dev.spindle.message.Message;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.tool.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of a model: what it was asked, and what came of it. */
record Take(Asked asked, Played played) {
    /** A tool as far as a model is shown it: how it is supervised makes no difference. */
    record ShownTool(String name, String description, Json parameters) {
        private static ShownTool of(ToolSpec spec) {
            return new ShownTool(spec.name(), spec.description(), spec.parameters());
        }
    }

    /** What a model is asked, as far as a recording is concerned: whether somebody listens makes no difference. */
    record Asked(
            List<Message> messages,
            List<ShownTool> tools,
            Json options,
            @Nullable OutputSchema output) {
        Asked {
            messages = List.copyOf(messages);
            tools = List.copyOf(tools);
        }

        static Asked of(ModelCall call) {
            List<ShownTool> tools = call.tools().stream().map(ShownTool::of).toList();
            return new Asked(call.messages().messages(), tools, call.options().toJson(), call.output());
        }

        /** How many messages at the start are the same. */
        int sharedWith(Asked other) {
            int shared = 0;
            int most = Math.min(messages.size(), other.messages.size());
            while (shared < most && messages.get(shared).equals(other.messages.get(shared))) shared++;
            return shared;
        }
    }
}
