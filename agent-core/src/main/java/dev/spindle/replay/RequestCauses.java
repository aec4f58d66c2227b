package dev.spindle.replay;

import dev.spindle.event.RunEvent.Replied;
import dev.spindle.memory.Window;
import dev.spindle.message.Transcript;
import dev.spindle.run.RunSetup;
import dev.spindle.state.RunState;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/*
 * What a window shows, and what a registry lists in the course of a run, is not recorded. So suspects are tried: the request is built
 * with all that is recorded put back, and if its fingerprint is the recorded one then, nothing else has changed. If it is not, the
 * window is tried by putting the whole conversation in its place, which is what most runs are shown.
 */
/** Finds out why a request differs. */
record RequestCauses(Causes causes, RunSetup setup, Questioner questioner) {
    /**
     * The causes, as far as they can be known.
     *
     * @param state with the beginning of now
     * @param before the same with the recorded beginning
     */
    List<String> of(Replied was, RunState state, RunState before) {
        List<String> found = new ArrayList<>(causes.ofRequests());
        RunSetup restored = withTools(state);
        if (isAskedBy(restored, before, was)) return found;
        RunSetup whole = withWindow(restored, Window.WHOLE);
        if (isAskedBy(whole, before, was)) {
            int shown = setup.brain().window().view(state.shown()).size();
            found.add("the window (" + before.shown().size() + " messages were shown, now " + shown + ")");
        } else {
            found.add(
                    listsOtherwise(state)
                            ? "what the window shows or which tools are listed by then, of which neither is recorded"
                            : "the window");
        }
        return found;
    }

    private boolean isAskedBy(RunSetup tried, RunState state, Replied was) {
        return questioner.under(tried).fingerprint(state, was).equals(was.fingerprint());
    }

    private boolean listsOtherwise(RunState state) {
        return !setup.tools()
                .list(state.transcript())
                .equals(causes.now().terms().tools());
    }

    /** With the tools as they were recorded, unless the registry lists others in the course of the run. */
    private RunSetup withTools(RunState state) {
        if (listsOtherwise(state)) return setup;
        ToolRegistry recorded =
                new Relisted(setup.tools(), causes.then().terms().tools());
        return new RunSetup(setup.name(), setup.brain(), recorded, setup.rules(), setup.stores());
    }

    private static RunSetup withWindow(RunSetup setup, Window window) {
        return new RunSetup(
                setup.name(), setup.brain().withWindow(window), setup.tools(), setup.rules(), setup.stores());
    }

    private record Relisted(ToolRegistry own, List<ToolSpec> specs) implements ToolRegistry {
        @Override
        public Optional<ToolFunction> find(String name) {
            return own.find(name);
        }

        @Override
        public List<ToolSpec> list(Transcript transcript) {
            return specs;
        }
    }
}
