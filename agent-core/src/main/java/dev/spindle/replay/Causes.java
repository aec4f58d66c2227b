package dev.spindle.replay;

import dev.spindle.event.CallAssessment;
import dev.spindle.event.CallAssessment.Verdict;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.RunEvent.Terms;
import dev.spindle.json.Json;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.run.RunSetup;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has changed since a run was recorded, in words.
 *
 * @param then its beginning as recorded
 * @param now its beginning as it would be recorded now
 */
record Causes(Started then, Started now) {
    /** What every request is made of, as far as the beginning of a run tells. */
    List<String> ofRequests() {
        List<String> found = new ArrayList<>();
        String instructions = then.opening().instructions();
        if (!instructions.equals(now.opening().instructions())) {
            found.add("the instructions ("
                    + Words.change(instructions, now.opening().instructions()) + ")");
        }
        found.addAll(fields(
                "the option ",
                then.terms().options().toJson(),
                now.terms().options().toJson()));
        found.addAll(ofTools());
        found.addAll(ofForm());
        return found;
    }

    private List<String> ofTools() {
        Map<String, ToolSpec> before = byName(then.terms());
        Map<String, ToolSpec> after = byName(now.terms());
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        List<String> found = new ArrayList<>();
        for (String name : names) found.addAll(ofTool(name, before.get(name), after.get(name)));
        boolean moved = found.isEmpty() && !List.copyOf(before.keySet()).equals(List.copyOf(after.keySet()));
        return moved ? List.of("the order of the tools") : found;
    }

    private static Map<String, ToolSpec> byName(Terms terms) {
        Map<String, ToolSpec> specs = new LinkedHashMap<>();
        terms.tools().forEach(spec -> specs.put(spec.name(), spec));
        return specs;
    }

    private static List<String> ofTool(String name, @Nullable ToolSpec before, @Nullable ToolSpec after) {
        if (before == null) return List.of("the tool '" + name + "', which is new");
        if (after == null) return List.of("the tool '" + name + "', which is gone");
        List<String> found = new ArrayList<>();
        if (!before.description().equals(after.description())) {
            found.add("the description of tool '" + name + "' ("
                    + Words.change(before.description(), after.description()) + ")");
        }
        if (!before.parameters().equals(after.parameters())) {
            found.add("the parameters of tool '" + name + "' ("
                    + Words.change(
                            before.parameters().text(), after.parameters().text()) + ")");
        }
        if (before.effect() != after.effect()) {
            found.add("the effect of tool '" + name + "' (" + before.effect() + ", now " + after.effect() + ")");
        }
        String supervision = "the supervision of tool '" + name + "': ";
        found.addAll(fields(supervision, Json.of(before.supervision()), Json.of(after.supervision())));
        return found;
    }

    /** The form of the answer. */
    List<String> ofForm() {
        OutputSchema before = then.terms().output();
        OutputSchema after = now.terms().output();
        return Objects.equals(before, after)
                ? List.of()
                : List.of("the form of the answer (" + Words.change(text(before), text(after)) + ")");
    }

    private static String text(@Nullable OutputSchema form) {
        return form == null ? "free text" : form.schema().text();
    }

    /** What decides how far a run goes. */
    List<String> ofCourse() {
        List<String> found = new ArrayList<>(fields(
                "the limit ",
                Json.of(then.terms().limits()),
                Json.of(now.terms().limits())));
        found.addAll(fields(
                "the compaction's ",
                Json.of(then.terms().room()),
                Json.of(now.terms().room())));
        found.addAll(ofForm());
        return found;
    }

    /** Why a call is seen otherwise. */
    List<String> of(CallAssessment before, CallAssessment after, RunSetup setup) {
        String name = before.tool().name();
        @Nullable ToolSpec known = byName(then.terms()).get(name);
        @Nullable
        ToolSpec found = setup.tools().find(name).map(ToolFunction::spec).orElse(null);
        List<String> causes = new ArrayList<>();
        if (known != null) causes.addAll(ofTool(name, known, found));
        boolean asksOtherwise =
                (before.verdict() == Verdict.NEEDS_APPROVAL) != (after.verdict() == Verdict.NEEDS_APPROVAL);
        boolean bothFit = before.answer() == null && after.answer() == null;
        if (causes.isEmpty() && asksOtherwise && bothFit) causes.add("the approval predicate");
        return causes;
    }

    private static List<String> fields(String what, Json before, Json after) {
        Set<String> names = new LinkedHashSet<>();
        if (before.isObject()) names.addAll(before.names());
        if (after.isObject()) names.addAll(after.names());
        List<String> found = new ArrayList<>();
        for (String name : names) {
            String was = before.find(name).map(Json::text).orElse("none");
            String is = after.find(name).map(Json::text).orElse("none");
            if (!was.equals(is)) found.add(what + name + " (" + Words.change(was, is) + ")");
        }
        return found;
    }
}
