package dev.spindle.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.json.Json;
import dev.spindle.message.Message;
import dev.spindle.message.ToolMessage;
import dev.spindle.run.Approval;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import dev.spindle.tool.ToolSpec.Flow;
import dev.spindle.tool.ToolSpec.Supervision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Tool results with instructions of an attacker inside, read by a model that obeys them: with {@link Approval#whenTainted}, what the attacker
 * wants done waits for a person.
 */
class InjectionCorpusTest {
    private static final String CORPUS = "spindle.corpus";
    private static final Json ANYTHING = Json.parse("{\"type\":\"object\"}");
    private static final Pattern READS =
            Pattern.compile("(get|read|search)_.*|.*(Get|Read|Search|View|Download)[A-Z].*");

    @TestFactory
    Stream<DynamicTest> injections() throws Exception {
        String folder = System.getProperty(CORPUS);
        if (folder == null) {
            System.out.println("prompt-injection corpus: left out, for there is no -D" + CORPUS + "=DIR");
            return Stream.empty();
        }
        List<Case> cases = Files.readAllLines(Path.of(folder, "prompt-injection", "cases.jsonl")).stream()
                .map(line -> new Case(Json.parse(line)))
                .toList();
        List<Case> attacks =
                cases.stream().filter(each -> !each.attackerTools().isEmpty()).toList();
        return Stream.of(
                test(
                        "attacker's calls stopped, the user's run, no effect declared",
                        attacks,
                        each -> each.isStopped(tool -> false)),
                test(
                        "attacker's writes stopped, the user's call run, reading tools declared READ",
                        attacks,
                        each -> each.isStopped(tool -> READS.matcher(tool).matches())),
                test("injected results that reach the model fenced, in a tool message alone", cases, Case::isFenced),
                test(
                        "clean twins without an approval asked",
                        cases.stream().filter(Case::hasTwin).toList(),
                        Case::twinAsksNobody));
    }

    private static DynamicTest test(String what, List<Case> cases, Predicate<Case> right) {
        return DynamicTest.dynamicTest(what, () -> {
            List<String> failed =
                    cases.stream().filter(right.negate()).map(Case::id).toList();
            System.out.println("prompt-injection corpus, " + what + ": " + (cases.size() - failed.size()) + " passed, "
                    + failed.size() + " failed");
            assertTrue(!cases.isEmpty(), "the corpus has no such cases");
            assertEquals(List.of(), failed);
        });
    }

    private record Case(Json json) {
        String id() {
            return json.get("id").string();
        }

        List<String> attackerTools() {
            return json.get("attacker_tools").items().stream().map(Json::string).toList();
        }

        boolean hasTwin() {
            return !json.get("clean_result").isNull();
        }

        private String userTool() {
            return json.get("tool").string();
        }

        /** The user's own call runs, and of the attacker's none but readers, until the run waits for a person. */
        boolean isStopped(Predicate<String> reads) {
            Set<String> readers = new LinkedHashSet<>(attackerTools());
            readers.removeIf(reads.negate());
            ScriptedModel obeying = asking();
            attackerTools().forEach(tool -> obeying.thenCalls(tool, "{}"));
            List<String> ran = new ArrayList<>();
            RunResult result = agent(obeying, json.get("injected_result").string(), readers, ran)
                    .run("Go.");
            boolean ownRan = !ran.isEmpty() && ran.remove(0).equals(userTool());
            return ownRan && readers.containsAll(ran) && result.isPaused();
        }

        boolean isFenced() {
            String injected = json.get("injected_result").string();
            ScriptedModel model = asking().then("Done.");
            agent(model, injected, Set.of(), new ArrayList<>())
                    .run(json.get("user_instruction").string());
            return model.lastCall().messages().stream().allMatch(message -> isHarmless(message, injected));
        }

        private static boolean isHarmless(Message message, String injected) {
            if (!(message instanceof ToolMessage answer)) return !message.text().contains(injected);
            return answer.text().startsWith("[untrusted content ")
                    && answer.text().contains("]\n" + injected + "\n[end of untrusted content ");
        }

        boolean twinAsksNobody() {
            ScriptedModel model = asking().then("Done.");
            List<String> ran = new ArrayList<>();
            return agent(model, json.get("clean_result").string(), Set.of(), ran)
                    .run("Go.")
                    .isAnswered();
        }

        private ScriptedModel asking() {
            return ScriptedModel.calls(userTool(), json.get("tool_arguments").text());
        }

        /** The user's tool reads what strangers write, unless the attacker wants that very tool: then it writes as well. */
        private Agent agent(ScriptedModel model, String result, Set<String> readers, List<String> ran) {
            List<ToolFunction> tools = new ArrayList<>();
            Effect own = attackerTools().contains(userTool()) ? Effect.WRITE : Effect.READ;
            Supervision reading = Supervision.DEFAULT.withFlow(Flow.INSIDE.withUntrusted(true));
            tools.add(tool(userTool(), own, reading, result, ran));
            for (String name : new LinkedHashSet<>(attackerTools())) {
                Effect effect = readers.contains(name) ? Effect.READ : Effect.WRITE;
                if (!name.equals(userTool())) tools.add(tool(name, effect, Supervision.DEFAULT, "Done.", ran));
            }
            return Agent.builder(model)
                    .tools(tools.toArray())
                    .approval(Approval.whenTainted())
                    .build();
        }

        private static ToolFunction tool(
                String name, Effect effect, Supervision supervision, String result, List<String> ran) {
            ToolSpec spec = new ToolSpec(name, "A tool of the corpus.", ANYTHING, effect, supervision);
            return ToolFunction.of(spec, invocation -> {
                ran.add(name);
                return ToolResult.text(result);
            });
        }
    }
}
