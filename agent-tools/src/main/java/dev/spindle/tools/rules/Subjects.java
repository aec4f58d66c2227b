package dev.spindle.tools.rules;

import dev.spindle.json.Json;
import dev.spindle.state.Fence;
import dev.spindle.tool.PendingCall;
import dev.spindle.tools.rules.ApprovalRule.Argument;
import dev.spindle.tools.rules.ApprovalRule.Commands;
import dev.spindle.tools.rules.ApprovalRule.Same;
import dev.spindle.tools.rules.ApprovalRule.Subject;
import dev.spindle.tools.shell.PlainCommands;
import dev.spindle.tools.text.QuotedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which rules a call suggests, and which cover it. */
final class Subjects {
    private static final int MAX_SHOWN = 600;
    private static final Set<String> SHELL = Set.of("run_command", "start_command");
    private static final Set<String> BY_PATH = Set.of("edit_file", "write_file");
    private static final Set<String> COMMAND_ARGUMENTS = Set.of("command", "arguments", "folder", "timeout_seconds");

    private Subjects() {}

    static List<Subject> offered(PendingCall call) {
        Json arguments = call.arguments();
        List<Subject> offered = new ArrayList<>();
        if (SHELL.contains(call.tool())) {
            PlainCommands commands = findCommands(arguments).orElse(null);
            if (commands == null) return List.of();
            offered.add(new Commands(folder(arguments), commands.commands(), false));
            if (commands.commands().stream().allMatch(Subjects::mayGoOn)) {
                List<List<String>> begins = commands.commands().stream()
                        .map(words -> words.subList(0, Math.min(2, words.size())))
                        .distinct()
                        .toList();
                offered.add(new Commands(folder(arguments), begins, true));
            }
        } else if (BY_PATH.contains(call.tool()) && text(arguments, "path") != null) {
            offered.add(new Argument("path", String.valueOf(text(arguments, "path"))));
        } else {
            offered.add(new Same(arguments.canonical()));
        }
        return offered;
    }

    /** Whether a command is of a kind whose first two words say what it does, such as {@code git status}. */
    private static boolean mayGoOn(List<String> words) {
        return words.size() > 1 && words.get(1).matches("[a-z][a-z-]*") && !PlainCommands.runsOthers(words);
    }

    static boolean covers(ApprovalRule rule, PendingCall call) {
        if (!rule.tool().equals(call.tool())) return false;
        Json arguments = call.arguments();
        if (rule.subject() instanceof Same same) return same.canonical().equals(arguments.canonical());
        if (rule.subject() instanceof Argument argument) {
            return argument.value().equals(text(arguments, argument.name()));
        }
        Commands allowed = (Commands) rule.subject();
        return SHELL.contains(call.tool())
                && allowed.folder().equals(folder(arguments))
                && findCommands(arguments)
                        .map(found -> found.commands().stream().allMatch(words -> isOneOf(words, allowed)))
                        .orElse(false);
    }

    private static boolean isOneOf(List<String> words, Commands allowed) {
        return allowed.commands().stream()
                .anyMatch(known -> known.equals(words)
                        || (allowed.more()
                                && !PlainCommands.runsOthers(words)
                                && words.size() > known.size()
                                && words.subList(0, known.size()).equals(known)));
    }

    private static Optional<PlainCommands> findCommands(Json arguments) {
        if (!COMMAND_ARGUMENTS.containsAll(arguments.names())) return Optional.empty();
        String line = text(arguments, "command");
        Optional<Json> words = arguments.find("arguments").filter(value -> !value.isNull());
        if ((line == null) == words.isEmpty()) return Optional.empty();
        if (line != null) return PlainCommands.findIn(line);
        List<Json> items = words.orElseThrow().items();
        if (!items.stream().allMatch(Json::isString)) return Optional.empty();
        return PlainCommands.findIn(items.stream().map(Json::string).toList());
    }

    private static String folder(Json arguments) {
        String folder = text(arguments, "folder");
        return folder == null || folder.equals(".") ? "" : folder;
    }

    private static @Nullable String text(Json arguments, String name) {
        return arguments.find(name).filter(Json::isString).map(Json::string).orElse(null);
    }

    /** Whether the words of a rule are what they seem, on one line of a screen. */
    static boolean canBeShown(ApprovalRule rule) {
        String words = rule.words();
        return words.length() <= MAX_SHOWN
                && words.equals(QuotedText.line(words, MAX_SHOWN))
                && words.codePoints().noneMatch(Subjects::isUnseen);
    }

    private static boolean isUnseen(int character) {
        return Fence.isUnseen(character)
                || !Character.isDefined(character)
                || Character.getType(character) == Character.ENCLOSING_MARK
                || (character > ' ' && Character.isSpaceChar(character));
    }
}
