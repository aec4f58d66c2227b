package dev.spindle.model.openai;

import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelException.Details;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.tool.ToolSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Refuses, before anything is paid for, what every server would refuse. Thread-safe. */
final class RequestCheck {
    private static final int MOST_TOOLS = 128;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final String NAME_FORM = "1 to 64 letters, digits, '_' or '-'";

    private volatile Names last = new Names(List.of(), Set.of()); // mostly they are the same again

    private record Names(List<ToolSpec> tools, Set<String> names) {}

    /** Throws {@link ModelException.Rejected} that names the field, its value and what it may be. */
    void check(String model, ModelCall call) {
        if (model.isBlank()) throw rejected("model", "is empty; name a model of the server");
        if (call.messages().size() == 0) throw rejected("messages", "is empty; there must be at least 1");
        Set<String> names = names(call.tools());
        call.options().toolChoice().ifPresent(choice -> checkChoice(choice, names));
        if (call.output() != null && !NAME.matcher(call.output().name()).matches()) {
            throw rejected("response_format", "has the name '" + call.output().name() + "'; it must be " + NAME_FORM);
        }
    }

    private Set<String> names(List<ToolSpec> tools) {
        Names known = last;
        if (known.tools.equals(tools)) return known.names;
        Names next = new Names(tools, checkTools(tools));
        last = next;
        return next.names;
    }

    private static Set<String> checkTools(List<ToolSpec> tools) {
        if (tools.size() > MOST_TOOLS) {
            throw rejected(
                    "tools",
                    "has " + tools.size() + " tools; it may have 0 to " + MOST_TOOLS
                            + ", so offer fewer or let the model search for them");
        }
        Set<String> names = new HashSet<>();
        for (ToolSpec tool : tools) {
            if (!NAME.matcher(tool.name()).matches()) {
                throw rejected("tools", "has the name '" + tool.name() + "'; it must be " + NAME_FORM);
            }
            if (!names.add(tool.name())) throw rejected("tools", "has '" + tool.name() + "' twice; names must differ");
        }
        return names;
    }

    private static void checkChoice(ToolChoice choice, Set<String> names) {
        if (choice.isForced() && names.isEmpty()) {
            throw rejected("tool_choice", "demands a call, but there are no tools; offer one, or let the model decide");
        }
        List<String> wanted = List.of();
        if (choice instanceof ToolChoice.Named named) wanted = List.of(named.tool());
        if (choice instanceof ToolChoice.Allowed allowed) wanted = allowed.tools();
        for (String name : wanted) {
            if (!names.contains(name)) {
                throw rejected(
                        "tool_choice",
                        "names '" + name + "'; it may name one of "
                                + names.stream().sorted().toList());
            }
        }
    }

    static ModelException rejected(String field, String what) {
        String words = field + " " + what;
        Details details = new Details(0, "invalid_request_error", "", field, "", words, null, null);
        return new ModelException.Rejected("The request was not sent: " + words, details);
    }
}
