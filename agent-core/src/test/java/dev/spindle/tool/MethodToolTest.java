package dev.spindle.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.Cancellation;
import dev.spindle.context.RunContext;
import dev.spindle.json.Json;
import dev.spindle.message.CallId;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.Tool.Effect;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MethodToolTest {
    enum Unit {
        C,
        F
    }

    record Place(
            @Param("City name") String city,
            @Param("ISO country code") Optional<String> country) {}

    static final class Weather {
        @Tool(value = "Current weather.", effect = Effect.READ, timeout = "PT5S", sequential = true, approval = true)
        String weather(
                @Param("Where") Place place,
                @Param("Which days") List<LocalDate> days,
                @Param("Unit") Optional<Unit> unit,
                @Param("How many") OptionalInt count,
                @Param("A note") @Nullable String note) {
            return place.city() + " " + days + " " + unit + " " + count + " " + note;
        }
    }

    private static ToolInvocation invocation(ToolFunction tool, String arguments) {
        Arguments read = tool.read(arguments);
        assertThat(read).isInstanceOf(Arguments.Accepted.class);
        return new ToolInvocation(
                new CallId(0, 1), tool.spec(), (Arguments.Accepted) read, RunContext.of("run"), text -> {});
    }

    private static ToolResult call(Object object, String arguments) throws Exception {
        ToolFunction tool = ToolFunction.scan(object).get(0);
        return tool.call(invocation(tool, arguments));
    }

    @Test
    void anAnnotatedMethodIsATool() throws Exception {
        ToolFunction tool = ToolFunction.scan(new Weather()).get(0);

        ToolResult result = tool.call(invocation(
                tool, "{\"place\":{\"city\":\"Oslo\"},\"days\":[\"2024-05-31\"],\"unit\":\"C\",\"note\":null}"));

        assertThat(result.text()).isEqualTo("Oslo [2024-05-31] Optional[C] OptionalInt.empty null");
        assertThat(tool.spec().name()).isEqualTo("weather");
        assertThat(tool.spec().effect()).isEqualTo(Effect.READ);
        assertThat(tool.spec().supervision())
                .isEqualTo(ToolSpec.Supervision.DEFAULT
                        .withApproval(true)
                        .withTimeout(Duration.ofSeconds(5))
                        .withSequential(true));
        assertThat(tool.spec().parameters().get("required").text()).isEqualTo("[\"place\",\"days\"]");
        assertThat(tool.spec().parameters().at("/properties/place/properties/city/description"))
                .contains(Json.of("City name"));
    }

    @Test
    void argumentsThatWereOnlyRecordedAreBoundAgain() throws Exception {
        ToolFunction tool = ToolFunction.scan(new Weather()).get(0);
        ToolInvocation first = invocation(tool, "{\"place\":{\"city\":\"Oslo\"},\"days\":[]}");

        ToolInvocation resumed = first.withArguments(Arguments.Accepted.of(first.arguments()));

        assertThat(tool.call(resumed)).isEqualTo(tool.call(first));
    }

    static final class Hidden {
        @Tool("Says where it runs.")
        String where(ToolInvocation call, @Param("Anything") int number, RunContext run, Cancellation cancellation) {
            return call.idempotencyKey() + " " + number + " " + run.runId() + " " + cancellation.isCancelled();
        }
    }

    @Test
    void whatTheRunGivesIsHiddenFromTheModel() throws Exception {
        ToolFunction tool = ToolFunction.scan(new Hidden()).get(0);

        assertThat(tool.spec().parameters().get("properties").names()).containsExactly("number");
        assertThat(tool.call(invocation(tool, "{\"number\":7}")).text()).isEqualTo("run/0.1 7 run false");
    }

    static final class Returns {
        @Tool("Nothing.")
        void a() {}

        @Tool("Null.")
        @Nullable
        String b() {
            return null;
        }

        @Tool("Absent.")
        Optional<String> c() {
            return Optional.empty();
        }

        @Tool("Present.")
        Optional<String> d() {
            return Optional.of("here");
        }

        @Tool("A result.")
        ToolResult e() {
            return ToolResult.failed("no such city");
        }

        @Tool("A record.")
        Place f() {
            return new Place("Oslo", Optional.empty());
        }

        @Tool("A number.")
        double g() {
            return 1.5;
        }

        @Tool("A map.")
        Map<String, List<Unit>> h() {
            return Map.of("units", List.of(Unit.C));
        }

        @Tool("JSON.")
        Json i() {
            return Json.parse("{ }");
        }
    }

    @Test
    void whatAMethodReturnsBecomesText() throws Exception {
        List<String> texts = new ArrayList<>();
        for (ToolFunction tool : ToolFunction.scan(new Returns())) {
            texts.add(tool.call(invocation(tool, "")).text());
        }

        assertThat(texts)
                .containsExactly(
                        "Done.",
                        "No result.",
                        "No result.",
                        "here",
                        "no such city",
                        "{\"city\":\"Oslo\"}",
                        "1.5",
                        "{\"units\":[\"C\"]}",
                        "{ }");
    }

    static final class Broken {
        @Tool("Fails.")
        void fail() throws IOException {
            throw new IOException("disk full");
        }
    }

    @Test
    void whatAMethodThrowsIsThrownAsItIs() {
        assertThatThrownBy(() -> call(new Broken(), "{}"))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
    }

    interface Search {
        @Tool(value = "Searches.", effect = Effect.READ)
        String search(@Param("What for") String query);
    }

    abstract static class Base implements Search {
        @Tool("Pings.")
        String ping() {
            return "pong";
        }
    }

    static final class Engine extends Base {
        @Override
        public String search(String query) {
            return "found " + query;
        }
    }

    @Test
    void annotationsAreInheritedFromClassesAndInterfaces() throws Exception {
        List<ToolFunction> tools = ToolFunction.scan(new Engine());

        assertThat(tools).extracting(tool -> tool.spec().name()).containsExactly("ping", "search");
        assertThat(tools.get(1)
                        .call(invocation(tools.get(1), "{\"query\":\"x\"}"))
                        .text())
                .isEqualTo("found x");
    }

    @Test
    void aToolFunctionIsTakenAsItIs() {
        ToolFunction echo = ToolFunction.of(
                ToolSpec.of("echo", "Echoes.", Json.parse("{\"type\":\"object\"}"), Effect.READ),
                invocation -> ToolResult.text(invocation.arguments().text()));

        assertThat(ToolFunction.scan(echo, new Engine())).hasSize(3).contains(echo);
    }

    @Test
    void anUnknownToolIsAnsweredWithTheNearestNames() {
        List<ToolSpec> specs =
                ToolFunction.scan(new Engine()).stream().map(ToolFunction::spec).toList();

        ToolResult near = ToolResult.unknownTool("functions.serach", specs);
        ToolResult far = ToolResult.unknownTool("x".repeat(500), specs);

        assertThat(near.outcome()).isEqualTo(Outcome.UNKNOWN_TOOL);
        assertThat(near.text())
                .isEqualTo("Unknown tool 'functions.serach'. Did you mean 'search'? Available: ping, search.");
        assertThat(far.text()).hasSizeLessThan(200).doesNotContain("Did you mean");
    }
}
