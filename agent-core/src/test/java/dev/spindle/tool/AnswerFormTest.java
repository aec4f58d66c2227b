package dev.spindle.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as models write them that are nearly what was asked for. */
class AnswerFormTest {
    private static final String FITTING = "{\"city\":\"Oslo\",\"day\":\"2026-01-02\"}";

    record Stay(String city, LocalDate day) {}

    enum Color {
        RED,
        DARK_BLUE
    }

    record Times(ZonedDateTime leaves, OffsetDateTime arrives) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                FITTING,
                "\uFEFF" + FITTING,
                "```json\n" + FITTING + "\n```",
                "```json\n" + FITTING,
                "~~~\n" + FITTING + "\n~~~",
                "Here it is:\n```json\n" + FITTING + "\n```\nAnything else?",
                "<json>" + FITTING + "</json>",
                FITTING + "}",
                "\"{\\\"city\\\":\\\"Oslo\\\",\\\"day\\\":\\\"2026-01-02\\\"}\"",
                "```\n\"{\\\"city\\\":\\\"Oslo\\\",\\\"day\\\":\\\"2026-01-02\\\"}\"\n```",
            })
    void whatLosesNothingIsRepaired(String written) {
        assertThat(accepted(Stay.class, written)).isEqualTo(new Stay("Oslo", LocalDate.of(2026, 1, 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RED", " RED\n", "\"RED\"", "```\n\"RED\"\n```"})
    void nameWithoutQuotationMarksIsTheString(String written) {
        assertThat(accepted(Color.class, written)).isEqualTo(Color.RED);
        assertThat(accepted(String.class, "I think so.")).isEqualTo("I think so.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"red", "Color: RED", "RED or DARK_BLUE", "\"RED", "DARK BLUE", "I cannot say.", "null", "0"})
    void whatIsNoNameIsRejected(String written) {
        assertThat(rejected(Color.class, written)).contains("Expected: \"RED\" | \"DARK_BLUE\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-02T23:30:00Z",
                "2026-01-02T00:00:00",
                "2026-01-02T10:00:00+02:00",
                "2026-02-30",
                "02.01.2026",
                "next Friday",
                ""
            })
    void dateIsADateAndNothingMore(String day) {
        assertThat(rejected(Stay.class, "{\"city\":\"Oslo\",\"day\":\"" + day + "\"}"))
                .contains("/day: the string \"" + day + "\" found, an ISO-8601 string (LocalDate) expected");
    }

    @Test
    void timeOfAPlaceHasNoZoneToLose() {
        assertThat(accepted(LocalDateTime.class, "\"2026-01-02T10:00:00\"")).hasToString("2026-01-02T10:00");
        assertThat(rejected(LocalDateTime.class, "\"2026-01-02T10:00:00Z\"")).contains("(LocalDateTime) expected");
    }

    @Test
    void timesKeepTheirZone() {
        Object times = accepted(
                Times.class,
                "{\"leaves\":\"2026-01-01T00:30:00+01:00[Europe/Oslo]\",\"arrives\":\"2026-01-01T02:00:00-05:00\"}");

        assertThat(times)
                .hasToString("Times[leaves=2026-01-01T00:30+01:00[Europe/Oslo], arrives=2026-01-01T02:00-05:00]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"city\":\"Oslo\",\"day\":\"2026-01-02\",} | - a comma before the end of an object or array; leave it out at",
                "[1, ] | - a comma before the end of an object or array; leave it out at",
                "{\"city\":\"Oslo\" // where | JSON has no comments at",
                "{\"city\":NaN} | - Non-standard token 'NaN' at",
                "{\"city\":+1} | JSON spec does not allow numbers to have plus signs at",
                "{\"city\":\"Oslo\",\"city\":\"Bergen\"} | - Duplicate Object property \"city\" at",
                "\"{\\\"city\\\":}\" | expected a valid value",
                "[" + FITTING + "] | - array found, object expected",
                "{\"stay\":" + FITTING + "} | - /stay: unknown field",
            })
    void restIsToldInWordsOfJson(String written, String words) {
        assertThat(rejected(Stay.class, written)).contains(words).doesNotContain("ALLOW_", "Feature");
    }

    @Test
    void characterIsOne() {
        assertThat(rejected(char.class, "\"xy\"")).contains("a string of one character expected");
    }

    private static Object accepted(Class<?> type, String written) {
        Arguments read = AnswerForm.of(type, value -> List.of()).read(written);

        assertThat(read).isInstanceOf(Arguments.Accepted.class);
        return ((Arguments.Accepted) read).bound();
    }

    private static String rejected(Class<?> type, String written) {
        Arguments read = AnswerForm.of(type, value -> List.of()).read(written);

        assertThat(read).isInstanceOf(Arguments.Rejected.class);
        return ((Arguments.Rejected) read).message();
    }
}
