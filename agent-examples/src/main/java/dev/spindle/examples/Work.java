package dev.spindle.examples;

import dev.spindle.run.RunResult;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolSpec;
import java.util.List;
import java.util.function.Function;

/**
 * What a run works with, until it is closed.
 *
 * @param tools objects with tool methods
 * @param findings what is known of a run beyond the model's words
 * @param foresight tells what waiting calls would do
 * @param guide what people have written down for the agent
 * @param opened what is closed with it
 */
record Work(List<Object> tools, Function<RunResult, Findings> findings, Foresight foresight, Guide guide, Opened opened)
        implements AutoCloseable {
    /** Something that was opened for a run. */
    @FunctionalInterface
    interface Opened {
        /** Nothing was. */
        Opened NOTHING = () -> {};

        void close();

        /** Is told where its run is kept, if it is, before it begins or goes on. */
        default void keptIn(RunStore store, String runId) {}
    }

    Work {
        tools = List.copyOf(tools);
    }

    /** Work of which the descriptions of its tools tell what they do. */
    static Work of(List<Object> tools, Function<RunResult, Findings> findings, Opened opened) {
        return new Work(tools, findings, Foresight.ofEffects(specs(tools)), Guide.NONE, opened);
    }

    /** The tools that the model can call. */
    List<ToolSpec> specs() {
        return specs(tools);
    }

    static List<ToolSpec> specs(List<Object> tools) {
        return ToolFunction.scan(tools.toArray()).stream()
                .map(ToolFunction::spec)
                .toList();
    }

    /** Tells what is open where the run is kept. */
    void keptIn(RunStore store, String runId) {
        opened.keptIn(store, runId);
    }

    @Override
    public void close() {
        opened.close();
    }
}
