package dev.spindle.examples;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which runs of a journal are meant; all, unless told otherwise. */
final class Filters {
    private static final Pattern AGE = Pattern.compile("(\\d{1,6})([smhdw])");
    private static final List<String> NOT_ENDED = List.of("open", "damaged");

    @Option(
            names = "--status",
            split = ",",
            paramLabel = "STATUS",
            description =
                    "Those that ended so: answered, model_failed, awaiting_approval …, open, damaged; several by commas.")
    private List<String> statuses = List.of();

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            description = "Those that began before: 90s, 30m, 12h, 7d, 4w ago.")
    private @Nullable String olderThan;

    @Option(names = "--newer-than", paramLabel = "AGE", description = "Those that began since.")
    private @Nullable String newerThan;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "Those with this label, and each other one given.")
    private Map<String, String> labels = Map.of();

    @Option(names = "--text", paramLabel = "WORDS", description = "Those with these words in their question.")
    private String text = "";

    /**
     * Tells the runs that are meant from others.
     *
     * @throws UsageException if a filter cannot be understood
     */
    Predicate<ListedRun> asOf(Instant now) {
        List<String> wanted = statuses.stream().map(Filters::status).toList();
        Instant before = olderThan == null ? Instant.MAX : now.minus(age("--older-than", olderThan));
        Instant since = newerThan == null ? Instant.MIN : now.minus(age("--newer-than", newerThan));
        String words = text.strip().toLowerCase(Locale.ROOT);
        return run -> (wanted.isEmpty() || wanted.contains(run.state()))
                && (isDated(run)
                        ? run.started().isBefore(before) && !run.started().isBefore(since)
                        : !aged())
                && run.labels().entrySet().containsAll(labels.entrySet())
                && run.question().toLowerCase(Locale.ROOT).contains(words);
    }

    /** Whether any was given. */
    boolean any() {
        return !statuses.isEmpty() || aged() || !labels.isEmpty() || !text.isBlank();
    }

    private boolean aged() {
        return olderThan != null || newerThan != null;
    }

    /** A run that cannot be read has no known age, so no age is said to be its own. */
    private static boolean isDated(ListedRun run) {
        return !run.started().equals(Instant.EPOCH);
    }

    private static String status(String written) {
        String status =
                written.strip().toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ');
        if (NOT_ENDED.contains(status) || ListedRun.endings().contains(status)) return status;
        throw new UsageException("there is no status '" + written + "'; there are "
                + String.join(", ", ListedRun.endings()) + " and " + String.join(", ", NOT_ENDED));
    }

    private static Duration age(String option, String written) {
        Matcher age = AGE.matcher(written.strip());
        if (!age.matches())
            throw new UsageException("'" + written + "' is no age; give " + option + " 90s, 30m, 12h, 7d or 4w");
        long count = Long.parseLong(age.group(1));
        return switch (age.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(7 * count);
        };
    }
}
