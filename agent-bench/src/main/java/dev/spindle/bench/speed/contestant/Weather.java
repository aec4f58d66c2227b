package dev.spindle.bench.speed.contestant;

import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.util.concurrent.TimeUnit;

/** The tools of every contestant. They make their answers up, and take the time that they are asked to take. */
final class Weather {
    record Forecast(String city, int day, String sky, double celsius, double windMetresPerSecond, String advice) {}

    record Sea(String beach, double celsius, boolean calm) {}

    record Air(String city, int index, String words) {}

    @Tool(value = "The forecast of the weather for a city and one day.", effect = Effect.READ)
    Forecast forecast(
            @Param("Name of the city, for example Oslo") String city,
            @Param("How many days from now; today is 0") int day,
            @Param("How long the search may take, in milliseconds") int millis)
            throws InterruptedException {
        if (millis > 0) TimeUnit.MILLISECONDS.sleep(millis);
        return new Forecast(city, day, "light rain", 11.5, 4.2, "An umbrella is of use from noon until the evening.");
    }

    @Tool(value = "How warm and how rough the sea is at a beach.", effect = Effect.READ)
    Sea sea(@Param("Name of the beach") String beach, @Param("How many days from now; today is 0") int day) {
        return new Sea(beach, 14.5 + day, true);
    }

    @Tool(value = "How clean the air of a city is.", effect = Effect.READ)
    Air air(@Param("Name of the city, for example Oslo") String city) {
        return new Air(city, 2, "good");
    }
}
