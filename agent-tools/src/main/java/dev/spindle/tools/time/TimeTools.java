package dev.spindle.tools.time;

import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolResult;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tools that tell the time ({@code current_time}), move a time or take it to another zone ({@code shift_time}), and measure from one to
 * another ({@code time_between}).
 *
 * <p>Years are 1 to 9999; whatever a model writes is worked out in constant time. Thread-safe.
 */
public final class TimeTools {
    private static final String TIME =
            "A date or time in ISO 8601, such as '2026-03-01', '2026-03-01T14:30' or '2026-03-01T14:30+01:00'";
    private static final String ZONE = "A time zone such as 'Europe/Oslo' or 'UTC'; the machine's own if left out";
    private static final Pattern MOVE = Pattern.compile(
            "(?<sign>-)?P(?=.)(?<period>(?:-?\\d{1,7}Y)?(?:-?\\d{1,7}M)?(?:-?\\d{1,7}W)?(?:-?\\d{1,7}D)?)"
                    + "(?<duration>T(?:-?\\d{1,9}H)?(?:-?\\d{1,9}M)?(?:-?\\d{1,9}S)?)?");

    private final Clock clock;

    /** Tools on the machine's clock, in its time zone. */
    public TimeTools() {
        this(Clock.system(ZoneId.systemDefault()));
    }

    /** Tools on a clock, whose zone is meant where a model names none. */
    public TimeTools(Clock clock) {
        this.clock = clock;
    }

    /** Tells the time. */
    @Tool(
            name = "current_time",
            value = "Tells the current date and time, with weekday and calendar week.",
            effect = Tool.Effect.READ)
    public ToolResult currentTime(@Param(ZONE) @Nullable String zone) {
        try {
            return ToolResult.text(shown(clock.instant().atZone(zone(zone)).truncatedTo(ChronoUnit.SECONDS)));
        } catch (DateTimeException refused) {
            return failed(refused);
        }
    }

    /** Moves a time, or takes it to another zone. */
    @Tool(
            name = "shift_time",
            value = "Moves a date or time by a period, and tells it in a time zone.",
            effect = Tool.Effect.READ)
    public ToolResult shiftTime(
            @Param(TIME) String time,
            @Param("By how much, in ISO 8601, such as 'P3D', '-P1M' or 'P1DT2H30M'; not at all if left out") @Nullable
                    String by,
            @Param(ZONE) @Nullable String zone) {
        try {
            ZoneId there = zone(zone);
            ZonedDateTime moved = moved(WrittenTime.parse(time, there).at(), by == null ? "" : by.strip());
            if (moved.getYear() < 1 || moved.getYear() > 9_999) throw new DateTimeException("Years are 1 to 9999.");
            return ToolResult.text(shown(moved.withZoneSameInstant(there)));
        } catch (DateTimeException | ArithmeticException refused) {
            return failed(refused);
        }
    }

    /** Measures from one time to another. */
    @Tool(
            name = "time_between",
            value = "Tells how long it is from one date or time to another, in days, in calendar units and exactly.",
            effect = Tool.Effect.READ)
    public ToolResult timeBetween(
            @Param(TIME) String from, @Param(TIME) String to, @Param(ZONE) @Nullable String zone) {
        try {
            ZoneId there = zone(zone);
            ZonedDateTime start = WrittenTime.parse(from, there).at();
            ZonedDateTime end = WrittenTime.parse(to, there).at();
            long days = ChronoUnit.DAYS.between(
                    start.withZoneSameInstant(there).toLocalDate(),
                    end.withZoneSameInstant(there).toLocalDate());
            Period calendar = Period.between(
                    start.withZoneSameInstant(there).toLocalDate(),
                    end.withZoneSameInstant(there).toLocalDate());
            return ToolResult.text("calendar days: " + days + "\ncalendar units: " + calendar + "\nexact time: "
                    + Duration.between(start, end) + "\n");
        } catch (DateTimeException refused) {
            return failed(refused);
        }
    }

    private static ZonedDateTime moved(ZonedDateTime time, String by) {
        if (by.isEmpty()) return time;
        var parts = MOVE.matcher(by);
        if (!parts.matches())
            throw new DateTimeException("'by' is no ISO 8601 period. Write it like P3D, -P1M or PT2H30M.");
        String period = parts.group("period");
        String duration = parts.group("duration");
        Period calendar = period.isEmpty() ? Period.ZERO : Period.parse("P" + period);
        Duration exact = duration == null ? Duration.ZERO : Duration.parse("P" + duration);
        return parts.group("sign") == null
                ? time.plus(calendar).plus(exact)
                : time.minus(calendar).minus(exact);
    }

    private ZoneId zone(@Nullable String written) {
        if (written == null || written.isBlank()) return clock.getZone();
        if (written.length() <= WrittenTime.MAX_CHARACTERS) {
            try {
                return ZoneId.of(written.strip());
            } catch (DateTimeException unknown) {
                throw new DateTimeException(
                        "There is no such time zone. Name one like Europe/Oslo, UTC or +02:00.", unknown);
            }
        }
        throw new DateTimeException("The name of the time zone is too long. Name one like Europe/Oslo.");
    }

    private static String shown(ZonedDateTime time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time) + " [" + time.getZone() + "], "
                + time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + ", week "
                + time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) + " of " + time.get(IsoFields.WEEK_BASED_YEAR);
    }

    private static ToolResult failed(RuntimeException refused) {
        return ToolResult.failed(String.valueOf(refused.getMessage()));
    }
}
