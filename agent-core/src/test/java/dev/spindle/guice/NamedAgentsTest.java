package dev.spindle.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import com.google.inject.name.Named;
import com.google.inject.name.Names;
import dev.spindle.Agent;
import dev.spindle.event.RunEvent;
import dev.spindle.guice.AgentModuleTest.Calendar;
import dev.spindle.guice.AgentModuleTest.Trip;
import dev.spindle.guice.AgentModuleTest.Watch;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.message.Usage;
import dev.spindle.model.Budget;
import dev.spindle.model.Model;
import dev.spindle.run.Approval;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several agents in one injector, each with parts under its name. */
class NamedAgentsTest {
    private final ScriptedModel model = ScriptedModel.empty();

    private Injector injector(Module... modules) {
        List<Module> all = new ArrayList<>(List.of(modules));
        all.add(new AgentModule());
        all.add(binder -> binder.bind(Model.class).toInstance(model));
        return Guice.createInjector(all);
    }

    @Test
    void anAgentOfANameHasItsOwnBudgetAndAnswer() {
        Usage used = Usage.of(10, 5);
        ScriptedModel planning = ScriptedModel.empty()
                .thenReplies(
                        ScriptedReply.text("{\"airport\":\"OSL\",\"days\":2}").withUsage(used));
        model.thenReplies(ScriptedReply.text("Hello.").withUsage(used));
        Budget all = Budget.ofTokens(50_000);
        Budget own = Budget.ofTokens(60_000);
        Injector injector = injector(
                AgentModule.named("planner"),
                binder -> binder.bind(Model.class)
                        .annotatedWith(Names.named("planner"))
                        .toInstance(planning),
                binder -> binder.bind(Budget.class).toInstance(all),
                binder -> binder.bind(Budget.class)
                        .annotatedWith(Names.named("planner"))
                        .toInstance(own),
                binder -> binder.bind(AgentModule.Answer.class)
                        .annotatedWith(Names.named("planner"))
                        .toInstance(AgentModule.Answer.of(Trip.class)));

        Trip trip = named(injector, "planner").run("Plan.").output(Trip.class);
        long before = all.spent().usage().totalTokens();
        injector.getInstance(Agent.class).run("Hi");

        assertEquals(new Trip("OSL", 2), trip);
        assertEquals(0, before);
        assertEquals(used, own.spent().usage());
        assertEquals(used, all.spent().usage());
    }

    @Test
    void runsAreRecordedWithTheNameOfTheirAgent() {
        model.then("Hello.").then("A plan.");
        InMemoryJournal journal = new InMemoryJournal();
        Injector injector = injector(
                AgentModule.named("planner"),
                binder -> binder.bind(Journal.class).toInstance(journal),
                binder -> binder.bind(Approval.class).toInstance(call -> true),
                binder -> binder.bind(AgentModule.Name.class).toInstance(new AgentModule.Name("greeter")));

        List<RunEvent.Started> begun = new ArrayList<>();
        for (Agent agent : List.of(injector.getInstance(Agent.class), named(injector, "planner")))
            agent.run(RunRequest.of("Hi"), event -> {
                if (event instanceof RunEvent.Started started) begun.add(started);
            });

        assertEquals(
                List.of("greeter", "planner"),
                begun.stream()
                        .map(started -> started.about().labels().get(RunEvent.About.AGENT))
                        .toList());
    }

    @Test
    void twoAgentsInOneInjectorHaveTheirOwnPartsAndShareTheRest() {
        ScriptedModel planning = ScriptedModel.says("A plan.");
        model.then("A text.");
        Injector injector = injector(
                AgentModule.named("planner"),
                AgentModule.named("writer"),
                binder -> binder.bind(Model.class)
                        .annotatedWith(Names.named("planner"))
                        .toInstance(planning),
                binder -> binder.bind(AgentModule.Instructions.class)
                        .toInstance(new AgentModule.Instructions("Be kind.")),
                binder -> binder.bind(AgentModule.Instructions.class)
                        .annotatedWith(Names.named("writer"))
                        .toInstance(new AgentModule.Instructions("Write.")),
                binder -> AgentModule.tools(binder).addBinding().to(Watch.class),
                binder -> AgentModule.tools(binder, "planner").addBinding().to(Calendar.class));

        String plan = named(injector, "planner").run("Plan.").text();
        String text = named(injector, "writer").run("Write.").text();

        assertEquals(List.of("A plan.", "A text."), List.of(plan, text));
        assertEquals("Be kind.", planning.lastCall().instructions());
        assertEquals(List.of("day"), planning.lastCall().toolNames());
        assertEquals("Write.", model.lastCall().instructions());
        assertEquals(List.of("time"), model.lastCall().toolNames());
        assertNotSame(named(injector, "planner"), named(injector, "writer"));
    }

    private static Agent named(Injector injector, String name) {
        return injector.getInstance(Key.get(Agent.class, Names.named(name)));
    }

    @Test
    void emptySetOfItsOwnLeavesAnAgentWithoutTools() {
        model.then("Done.");
        Injector injector = injector(
                AgentModule.named("thinker"),
                binder -> AgentModule.tools(binder).addBinding().to(Watch.class),
                binder -> AgentModule.tools(binder, "thinker"));

        named(injector, "thinker").run("Think.");

        assertEquals(List.of(), model.lastCall().toolNames());
    }

    @Test
    void oneAgentCanBeAToolOfAnother() {
        ScriptedModel planning =
                ScriptedModel.calls("write", "{\"request\":\"a poem\"}").then("Written.");
        model.then("Roses are red.");
        Injector injector = injector(
                AgentModule.named("planner"),
                binder -> binder.bind(Model.class)
                        .annotatedWith(Names.named("planner"))
                        .toInstance(planning),
                binder -> binder.bind(Journal.class).to(InMemoryJournal.class).in(Singleton.class),
                new AbstractModule() {
                    @ProvidesIntoSet
                    @Named("planner")
                    Object writing(Agent writer) {
                        return writer.asTool("write", "Writes.");
                    }
                });

        String answer = named(injector, "planner").run("Plan a poem.").text();

        assertEquals("Written.", answer);
        assertEquals("Roses are red.", planning.lastCall().toolMessages().get(0).text());
    }
}
