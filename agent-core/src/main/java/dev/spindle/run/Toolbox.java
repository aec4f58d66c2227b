package dev.spindle.run;

import dev.spindle.message.Transcript;
import dev.spindle.state.ReadResult;
import dev.spindle.state.RunState;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tools of a run: the agent's own, and {@link ReadResult} once there is something to read on in. An own tool of that name goes first. */
record Toolbox(ToolRegistry own) {
    Optional<ToolFunction> find(String name) {
        Optional<ToolFunction> found = own.find(name);
        return found.isEmpty() && name.equals(ReadResult.NAME) ? Optional.of(ReadResult.function()) : found;
    }

    List<ToolSpec> list(RunState state) {
        Transcript transcript = state.transcript();
        List<ToolSpec> listed = own.list(transcript);
        boolean readable =
                !state.shortened().isEmpty() && own.find(ReadResult.NAME).isEmpty();
        if (!readable) return listed;
        List<ToolSpec> more = new ArrayList<>(listed);
        more.add(ReadResult.function().spec());
        return more;
    }
}
