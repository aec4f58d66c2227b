package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.Limits;
import dev.spindle.event.StopReason;
import dev.spindle.json.Json;
import dev.spindle.memory.Compaction;
import dev.spindle.memory.Memory;
import dev.spindle.message.Cost;
import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever somebody's code throws, and wherever it stands, is an outcome of the run, watched or not. */
@Timeout(60)
class BrokenPartsTest {
    /** Cannot even say what is wrong. */
    private static final class Wordless extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no words");
        }
    }

    private static <T extends Throwable> RuntimeException sneaked(Throwable thrown) throws T {
        @SuppressWarnings("unchecked")
        T any = (T) thrown;
        throw any;
    }

    private static RuntimeException thrown(Supplier<Throwable> what) {
        return BrokenPartsTest.<RuntimeException>sneaked(what.get());
    }

    static final class Shop {
        @Tool(value = "Looks.", effect = Effect.READ, timeout = "none")
        String look() {
            return "seen";
        }
    }

    private static Map<String, Supplier<Throwable>> throwables() {
        Map<String, Supplier<Throwable>> all = new LinkedHashMap<>();
        all.put("assertion", () -> new AssertionError("strange"));
        all.put("linkage", () -> new NoClassDefFoundError("strange"));
        all.put("deep", () -> new StackOverflowError("strange"));
        all.put("checked", () -> new IOException("strange"));
        all.put("wordless", Wordless::new);
        all.put("ring", BrokenPartsTest::ring);
        all.put("causes", () -> new IllegalStateException("above", new Wordless()));
        all.put("initializer", () -> new ExceptionInInitializerError(new Wordless()));
        all.put("wrapped", () -> new CompletionException(new AssertionError("strange")));
        return all;
    }

    /** Two that each suppress the other. */
    private static Throwable ring() {
        IllegalStateException one = new IllegalStateException("strange");
        IllegalStateException other = new IllegalStateException("strange, too", one);
        one.addSuppressed(other);
        other.addSuppressed(one);
        return one;
    }

    private static final ToolSpec ODD = ToolSpec.of("odd", "Is odd.", Json.parse("{\"type\":\"object\"}"), Effect.READ);

    /** A part of an agent that throws. */
    private interface Breaking {
        Agent.Builder broken(Supplier<Throwable> what);
    }

    private static Agent.Builder scripted() {
        return Agent.builder(ScriptedModel.calls("look", "{}").then("Done.")).tools(new Shop());
    }

    private static Map<String, Breaking> parts() {
        Map<String, Breaking> all = new LinkedHashMap<>();
        all.put(
                "approval",
                what -> scripted().approval(call -> {
                    throw thrown(what);
                }));
        all.put(
                "validity",
                what -> scripted().approval(new Approval() {
                    @Override
                    public boolean isNeeded(ToolInvocation call) {
                        return true;
                    }

                    @Override
                    public Duration validity(ToolInvocation call) {
                        throw thrown(what);
                    }
                }));
        all.put(
                "window",
                what -> scripted().window(transcript -> {
                    throw thrown(what);
                }));
        all.put(
                "find",
                what -> scripted().tools(new ToolRegistry() {
                    @Override
                    public Optional<ToolFunction> find(String name) {
                        throw thrown(what);
                    }

                    @Override
                    public List<ToolSpec> list(Transcript transcript) {
                        return List.of();
                    }
                }));
        all.put(
                "list",
                what -> scripted().tools(new ToolRegistry() {
                    @Override
                    public Optional<ToolFunction> find(String name) {
                        return Optional.empty();
                    }

                    @Override
                    public List<ToolSpec> list(Transcript transcript) {
                        throw thrown(what);
                    }
                }));
        all.put(
                "model",
                what -> Agent.builder(call -> {
                    throw thrown(what);
                }));
        all.put(
                "tool",
                what -> Agent.builder(ScriptedModel.calls("odd", "{}").then("Done."))
                        .tools(ToolFunction.of(ODD, call -> {
                            throw thrown(what);
                        })));
        all.put(
                "id",
                what -> Agent.builder(new Model() {
                    @Override
                    public ModelReply call(ModelCall call) {
                        return ScriptedModel.says("Done.").call(call);
                    }

                    @Override
                    public String id() {
                        throw thrown(what);
                    }
                }));
        all.put(
                "cost",
                what -> Agent.builder(new Model() {
                            @Override
                            public ModelReply call(ModelCall call) {
                                return ScriptedModel.says("Done.").call(call);
                            }

                            @Override
                            public Cost cost(Usage usage) {
                                throw thrown(what);
                            }
                        })
                        .limits(Limits.DEFAULT.withMaxCost(BigDecimal.ONE)));
        all.put(
                "aroundModel",
                what -> scripted().addInterceptor(new Interceptor() {
                    @Override
                    public ModelReply aroundModel(ModelCall call, Model next) {
                        throw thrown(what);
                    }
                }));
        all.put(
                "aroundTool",
                what -> scripted().addInterceptor(new Interceptor() {
                    @Override
                    public ToolResult aroundTool(ToolInvocation call, ToolInvocation.Handler next) {
                        throw thrown(what);
                    }
                }));
        all.put("recall", what -> scripted().memory(memory(what, true)));
        all.put("remember", what -> scripted().memory(memory(what, false)));
        all.put(
                "summary",
                what -> scripted()
                        .compaction(Compaction.with(call -> {
                                    throw thrown(what);
                                })
                                .of(100)
                                .at(0.01)
                                .keeping(1)));
        all.put(
                "count",
                what -> scripted()
                        .compaction(Compaction.ofResults().of(100).at(0.01).counting(text -> {
                            throw thrown(what);
                        })));
        all.put(
                "validator",
                what -> scripted().returning(String.class, any -> {
                    throw thrown(what);
                }));
        return all;
    }

    private static Memory memory(Supplier<Throwable> what, boolean atOnce) {
        return new Memory() {
            @Override
            public Transcript recall(String conversation) {
                if (atOnce) throw thrown(what);
                return Transcript.EMPTY;
            }

            @Override
            public void remember(String conversation, String runId, List<Message> turn) {
                throw thrown(what);
            }
        };
    }

    static Stream<Arguments> everything() {
        return parts().keySet().stream()
                .flatMap(part -> throwables().keySet().stream()
                        .flatMap(what -> Stream.of(false, true).map(streams -> Arguments.of(part, what, streams))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void whatIsThrownIsAnOutcome(String part, String what, boolean streams) {
        Supplier<Throwable> thrown = throwables().get(what);
        Agent agent = parts().get(part).broken(thrown).build();
        RunRequest request = RunRequest.of("Go.").inConversation("c");

        RunResult result = streams
                ? agent.run(request, event -> {
                    throw thrown(thrown);
                })
                : agent.run(request);

        assertTrue(result.transcript().isClosed(), result.toString());
        assertNotEquals("", result.stopReason().name());
        assertNotEquals(StopReason.CANCELLED, result.stopReason());
    }

    /** Where nothing may be null. */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return (T) null;
    }

    static Stream<Agent.Builder> givingNothing() {
        return Stream.of(
                Agent.builder(call -> nothing()),
                scripted().window(transcript -> nothing()),
                scripted().tools(new ToolRegistry() {
                    @Override
                    public Optional<ToolFunction> find(String name) {
                        return nothing();
                    }

                    @Override
                    public List<ToolSpec> list(Transcript transcript) {
                        return nothing();
                    }
                }),
                Agent.builder(ScriptedModel.calls("odd", "{}").then("Done."))
                        .tools(ToolFunction.of(ODD, call -> nothing())),
                scripted().addInterceptor(new Interceptor() {
                    @Override
                    public ModelReply aroundModel(ModelCall call, Model next) {
                        return nothing();
                    }
                }),
                scripted().addInterceptor(new Interceptor() {
                    @Override
                    public ToolResult aroundTool(ToolInvocation call, ToolInvocation.Handler next) {
                        return nothing();
                    }
                }),
                scripted().memory(new Memory() {
                    @Override
                    public Transcript recall(String conversation) {
                        return nothing();
                    }

                    @Override
                    public void remember(String conversation, String runId, List<Message> turn) {}
                }),
                Agent.builder(new Model() {
                    @Override
                    public ModelReply call(ModelCall call) {
                        return ScriptedModel.says("Done.").call(call);
                    }

                    @Override
                    public String id() {
                        return nothing();
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("givingNothing")
    void whatGivesNothingWhereSomethingMustBeIsAnOutcome(Agent.Builder builder) {
        Agent agent = builder.build();

        RunResult result = agent.run(RunRequest.of("Go.").inConversation("c"));

        assertTrue(result.transcript().isClosed(), result.toString());
    }
}
