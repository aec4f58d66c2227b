package dev.spindle.examples.guide;

import static dev.spindle.testing.run.RunAssertions.assertThatRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.Agent;
import dev.spindle.context.RunContext;
import dev.spindle.context.Tag;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.examples.guide.ApprovalFlow.Bank;
import dev.spindle.examples.guide.ChatService.Chats;
import dev.spindle.examples.guide.ChatService.Notes;
import dev.spindle.examples.guide.ChatService.User;
import dev.spindle.examples.guide.HelloTool.Weather;
import dev.spindle.examples.guide.MultiStep.Desk;
import dev.spindle.examples.guide.OrderSupport.Orders;
import dev.spindle.examples.guide.OwnToolRegistry.Conversions;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.json.Json;
import dev.spindle.mcp.McpAnswers;
import dev.spindle.mcp.McpAnswers.Elicited;
import dev.spindle.mcp.McpCaller;
import dev.spindle.mcp.McpRegistry;
import dev.spindle.mcp.McpServer;
import dev.spindle.mcp.McpSource;
import dev.spindle.memory.InMemoryMemory;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.CallId;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelException.Details;
import dev.spindle.model.ModelException.QuotaExhausted;
import dev.spindle.model.ModelReply;
import dev.spindle.retrieval.DocumentIndex;
import dev.spindle.retrieval.RetrievalTools;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.Arguments;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolSpec;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the tools of the examples do in this process, they do behind an MCP server as well. */
class ExamplesOverMcpTest {
    private static final int HELPERS = 50;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) each.close();
    }

    /**
     * An example's tools, and a call of one.
     *
     * @param tools made anew each time, since their models play their parts once
     */
    private record Example(String name, Tools tools, String tool, String arguments) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface Tools {
        ToolRegistry make() throws Exception;
    }

    private static Stream<Example> examples() {
        return Stream.of(
                new Example("HelloTool", () -> of(new Weather()), "now", "{\"city\":\"Oslo\"}"),
                new Example("ApprovalFlow", () -> of(new Bank()), "pay", "{\"to\":\"Bo\",\"euros\":120}"),
                new Example("OrderSupport", ExamplesOverMcpTest::orders, "findOrder", "{\"number\":4711}"),
                new Example(
                        "OrderSupport, approved",
                        ExamplesOverMcpTest::orders,
                        "refund",
                        "{\"number\":4711,\"euros\":40}"),
                new Example(
                        "OwnToolRegistry",
                        () -> new Conversions(Map.of("miles_to_km", new BigDecimal("1.609"))),
                        "miles_to_km",
                        "{\"amount\":26.2}"),
                new Example(
                        "MultiStep",
                        () -> of(new Desk(saying("700,000 people."), saying("Oslo is old."))),
                        "research",
                        "{\"topic\":\"Oslo\"}"),
                new Example(
                        "SubAgents",
                        () -> ToolRegistry.of(
                                List.of(saying("Founded about 1040.").asTool("research", "Finds facts."))),
                        "research",
                        "{\"request\":\"Oslo\"}"),
                new Example(
                        "Newsroom",
                        () -> ToolRegistry.of(List.of(saying("{\"facts\":[\"Old.\"]}")
                                .asTool("report", "Finds facts.", Newsroom.Facts.class))),
                        "report",
                        "{\"request\":\"Oslo\"}"),
                new Example(
                        "DocumentAssistant",
                        () -> of(new RetrievalTools(DocumentIndex.of(DocumentAssistant.folder()))),
                        "search_passages",
                        "{\"query\":\"quiet\"}"),
                new Example(
                        "ReadyMade",
                        () -> of(ReadyMade.reckoning(Path.of(".")).toArray()),
                        "calculate",
                        "{\"expression\":\"2 + 40\"}"),
                new Example("Team", Team::staffOfUnderstudies, "plan", "{\"request\":\"Oslo\"}"),
                new Example("DurableRun", () -> of(new DurableRun.Bank()), "pay", "{\"invoice\":31}"),
                new Example("LongConversations", () -> of(new LongConversations.Archive()), "year", "{\"year\":1814}"));
    }

    private static ToolRegistry of(Object... tools) {
        return ToolRegistry.of(ToolFunction.scan(tools));
    }

    private static ToolRegistry orders() {
        return of(new Orders(new ConcurrentHashMap<>()));
    }

    private static Agent saying(String words) {
        return Agent.builder(ScriptedModel.says(words)).build();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aToolAnswersBehindAServerAsItDoesHere(Example example) throws Exception {
        String here = here(example);
        for (boolean streaming : new boolean[] {false, true}) {
            ScriptedModel model = ScriptedModel.calls("x_" + example.tool(), example.arguments())
                    .then("Done.");
            Agent agent = Agent.builder(model)
                    .tools(behindAServer(example.tools().make()))
                    .build();

            RunResult result = streaming ? agent.run("Go.", event -> {}) : agent.run("Go.");

            assertThatRun(result)
                    .called("x_" + example.tool(), 1)
                    .answeredWith("Done.")
                    .withoutCorrections();
            assertThat(model.lastCall().toolMessages())
                    .singleElement()
                    .extracting(ToolMessage::text)
                    .isEqualTo(here);
        }
    }

    @Test
    void eachUserReadsItsOwnNotesFromAServerOfAllNotes() throws Exception {
        User north = new User("north", "bo");
        User south = new User("south", "bo");
        Notes notes = new Notes(Map.of(north, List.of("milk"), south, List.of("wine")));
        ToolRegistry served = new ForWhom(of(notes));
        McpRegistry tools = behindAServer(served, context -> Map.of("baggage", baggage(context.tag(ChatService.USER))));
        ScriptedModel model = ScriptedModel.calls("x_readNotes", "{}").then("Buy it.");
        Chats chats = new Chats(model, tools, new InMemoryJournal(), new InMemoryMemory());

        RunResult result = chats.say(south, "What do I need?").await();

        assertThatRun(result).called("x_readNotes", 1).answeredWith("Buy it.");
        assertThat(result.transcript().toString()).contains("wine").doesNotContain("milk");
    }

    private static String baggage(User user) {
        return "tenant=" + user.tenant() + ",name=" + user.name();
    }

    /** The tools of a server for many, who are told apart by what its client says, which has logged them in. */
    private record ForWhom(ToolRegistry tools) implements ToolRegistry {
        @Override
        public Optional<ToolFunction> find(String name) {
            return tools.find(name).map(tool -> ToolFunction.of(tool.spec(), call -> tool.call(asked(call))));
        }

        private static ToolInvocation asked(ToolInvocation call) {
            String said = McpCaller.find(call.context()).orElseThrow().trace().get("baggage");
            String[] fields = said.split("[=,]", -1);
            Tag.Values tags = call.context().tags().with(ChatService.USER, new User(fields[1], fields[3]));
            return call.withContext(call.context().withTags(tags));
        }

        @Override
        public List<ToolSpec> list(Transcript transcript) {
            return tools.list(transcript);
        }
    }

    @Test
    void aLeaderWorksWithATeamBehindAServer() throws Exception {
        for (boolean streaming : new boolean[] {false, true}) {
            Agent leader = Team.leader(Team.leading("x_"), behindAServer(Team.staffOfUnderstudies()), Limits.DEFAULT);

            RunResult result = streaming ? leader.run("Introduce Oslo.", event -> {}) : leader.run("Introduce Oslo.");

            assertThatRun(result)
                    .called("x_plan", "x_ask_historian", "x_ask_geographer", "x_review")
                    .answeredWith("Oslo is a thousand years old, and lies at a fjord.");
        }
    }

    @Test
    void whatWasPaidBehindAServerIsNotPaidAgainByAnotherProcess(@TempDir Path directory) throws Exception {
        List<String> paid = new ArrayList<>();
        ToolFunction pay = of(new DurableRun.Bank()).find("pay").orElseThrow();
        ToolFunction counted = ToolFunction.of(pay.spec(), call -> {
            paid.add(call.arguments().text());
            return pay.call(call);
        });
        ScriptedModel first = ScriptedModel.calls("x_pay", "{\"invoice\":31}")
                .thenFails(new QuotaExhausted("the account is empty", Details.of("")));

        DurableRun.begin(directory, first, behindAServer(ToolRegistry.of(List.of(counted))));
        DurableRun.goOn(
                directory, ScriptedModel.says("Invoice 31 is paid."), behindAServer(ToolRegistry.of(List.of(counted))));

        assertThat(paid).containsExactly("{\"invoice\":31}");
    }

    @Test
    void aPaymentThatWasCutShortBehindAServerIsLookedUpThere() throws Exception {
        for (boolean streaming : new boolean[] {false, true}) {
            ScriptedModel model =
                    ScriptedModel.calls("x_pay", "{\"invoice\":31}").then("Invoice 31 is paid.");
            Agent clerk = Reconciling.clerk(model, new InMemoryJournal(), behindAServer(of(new Reconciling.Bank())));

            RunResult result = streaming ? clerk.run("Pay it.", event -> {}) : clerk.run("Pay it.");

            assertThatRun(result).called("x_pay", 1).answeredWith("Invoice 31 is paid.");
            assertThat(model.lastCall().toolMessages())
                    .singleElement()
                    .extracting(ToolMessage::text)
                    .isEqualTo("Paid.");
        }
    }

    @Test
    void whatAServerSaysAtLengthIsShownShorterInALongRun() throws Exception {
        ScriptedModel model = ScriptedModel.empty()
                .thenReplies(ScriptedReply.call("x_year", "{\"year\":1814}").withUsage(Usage.of(104_000, 20)))
                .then("Not much.");
        Agent historian = LongConversations.historian(
                model, ScriptedModel.empty(), behindAServer(of(new LongConversations.Archive())));
        List<RunEvent.Compacted> compacted = new ArrayList<>();

        RunResult result = historian.run("What happened in 1814?", event -> {
            if (event instanceof RunEvent.Compacted less) compacted.add(less);
        });

        assertThatRun(result).called("x_year", 1).answeredWith("Not much.");
        assertThat(compacted)
                .singleElement()
                .satisfies(less -> assertThat(less.results()).hasSize(1));
    }

    @Test
    void fiftySubAgentsShareOneServer(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("a.txt"), "the treasure");
        McpRegistry tools = open(McpSource.command(
                "x",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.spindle.examples.Main",
                "mcp",
                "serve",
                folder.toString()));
        Agent helper = Agent.builder(calling(1, "x_read_file", "{\"path\":\"a.txt\"}"))
                .tools(tools)
                .build();
        Agent leader = Agent.builder(calling(HELPERS, "ask", "{\"request\":\"What is in a.txt?\"}"))
                .tools(helper.asTool("ask", "Reads files."))
                .build();

        RunResult result = leader.run("Ask them all.");

        assertThat(result.text().split("the treasure", -1)).hasSize(HELPERS + 1);
        assertThat(ProcessHandle.current().children().filter(ExamplesOverMcpTest::isJava))
                .hasSize(1);
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("java");
    }

    /** Calls a tool so many times at once, and then says all that came of it. */
    private static Model calling(int times, String tool, String arguments) {
        return call -> {
            List<String> told = new ArrayList<>();
            call.messages().messages().forEach(message -> {
                if (message instanceof ToolMessage answer) told.add(answer.text());
            });
            if (!told.isEmpty()) return ModelReply.of(AssistantMessage.of(String.join("\n", told)), Usage.NONE);
            List<ToolCall> calls = new ArrayList<>();
            for (int count = 0; count < times; count++) calls.add(ToolCall.of("c" + count, tool, arguments));
            return ModelReply.of(new AssistantMessage("", null, null, calls, "", Json.EMPTY_OBJECT), Usage.NONE);
        };
    }

    /** What the tool says without a server, and once somebody has agreed. */
    private static String here(Example example) throws Exception {
        ToolFunction tool = example.tools().make().find(example.tool()).orElseThrow();
        Arguments.Accepted read = (Arguments.Accepted) tool.read(example.arguments());
        return tool.call(new ToolInvocation(new CallId(0, 0), tool.spec(), read, RunContext.of("here"), progress -> {}))
                .text();
    }

    private McpRegistry behindAServer(ToolRegistry tools) throws Exception {
        return behindAServer(tools, context -> Map.of());
    }

    private McpRegistry behindAServer(ToolRegistry tools, Function<RunContext, Map<String, String>> trace)
            throws Exception {
        McpServer.Listening server =
                McpServer.builder("x", "1").tools(tools).build().listen(0);
        McpAnswers agreeing =
                McpAnswers.NONE.withElicitor(question -> Elicited.accept(Json.parse("{\"approve\":true}")));
        McpSource source = McpSource.http("x", server.uri()).trusted();
        McpRegistry registry =
                open(source.withTerms(source.terms().withAnswers(agreeing).withTrace(trace)));
        opened.add(server);
        return registry;
    }

    private McpRegistry open(McpSource source) {
        McpRegistry registry = McpRegistry.of(source);
        opened.add(registry);
        return registry;
    }
}
