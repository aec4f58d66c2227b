package dev.spindle.testing;

import dev.spindle.json.Json;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which tools fit a request, and with what arguments: those whose words are the request's, rare words first.
 *
 * <p>A tool that searches fits every question. A tool that changes something must be named by the request.
 */
final class ToolPick {
    private static final int MOST_TOOLS = 500;
    private static final int LONGEST_QUERY = 400;
    private static final double NAMED = 3;
    private static final double SEARCHES_DOCUMENTS = 2;
    private static final double SEARCHES = 1;
    private static final double TAKES_A_MENTION = 1;
    private static final double LEAST = 0.9;
    private static final Set<String> SEARCH = Words.stems("search find retrieve lookup query");
    private static final Set<String> PROSE =
            Set.of("document", "documents", "documentation", "passage", "passages", "knowledge");

    private final Request request;
    private final Map<String, Integer> toolsWith = new HashMap<>();

    private ToolPick(Request request) {
        this.request = request;
    }

    /**
     * A call that could be made.
     *
     * @param score how well it fits, comparable within one request
     */
    record Candidate(String tool, String arguments, double score) {}

    /** The calls that fit, best first; for a tool that searches, first with the request, then with what it may also be called. */
    static List<Candidate> candidates(ModelCall call, Request request) {
        ToolChoice choice = call.options().toolChoice().orElse(new ToolChoice.Auto());
        List<ToolSpec> tools = allowed(call.tools(), choice);
        return new ToolPick(request).rank(tools, choice.isForced());
    }

    private static List<ToolSpec> allowed(List<ToolSpec> tools, ToolChoice choice) {
        if (choice instanceof ToolChoice.None) return List.of();
        return tools.stream()
                .filter(tool -> !(choice instanceof ToolChoice.Named named)
                        || named.tool().equals(tool.name()))
                .filter(tool -> !(choice instanceof ToolChoice.Allowed some)
                        || some.tools().contains(tool.name()))
                .limit(MOST_TOOLS)
                .toList();
    }

    private List<Candidate> rank(List<ToolSpec> tools, boolean forced) {
        for (ToolSpec tool : tools) {
            for (String stem : allStems(tool)) toolsWith.merge(stem, 1, Integer::sum);
        }
        List<Candidate> candidates = new ArrayList<>();
        for (ToolSpec tool : tools) candidates.addAll(calls(tool, tools.size()));
        candidates.removeIf(candidate -> !forced && candidate.score() < LEAST);
        candidates.sort(Comparator.comparingDouble(Candidate::score).reversed());
        return candidates;
    }

    private List<Candidate> calls(ToolSpec tool, int tools) {
        List<Candidate> calls = new ArrayList<>();
        for (String query : queries()) {
            ArgumentFiller filler = new ArgumentFiller(tool.parameters(), request.text(), query);
            filler.fill().ifPresent(arguments -> {
                double score = score(tool, tools, filler.usedMention());
                calls.add(new Candidate(tool.name(), arguments.text(), score));
            });
            if (!filler.usedFreeText()) break;
        }
        return calls;
    }

    private List<String> queries() {
        Set<String> wider = new LinkedHashSet<>(Words.contentWords(request.text()));
        for (String stem : request.stems()) wider.addAll(Vocabulary.alike(stem));
        return List.of(bounded(request.text().strip()), bounded(String.join(" ", wider)));
    }

    private static String bounded(String query) {
        if (query.length() <= LONGEST_QUERY) return query;
        int end = query.lastIndexOf(' ', LONGEST_QUERY);
        return query.substring(0, end > 0 ? end : LONGEST_QUERY);
    }

    private double score(ToolSpec tool, int tools, boolean mention) {
        Set<String> name = Words.stems(tool.name());
        Set<String> all = allStems(tool);
        double score = 0;
        boolean named = false;
        for (String stem : request.stems()) {
            if (!all.contains(stem)) continue;
            double rarity = 1 + Math.log((double) tools / toolsWith.getOrDefault(stem, 1));
            score += rarity * (name.contains(stem) ? NAMED : 1);
            named |= name.contains(stem);
        }
        if (tool.effect() == Effect.WRITE && !named) return 0;
        if (mention && tool.effect() == Effect.READ) score += TAKES_A_MENTION;
        if (isLookup(tool)) score += searchesProse(tool) ? SEARCHES_DOCUMENTS : SEARCHES;
        return score;
    }

    /** Whether a tool of this name searches, so that its result is material and not yet an answer. */
    static boolean isLookup(String name, List<ToolSpec> tools) {
        return tools.stream().anyMatch(tool -> tool.name().equals(name) && isLookup(tool));
    }

    private static boolean isLookup(ToolSpec tool) {
        boolean searches =
                Words.stems(tool.name() + " " + tool.description()).stream().anyMatch(SEARCH::contains);
        return searches && ArgumentFiller.requiresFreeText(tool.parameters());
    }

    private static boolean searchesProse(ToolSpec tool) {
        return Words.of(tool.name() + " " + tool.description()).stream()
                .anyMatch(word -> PROSE.contains(word.toLowerCase(Locale.ROOT)));
    }

    private static Set<String> allStems(ToolSpec tool) {
        Set<String> stems = new HashSet<>(Words.stems(tool.name() + " " + tool.description()));
        Json properties = tool.parameters().find("properties").orElse(Json.EMPTY_OBJECT);
        for (String parameter : properties.names()) {
            stems.addAll(Words.stems(parameter));
            properties
                    .get(parameter)
                    .find("description")
                    .filter(Json::isString)
                    .ifPresent(description -> stems.addAll(Words.stems(description.string())));
        }
        return stems;
    }
}
