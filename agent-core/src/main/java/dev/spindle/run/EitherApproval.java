package dev.spindle.run;

import dev.spindle.state.RunState;
import dev.spindle.tool.ToolInvocation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

record EitherApproval(Approval one, Approval other) implements Approval {
    @Override
    public boolean isNeeded(ToolInvocation call) {
        return one.isNeeded(call) || other.isNeeded(call);
    }

    @Override
    public boolean isNeeded(ToolInvocation call, RunState run) {
        return one.isNeeded(call, run) || other.isNeeded(call, run);
    }

    @Override
    public @Nullable Duration validity(ToolInvocation call) {
        Duration first = one.validity(call);
        Duration second = other.validity(call);
        if (first == null || second == null) return first == null ? second : first;
        return first.compareTo(second) < 0 ? first : second;
    }
}
