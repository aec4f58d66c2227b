package dev.spindle.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.spindle.Agent;
import dev.spindle.event.Limits;
import dev.spindle.event.StopReason;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.memory.InMemoryMemory;
import dev.spindle.memory.Memory;
import dev.spindle.memory.Window;
import dev.spindle.message.Message;
import dev.spindle.model.Budget;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelReply;
import dev.spindle.run.Approval;
import dev.spindle.run.Interceptor;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolDefinitionException;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AgentModuleTest {
    /** Tells the time. */
    static class Watch {
        @Tool(value = "The time of day.", effect = Effect.READ)
        String time() {
            return "noon";
        }
    }

    /** Tells the time, too. */
    static class Sundial {
        @Tool(value = "The time of day, by the sun.", effect = Effect.READ)
        String time() {
            return "about noon";
        }
    }

    /** Tells the day. */
    static class Calendar {
        @Tool(value = "The day of the week.", effect = Effect.READ)
        String day() {
            return "Friday";
        }
    }

    /** Never comes back by itself. */
    static class Bank {
        @Tool(value = "Pays.", timeout = "PT0.05S")
        String pay() throws InterruptedException {
            new CountDownLatch(1).await();
            return "paid";
        }
    }

    private final ScriptedModel model = ScriptedModel.empty();

    private Agent agent(Module... modules) {
        return injector(modules).getInstance(Agent.class);
    }

    private Injector injector(Module... modules) {
        List<Module> all = new ArrayList<>(List.of(modules));
        all.add(new AgentModule());
        all.add(binder -> binder.bind(Model.class).toInstance(model));
        return Guice.createInjector(all);
    }

    @Test
    void modelAloneMakesAnAgent() {
        model.then("Hello.");

        String answer = agent().run("Hi").text();

        assertEquals("Hello.", answer);
        assertEquals(List.of(), model.lastCall().toolNames());
    }

    @Test
    void agentIsOne() {
        Injector injector = injector();

        assertSame(injector.getInstance(Agent.class), injector.getInstance(Agent.class));
    }

    @Test
    void boundInstructionsAreGiven() {
        model.then("Hello.");
        Agent agent = agent(binder ->
                binder.bind(AgentModule.Instructions.class).toInstance(new AgentModule.Instructions("Be brief.")));

        agent.run("Hi");

        assertEquals("Be brief.", model.lastCall().instructions());
    }

    @Test
    void toolsOfSeveralModulesAreUsed() {
        model.thenCalls("time", "{}").then("It is noon.");
        Agent agent = agent(
                binder -> AgentModule.tools(binder).addBinding().to(Watch.class),
                binder -> AgentModule.tools(binder).addBinding().toInstance(new Calendar()));

        agent.run("What time is it?");

        assertEquals(List.of("time", "day"), model.lastCall().toolNames());
        assertEquals("noon", model.lastCall().toolMessages().get(0).text());
    }

    @Test
    void toolsProvidedByMethodsAreUsed() {
        model.then("Yes.");
        Agent agent = agent(new AbstractModule() {
            @ProvidesIntoSet
            @AgentModule.Tools
            Object watch() {
                return new Watch();
            }
        });

        agent.run("Is it late?");

        assertEquals(List.of("time"), model.lastCall().toolNames());
    }

    @Test
    void boundRegistryIsUsedBesideTheTools() {
        model.then("Yes.");
        ToolRegistry registry = ToolRegistry.of(ToolFunction.scan(new Calendar()));
        Agent agent = agent(
                binder -> AgentModule.tools(binder).addBinding().to(Watch.class),
                binder -> binder.bind(ToolRegistry.class).toInstance(registry));

        agent.run("Is it late?");

        assertEquals(List.of("time", "day"), model.lastCall().toolNames());
    }

    @Test
    void boundOptionsAreSent() {
        model.then("Hello.");
        ModelOptions options = ModelOptions.DEFAULT.withTemperature(0.25);
        Agent agent = agent(binder -> binder.bind(ModelOptions.class).toInstance(options));

        agent.run("Hi");

        assertEquals(options, model.lastCall().question().options());
    }

    @Test
    void boundMemoryAndWindowAreUsed() {
        model.then("one").then("two").then("three");
        Memory memory = new InMemoryMemory();
        Agent agent = agent(
                binder -> binder.bind(Memory.class).toInstance(memory),
                binder -> binder.bind(Window.class).toInstance(Window.lastTurns(2)));

        for (String question : List.of("a", "b", "c"))
            agent.run(RunRequest.of(question).inConversation("chat"));

        assertEquals(6, memory.recall("chat").size());
        assertEquals(
                List.of("b", "two", "c"),
                model.lastCall().messages().stream().map(Message::text).toList());
    }

    @Test
    void boundInterceptorsStandAroundInTheirOrder() {
        model.then("Hello.");
        List<String> order = new ArrayList<>();
        List<Interceptor> interceptors = List.of(new Noting("outer", order), new Noting("inner", order));
        Agent agent = agent(
                binder -> binder.bind(new TypeLiteral<List<Interceptor>>() {}).toInstance(interceptors));

        agent.run("Hi");

        assertEquals(List.of("outer", "inner"), order);
    }

    private record Noting(String name, List<String> order) implements Interceptor {
        @Override
        public ModelReply aroundModel(ModelCall call, Model next) {
            order.add(name);
            return next.call(call);
        }
    }

    @Test
    void boundLimitsHold() {
        model.thenCalls("time", "{}");
        Agent agent = agent(
                binder -> AgentModule.tools(binder).addBinding().to(Watch.class),
                binder -> binder.bind(Limits.class).toInstance(Limits.DEFAULT.withMaxTurns(1)));

        RunResult result = agent.run("What time is it?");

        assertEquals(StopReason.TURN_LIMIT, result.stopReason());
    }

    @Test
    void boundApprovalIsAsked() {
        model.thenCalls("time", "{}");
        Agent agent = agent(
                binder -> AgentModule.tools(binder).addBinding().to(Watch.class),
                binder -> binder.bind(Approval.class).toInstance(call -> true));

        RunResult result = agent.run("What time is it?");

        assertTrue(result.isPaused());
    }

    @Test
    void boundInDoubtSettlesWhatWasCutShort() {
        model.thenCalls("pay", "{}").then("I will look.");
        Agent agent = agent(
                binder -> AgentModule.tools(binder).addBinding().to(Bank.class),
                binder -> binder.bind(Approval.InDoubt.class).toInstance(Approval.InDoubt.TELL_MODEL));

        RunResult result = agent.run("Pay.");

        assertEquals("I will look.", result.text());
    }

    @Test
    void boundJournalAndClockAreUsed() {
        model.thenCalls("time", "{}");
        Journal journal = new InMemoryJournal();
        Instant now = Instant.parse("2030-01-02T03:04:05Z");
        Agent agent = agent(
                binder -> AgentModule.tools(binder).addBinding().to(Watch.class),
                binder -> binder.bind(Approval.class).toInstance(call -> true),
                binder -> binder.bind(Journal.class).toInstance(journal),
                binder -> binder.bind(Clock.class).toInstance(Clock.fixed(now, ZoneOffset.UTC)));

        RunResult result = agent.run("What time is it?");

        assertEquals(now, journal.read(result.runId(), 0).get(0).at().time());
    }

    record Trip(String airport, int days) {}

    @Test
    void boundAnswerIsAskedFor() {
        model.then("{\"airport\":\"OSL\",\"days\":\"long\"}").then("{\"airport\":\"OSL\",\"days\":2}");
        Agent agent =
                agent(binder -> binder.bind(AgentModule.Answer.class).toInstance(AgentModule.Answer.of(Trip.class)));

        RunResult result = agent.run("To Oslo.");

        assertEquals(new Trip("OSL", 2), result.output(Trip.class));
    }

    @Test
    void boundValidatorLooksAtTheAnswer() {
        model.then("{\"airport\":\"OSL\",\"days\":900}").then("{\"airport\":\"OSL\",\"days\":2}");
        AgentModule.Answer answer = AgentModule.Answer.of(
                Trip.class,
                trip -> trip.days() > 30 ? List.of("nobody travels for " + trip.days() + " days") : List.of());
        Agent agent = agent(binder -> binder.bind(AgentModule.Answer.class).toInstance(answer));

        RunResult result = agent.run("To Oslo.");

        assertEquals(new Trip("OSL", 2), result.output(Trip.class));
        assertTrue(model.lastCall().userMessage().text().contains("nobody travels for 900 days"));
    }

    @Test
    void boundBudgetIsSharedByAllRuns() {
        model.then("Hello.").then("Hello.");
        Budget budget = Budget.ofTokens(5_000).named("evening");
        Agent agent = agent(binder -> binder.bind(Budget.class).toInstance(budget));

        RunResult first = agent.run("Hi");
        RunResult second = agent.run("Hi " + "and ".repeat(1_000));

        assertTrue(first.isAnswered());
        assertEquals(StopReason.TOKEN_LIMIT, second.stopReason());
        assertTrue(second.detail().startsWith("the budget 'evening' of 5000 tokens "), second.detail());
    }

    @Test
    void installingTheSameModuleTwiceIsInstallingItOnce() {
        model.then("Hello.");
        Agent agent = agent(new AgentModule(), new AgentModule());

        String answer = agent.run("Hi").text();

        assertEquals("Hello.", answer);
    }

    @Test
    void missingModelIsReportedWithWhatToBind() {
        CreationException thrown = assertThrows(
                CreationException.class, () -> Guice.createInjector(new AgentModule(), AgentModule.named("planner")));

        List<String> messages = messages(thrown);
        assertEquals(
                List.of(
                        "The agent has no model. Bind one in a module of yours, for example"
                                + " bind(Model.class).toInstance(OpenAiModel.fromEnvironment())",
                        "Agent 'planner' has no model. Bind one in a module of yours, for example"
                                + " bind(Model.class).toInstance(OpenAiModel.fromEnvironment()), or for this agent alone"
                                + " with .annotatedWith(Names.named(\"planner\"))"),
                messages);
    }

    @Test
    void toolsOfTheSameNameAreReportedOnceAndAtTheStart() {
        Module tools = binder -> {
            AgentModule.tools(binder).addBinding().to(Watch.class);
            AgentModule.tools(binder).addBinding().to(Watch.class);
            AgentModule.tools(binder).addBinding().to(Sundial.class);
        };

        CreationException thrown = assertThrows(CreationException.class, () -> agent(tools));

        assertEquals(1, thrown.getErrorMessages().size());
        ToolDefinitionException cause = (ToolDefinitionException)
                thrown.getErrorMessages().iterator().next().getCause();
        assertEquals(1, cause.mistakes().size());
        assertTrue(cause.mistakes().get(0).contains("time"), cause.getMessage());
    }

    private static List<String> messages(CreationException thrown) {
        return thrown.getErrorMessages().stream()
                .map(message -> message.getMessage())
                .toList();
    }
}
