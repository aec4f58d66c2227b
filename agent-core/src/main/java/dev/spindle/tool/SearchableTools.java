package dev.spindle.tool;

import dev.spindle.json.Json;
import dev.spindle.message.Message;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Transcript;
import dev.spindle.tool.Tool.Effect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Shows the search and what was found with it, as the transcript has it. */
final class SearchableTools implements ToolRegistry {
    static final String NAME = "search_tools";

    static final int MOST_SHOWN = 64;
    private static final int MOST_FOUND = 8;
    private static final int LONGEST_DESCRIPTION = 200;
    private static final Pattern FOUND = Pattern.compile("^- ([a-zA-Z0-9_-]{1,64}): ", Pattern.MULTILINE);
    private static final ToolSpec SPEC = ToolSpec.of(
            NAME,
            "Finds tools that are not shown yet. Search before you say that something cannot be done.",
            Json.parse("""
                    {"type":"object","properties":{"query":{"type":"string","minLength":1,"maxLength":2000,\
                    "description":"What is to be done, in plain words"}},"required":["query"],"additionalProperties":false}"""),
            Effect.READ);

    private final ToolRegistry tools;
    private final Function<List<ToolSpec>, ToolRegistry.Ranking> rankings;
    private final ToolFunction search;
    private volatile @Nullable Index index;

    SearchableTools(ToolRegistry tools, Function<List<ToolSpec>, ToolRegistry.Ranking> rankings) {
        this.tools = tools;
        this.rankings = rankings;
        this.search = ToolFunction.of(
                SPEC, call -> answer(call.arguments().get("query").string()));
    }

    @Override
    public Optional<ToolFunction> find(String name) {
        return name.equals(NAME) ? Optional.of(search) : tools.find(name);
    }

    @Override
    public List<ToolSpec> list(Transcript transcript) {
        List<ToolSpec> shown = new ArrayList<>();
        shown.add(SPEC);
        for (String name : newest(found(transcript))) {
            tools.find(name).map(ToolFunction::spec).ifPresent(shown::add);
        }
        return shown;
    }

    private static Set<String> found(Transcript transcript) {
        Set<String> names = new LinkedHashSet<>();
        for (Message message : transcript.messages()) {
            if (message instanceof ToolMessage answer && isOfSearch(answer)) {
                Matcher line = FOUND.matcher(answer.text());
                while (line.find()) names.add(line.group(1));
            }
        }
        names.remove(NAME);
        return names;
    }

    private static boolean isOfSearch(ToolMessage answer) {
        return answer.name().equals(NAME) && answer.outcome() == Outcome.OK;
    }

    private static List<String> newest(Set<String> names) {
        List<String> all = List.copyOf(names);
        return all.subList(Math.max(0, all.size() - MOST_SHOWN), all.size());
    }

    private ToolResult answer(String query) {
        StringBuilder text = new StringBuilder();
        for (String name : index().ranking.best(query, MOST_FOUND)) {
            tools.find(name)
                    .ifPresent(tool -> text.append("\n- ")
                            .append(name)
                            .append(": ")
                            .append(inOneLine(tool.spec().description())));
        }
        return ToolResult.text(
                text.isEmpty() ? "No tool fits these words; try others." : "These can be called from now on:" + text);
    }

    private static String inOneLine(String description) {
        String line = description.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_DESCRIPTION ? line : line.substring(0, LONGEST_DESCRIPTION - 1) + "…";
    }

    /** Made at the first search, so that building an agent loads no tools, and again if the tools have changed. */
    private Index index() {
        List<ToolSpec> listed = tools.list(Transcript.EMPTY);
        Index known = index;
        if (known != null && (known.specs == listed || known.specs.equals(listed))) return known;
        Index made = new Index(listed, rankings.apply(listed));
        index = made;
        return made;
    }

    private record Index(List<ToolSpec> specs, ToolRegistry.Ranking ranking) {}
}
