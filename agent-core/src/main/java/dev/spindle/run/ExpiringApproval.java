package dev.spindle.run;

import dev.spindle.state.RunState;
import dev.spindle.tool.ToolInvocation;
import java.time.Duration;

record ExpiringApproval(Approval approval, Duration validity) implements Approval {
    ExpiringApproval {
        if (validity.isNegative() || validity.isZero()) {
            throw new IllegalArgumentException(
                    "An approval cannot expire after " + validity + "; give a duration above zero");
        }
    }

    @Override
    public boolean isNeeded(ToolInvocation call) {
        return approval.isNeeded(call);
    }

    @Override
    public boolean isNeeded(ToolInvocation call, RunState run) {
        return approval.isNeeded(call, run);
    }

    @Override
    public Duration validity(ToolInvocation call) {
        Duration own = approval.validity(call);
        return own != null && own.compareTo(validity) < 0 ? own : validity;
    }
}
