package dev.spindle.tools.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a model may run, and how far a command may go.
 *
 * <p>A rule is a program and, if you like, words of its arguments: {@code ls}, {@code git status}, {@code rm -rf}. <em>Allowed</em> is a line
 * whose every command begins with the words of an allowing rule, is written out in full, and writes no file by {@code >}. <em>Denied</em> is
 * a line in which a denying rule may fit any command that it runs, wherever it hides and whatever stands between its words; once
 * anything is denied, so is every line of which it cannot be told what it runs: a program named by a variable, {@code eval}, code for an
 * interpreter. Everything else needs a person's approval. Immutable.
 *
 * <p>An allowing rule allows all that its program can do; one that names a shell, an interpreter or a program such as {@code xargs} must
 * name what it runs, too. {@code git} in another than the top folder, whose settings are another's, is always asked about. {@code find} can delete, {@code cat} reads what the sandbox shows. A denying
 * rule is a guard against slips, not a wall: scripts and programs of the project are not looked into. The wall is the sandbox.
 */
public final class ShellPolicy {
    /** How long a command may take, unless told otherwise: 2 minutes. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

    private static final int MAX_LINE = 10_000;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

    private final Builder settings;

    private ShellPolicy(Builder settings) {
        this.settings = settings;
    }

    /** A policy in which every command needs approval, without network, until told otherwise. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What the rules say of a line of a shell.
     *
     * @param elsewhere whether it begins in another than the top folder
     */
    ShellVerdict judge(String line, boolean elsewhere) {
        if (line.isBlank()) return denied("There is no command. Write one.");
        if (line.length() > MAX_LINE) {
            return denied("The command has " + line.length() + " characters; use at most " + MAX_LINE + ".");
        }
        if (CONTROL.matcher(line).find()) return denied("The command holds a control character. Write it without.");
        return judge(CommandFinder.inLine(line, elsewhere));
    }

    /** What the rules say of a program with its arguments. */
    ShellVerdict judge(List<String> arguments, boolean elsewhere) {
        if (arguments.isEmpty() || arguments.get(0).isBlank()) return denied("There is no command. Name a program.");
        if (arguments.stream().mapToInt(String::length).sum() > MAX_LINE) {
            return denied("The command is too long; use at most " + MAX_LINE + " characters.");
        }
        if (arguments.stream().anyMatch(word -> CONTROL.matcher(word).find())) {
            return denied("The command holds a control character. Write it without.");
        }
        return judge(CommandFinder.inArguments(arguments, elsewhere));
    }

    private ShellVerdict judge(CommandFinder found) {
        for (ShellCommand command : found.possible()) {
            for (ShellRule rule : settings.denied) {
                if (rule.denies(command)) {
                    return denied("'" + String.join(" ", rule.words())
                            + "' may not be run here, and this command may run it. Find another way.");
                }
            }
        }
        if (!found.unclear().isEmpty()) {
            String why = "It cannot be told what this would run: " + String.join(", ", found.unclear())
                    + ". Write the commands out plainly.";
            return settings.denied.isEmpty() ? new ShellVerdict(ShellVerdict.Kind.ASK, why) : denied(why);
        }
        for (ShellCommand command : found.said()) {
            if (settings.allowed.stream().noneMatch(rule -> rule.allows(command))) {
                return new ShellVerdict(
                        ShellVerdict.Kind.ASK, "'" + command.text() + "' is not allowed without a person's approval.");
            }
        }
        return found.said().isEmpty()
                ? denied("There is no command. Write one.")
                : new ShellVerdict(ShellVerdict.Kind.ALLOWED, "");
    }

    private static ShellVerdict denied(String why) {
        return new ShellVerdict(ShellVerdict.Kind.DENIED, why);
    }

    Duration timeout() {
        return settings.timeout;
    }

    boolean network() {
        return settings.network;
    }

    boolean sandboxOnly() {
        return settings.sandboxOnly;
    }

    Map<String, String> environment() {
        return settings.environment;
    }

    ResourceLimits limits() {
        return settings.limits;
    }

    /** Puts a policy together. Not thread-safe. */
    public static final class Builder {
        private List<ShellRule> allowed = new ArrayList<>();
        private List<ShellRule> denied = new ArrayList<>();
        private Map<String, String> environment = new TreeMap<>();
        private Duration timeout = DEFAULT_TIMEOUT;
        private ResourceLimits limits = ResourceLimits.DEFAULT;
        private boolean network;
        private boolean sandboxOnly;

        private Builder() {}

        /**
         * Lets commands run without asking.
         *
         * @param rules such as {@code ls} or {@code git status}
         * @throws IllegalArgumentException if one is empty
         */
        public Builder allow(String... rules) {
            for (String rule : rules) allowed.add(ShellRule.of(rule));
            return this;
        }

        /**
         * Keeps commands from running at all, and with them all lines of which it cannot be told what they run.
         *
         * @param rules such as {@code sudo} or {@code git push}
         * @throws IllegalArgumentException if one is empty
         */
        public Builder deny(String... rules) {
            for (String rule : rules) denied.add(ShellRule.of(rule));
            return this;
        }

        /** Gives commands the network. */
        public Builder withNetwork() {
            network = true;
            return this;
        }

        /** Refuses to run anything on a machine without bubblewrap. */
        public Builder sandboxOnly() {
            sandboxOnly = true;
            return this;
        }

        /** Gives commands a variable; nothing else of this process's environment reaches them but what a shell needs. */
        public Builder environment(String name, String value) {
            environment.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** The longest time for a command; a model may ask for less. */
        public Builder timeout(Duration longest) {
            timeout = longest;
            return this;
        }

        /** Bounds for each process of a command. */
        public Builder limits(ResourceLimits bounds) {
            limits = bounds;
            return this;
        }

        /** The policy. */
        public ShellPolicy build() {
            Builder copy = new Builder();
            copy.allowed = List.copyOf(allowed);
            copy.denied = List.copyOf(denied);
            copy.environment = Map.copyOf(environment);
            copy.timeout = timeout;
            copy.limits = limits;
            copy.network = network;
            copy.sandboxOnly = sandboxOnly;
            return new ShellPolicy(copy);
        }
    }
}
