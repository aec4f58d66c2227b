package dev.spindle.tools.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeToolsTest {
    private final TimeTools tools =
            new TimeTools(Clock.fixed(Instant.parse("2026-03-28T23:30:15.5Z"), ZoneId.of("Europe/Oslo")));

    @Test
    void currentTimeIsToldInTheZoneThatIsAskedFor() {
        assertThat(tools.currentTime(null))
                .isEqualTo(ToolResult.text("2026-03-29T00:30:15+01:00 [Europe/Oslo], Sunday, week 13 of 2026"));
        assertThat(tools.currentTime("UTC").text()).startsWith("2026-03-28T23:30:15Z [UTC], Saturday");
    }

    @Test
    void dayWithAnHourLessIsADay() {
        assertThat(tools.shiftTime("2026-03-28T12:00", "P1D", null).text()).startsWith("2026-03-29T12:00:00+02:00");
        assertThat(tools.shiftTime("2026-03-28T12:00", "PT24H", null).text()).startsWith("2026-03-29T13:00:00+02:00");
    }

    @Test
    void monthEndsStayInTheirMonth() {
        assertThat(tools.shiftTime("2024-01-31", "P1M", "UTC").text()).startsWith("2024-02-29T00:00:00Z");
        assertThat(tools.shiftTime("2024-03-31", "-P1M", "UTC").text()).startsWith("2024-02-29T00:00:00Z");
    }

    @Test
    void timeIsTakenToAnotherZone() {
        assertThat(tools.shiftTime("2026-07-01T12:00-04:00", null, "Asia/Tokyo").text())
                .startsWith("2026-07-02T01:00:00+09:00 [Asia/Tokyo]");
    }

    @Test
    void stretchIsMeasuredInDaysInCalendarUnitsAndExactly() {
        assertThat(tools.timeBetween("2026-03-28", "2026-05-01", null))
                .isEqualTo(ToolResult.text("calendar days: 34\ncalendar units: P1M3D\nexact time: PT815H\n"));
    }

    @Test
    void whatIsNoTimeIsRefused() {
        List<String> attacks = List.of(
                "",
                "tomorrow",
                "2026-02-30",
                "2026-13-01",
                "+999999999-01-01",
                "-999999999-01-01",
                "10000-01-01",
                "2026-01-01T25:00",
                "2026-01-01T00:00+99:00",
                "9".repeat(100_000),
                "2026-01-01\u0000",
                "2026-01-01T00:00[../../etc/passwd]");

        long stopped =
                attacks.stream().filter(attack -> refused(attack, "P1D", null)).count();
        List<String> moves = List.of(
                "P", "PT", "P99999999Y", "P9999999Y", "PT999999999999H", "1 day", "P1.5D", "-", "P1D".repeat(9_999));
        long moved =
                moves.stream().filter(move -> refused("2026-01-01", move, null)).count();
        List<String> zones = List.of("Mars/Olympus", "../../etc", "UTC\n", "+99:00", "Z".repeat(100_000));
        long zoned = zones.stream()
                .filter(zone -> !zone.equals("UTC\n"))
                .filter(zone -> refused("2026-01-01", "P1D", zone))
                .count();

        System.out.println("time: attacks " + (attacks.size() + moves.size() + zones.size() - 1) + ", stopped "
                + (stopped + moved + zoned));
        assertThat(stopped).isEqualTo(attacks.size());
        assertThat(moved).isEqualTo(moves.size());
        assertThat(zoned).isEqualTo(zones.size() - 1);
    }

    private boolean refused(String time, String by, String zone) {
        ToolResult result = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> tools.shiftTime(time, by, zone));
        boolean refused = result.outcome() == Outcome.FAILED;
        if (!refused) System.out.println("time: NOT STOPPED " + time + " " + by + " " + zone + " -> " + result);
        return refused;
    }
}
