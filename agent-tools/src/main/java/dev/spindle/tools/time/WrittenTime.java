package dev.spindle.tools.time;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * A date or time that a model wrote.
 *
 * @param at when it is; a date is its first instant, a time without an offset is one of the zone that was meant
 */
record WrittenTime(ZonedDateTime at) {
    static final int MAX_CHARACTERS = 60;

    /**
     * Reads it.
     *
     * @throws DateTimeException in words for a model
     */
    static WrittenTime parse(String written, ZoneId zone) {
        String text = written.strip().replace(' ', 'T');
        if (text.length() > MAX_CHARACTERS) throw malformed(null);
        ZonedDateTime time = text.contains("T") ? time(text, zone) : date(text, zone);
        if (time.getYear() < 1 || time.getYear() > 9_999) throw new DateTimeException("Years are 1 to 9999.");
        return new WrittenTime(time);
    }

    private static ZonedDateTime date(String text, ZoneId zone) {
        try {
            return LocalDate.parse(text).atStartOfDay(zone);
        } catch (DateTimeException none) {
            throw malformed(none);
        }
    }

    private static ZonedDateTime time(String text, ZoneId zone) {
        try {
            TemporalAccessor parsed = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    text, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from);
            if (parsed instanceof ZonedDateTime zoned) return zoned;
            if (parsed instanceof OffsetDateTime offset) return offset.toZonedDateTime();
            return LocalDateTime.from(parsed).atZone(zone);
        } catch (DateTimeException none) {
            throw malformed(none);
        }
    }

    private static DateTimeException malformed(@Nullable Throwable cause) {
        return new DateTimeException(
                "This is no date or time in ISO 8601. Write it like 2026-03-01 or 2026-03-01T14:30+01:00.", cause);
    }
}
