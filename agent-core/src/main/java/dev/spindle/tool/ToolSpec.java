package dev.spindle.tool;

import dev.spindle.json.Json;
import dev.spindle.tool.Tool.Effect;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the model and the loop know of a tool.
 *
 * @param name {@code [a-zA-Z0-9_-]{1,64}}
 * @param description what it does and when to use it
 * @param parameters the JSON Schema of its arguments, an object schema
 * @param effect what running it does to the world
 * @param supervision how its calls are supervised
 */
public record ToolSpec(String name, String description, Json parameters, Effect effect, Supervision supervision) {
    /** A tool with the default supervision: no approval, the run's timeout, concurrent with others. */
    public static ToolSpec of(String name, String description, Json parameters, Effect effect) {
        return new ToolSpec(name, description, parameters, effect, Supervision.DEFAULT);
    }

    /** This tool under another name. */
    public ToolSpec withName(String other) {
        return new ToolSpec(other, description, parameters, effect, supervision);
    }

    /** This tool, supervised otherwise. */
    public ToolSpec withSupervision(Supervision other) {
        return new ToolSpec(name, description, parameters, effect, other);
    }

    /**
     * How the calls of a tool are supervised.
     *
     * @param approval whether a person must approve each call
     * @param timeout how long one call may take; {@link Duration#ZERO} for as long as the run, null for the run's default
     * @param sequential whether a call waits for those before it, and those behind wait for it
     * @param maxConcurrent how many calls may run at once, in all runs of this process; null for any number
     * @param flow where what it is given goes, and where what it returns comes from and goes to
     */
    public record Supervision(
            boolean approval,
            @Nullable Duration timeout,
            boolean sequential,
            @Nullable Integer maxConcurrent,
            @Nullable Flow flow) {
        /** No approval, the run's timeout, concurrent with others, everything stays between the model and its own people. */
        public static final Supervision DEFAULT = new Supervision(false, null, false, null, null);

        /** Checks the number. */
        public Supervision {
            if (maxConcurrent != null && maxConcurrent < 1) {
                throw new IllegalArgumentException(
                        "maxConcurrent is " + maxConcurrent + "; it must be at least 1, or null for no limit");
            }
            // Null in JSON, so that what was written before there were flows reads the same.
            flow = Flow.INSIDE.equals(flow) ? null : flow;
        }

        /** Where what it is given goes, and where what it returns comes from and goes to. */
        @Override
        public Flow flow() {
            return flow == null ? Flow.INSIDE : flow;
        }

        /** With or without approval. */
        public Supervision withApproval(boolean needed) {
            return new Supervision(needed, timeout, sequential, maxConcurrent, flow);
        }

        /** With another timeout. */
        public Supervision withTimeout(@Nullable Duration other) {
            return new Supervision(approval, other, sequential, maxConcurrent, flow);
        }

        /** One after the other, or at once. */
        public Supervision withSequential(boolean inTurn) {
            return new Supervision(approval, timeout, inTurn, maxConcurrent, flow);
        }

        /** With a limit of calls that run at once. */
        public Supervision withMaxConcurrent(@Nullable Integer most) {
            return new Supervision(approval, timeout, sequential, most, flow);
        }

        /** With another flow. */
        public Supervision withFlow(Flow other) {
            return new Supervision(approval, timeout, sequential, maxConcurrent, other);
        }
    }

    /**
     * Where what a tool is given goes, and where what it returns comes from and goes to.
     *
     * @param untrusted whether strangers may have written what it returns, such as a page, a mail or a document
     * @param outward whether strangers may read what it is given, such as the address of a page or the words of a search
     * @param returnDirect whether what it returns is the run's answer, so that the model is not asked again
     */
    public record Flow(boolean untrusted, boolean outward, boolean returnDirect) {
        /** Between the model and its own people alone. */
        public static final Flow INSIDE = new Flow(false, false, false);

        /** What it returns may be written by strangers. */
        public Flow withUntrusted(boolean strangers) {
            return new Flow(strangers, outward, returnDirect);
        }

        /** What it is given may be read by strangers. */
        public Flow withOutward(boolean strangers) {
            return new Flow(untrusted, strangers, returnDirect);
        }

        /** What it returns is the run's answer. */
        public Flow withReturnDirect(boolean direct) {
            return new Flow(untrusted, outward, direct);
        }
    }
}
