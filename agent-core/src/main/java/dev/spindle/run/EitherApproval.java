package dev.spindle.run;

import dev.spindle.tool.ToolInvocation;

record EitherApproval(Approval one, Approval other) implements Approval {
    @Override
    public boolean isNeeded(ToolInvocation call) {
        return one.isNeeded(call) || other.isNeeded(call);
    }

    @Override
    public boolean isNeeded(ToolInvocation call, RunState run) {
        return one.isNeeded(call, run) || other.isNeeded(call, run);
    }
}
