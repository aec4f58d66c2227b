package dev.spindle.run;

import dev.spindle.memory.Memory;
import dev.spindle.memory.Window;
import dev.spindle.model.Model;
import dev.spindle.model.ModelOptions;
import dev.spindle.tool.ToolRegistry;
import java.time.Clock;
import java.util.List;

/**
 * What an agent is made of.
 *
 * @param brain the model, and what it is told and shown
 * @param tools what it may call
 * @param rules what stands around the calls
 * @param stores what outlives a run
 */
public record RunSetup(Brain brain, ToolRegistry tools, Rules rules, Stores stores) {
    /**
     * The model, and what it is told and shown.
     *
     * @param instructions empty for none
     * @param options unless a run has its own
     * @param window what part of a conversation it is shown
     */
    public record Brain(Model model, String instructions, ModelOptions options, Window window) {}

    /**
     * What stands around the calls.
     *
     * @param interceptors outermost first
     * @param limits unless a run has its own
     */
    public record Rules(List<Interceptor> interceptors, Limits limits, Approval approval, InDoubt inDoubt) {
        /** Copies the interceptors. */
        public Rules {
            interceptors = List.copyOf(interceptors);
        }
    }

    /** What outlives a run, and the clock that dates it. */
    public record Stores(Journal journal, Memory memory, Clock clock) {}
}
