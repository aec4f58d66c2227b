package dev.spindle.examples;

import com.google.inject.Binder;
import com.google.inject.Guice;
import com.google.inject.Module;
import com.google.inject.multibindings.Multibinder;
import dev.spindle.Agent;
import dev.spindle.event.Limits;
import dev.spindle.guice.AgentModule;
import dev.spindle.journal.Journal;
import dev.spindle.memory.Compaction;
import dev.spindle.memory.Memory;
import dev.spindle.model.Model;
import dev.spindle.run.Approval;
import org.jspecify.annotations.Nullable;

/**
 * Binds what the agent of a command is made of.
 *
 * @param journal null to keep runs in this process
 * @param talk null if there is no conversation
 */
record Wiring(
        Model model,
        Assignment assignment,
        Work work,
        Limits limits,
        @Nullable Journal journal,
        @Nullable Talk talk) implements Module {
    /** What a conversation needs: where it is kept, and what becomes of it when it grows too long. */
    record Talk(Memory memory, Compaction compaction) {}

    /** One that is known by a name. */
    Agent agent(String name) {
        Module named = binder -> binder.bind(AgentModule.Name.class).toInstance(new AgentModule.Name(name));
        return Guice.createInjector(new AgentModule(), this, named).getInstance(Agent.class);
    }

    Agent agent() {
        return Guice.createInjector(new AgentModule(), this).getInstance(Agent.class);
    }

    @Override
    public void configure(Binder binder) {
        binder.bind(Model.class).toInstance(model);
        binder.bind(AgentModule.Instructions.class).toInstance(new AgentModule.Instructions(assignment.told(work)));
        binder.bind(Limits.class).toInstance(limits);
        Multibinder<Object> tools = AgentModule.tools(binder);
        work.tools().forEach(tool -> tools.addBinding().toInstance(tool));
        if (assignment.confirm()) binder.bind(Approval.class).toInstance(call -> true);
        if (journal != null) binder.bind(Journal.class).toInstance(journal);
        if (talk == null) return;
        binder.bind(Memory.class).toInstance(talk.memory());
        binder.bind(Compaction.class).toInstance(talk.compaction());
    }
}
