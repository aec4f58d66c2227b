package dev.spindle.examples;

import dev.spindle.run.RunResult;
import java.util.List;
import java.util.function.Function;

/**
 * What a run works with, until it is closed.
 *
 * @param tools objects with tool methods
 * @param findings what is known of a run beyond the model's words
 * @param opened what is closed with it
 */
record Work(List<Object> tools, Function<RunResult, Findings> findings, Opened opened) implements AutoCloseable {
    /** Something that was opened for a run. */
    @FunctionalInterface
    interface Opened {
        /** Nothing was. */
        Opened NOTHING = () -> {};

        void close();
    }

    Work {
        tools = List.copyOf(tools);
    }

    @Override
    public void close() {
        opened.close();
    }
}
