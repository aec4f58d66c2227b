package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import dev.spindle.testing.server.FaultyModelServer;
import dev.spindle.testing.server.Reaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model that cites wrongly, behind a server that fails now and then. */
class WrongCitationTest {
    private static Ran ask(String answer, String... options) {
        try (FaultyModelServer server = FaultyModelServer.reacting(
                Reaction.error(503, "overloaded", "Try again."),
                Reaction.call("search_passages", "{\"query\":\"people hall seats\",\"limit\":1}"),
                Reaction.cutMidChunk("The hall seats"),
                Reaction.text(answer))) {
            List<String> arguments = new ArrayList<>(
                    List.of("ask", "--base-url", server.baseUrl(), "--docs", "src/test/resources/library"));
            arguments.addAll(List.of(options));
            arguments.add("How many people does the hall seat?");
            Map<String, String> environment = Map.of("OPENAI_API_KEY", "a key", "OPENAI_MODEL", "scripted");
            return Ran.here(environment, arguments.toArray(String[]::new));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "The hall seats nineteen people [10].; says another number than the passage (nineteen)",
                "The hall seats more than ninety people [10].; says another number than the passage (more than ninety",
                "The hall does not seat ninety people [10].; says the opposite of the passage",
                "They say \"the hall seats exactly ninety\" [10].; quotes what the passage does not say word for word",
                "Dogs may sleep in the kitchen on Mondays [10].; is not found in the passage",
            })
    void wrongCitationIsCaught(String answer, String doubt) {
        Ran ran = ask(answer);

        assertThat(ran.out()).contains(answer, "[10] house/rooms.md:9-13", "doubtful: it " + doubt);
    }

    @Test
    void rightCitationIsLetStand() {
        Ran ran = ask("The hall seats ninety people [10].");

        assertThat(ran.out()).contains("[10] house/rooms.md:9-13").doesNotContain("doubtful");
    }

    @Test
    void programsAreToldTheVerdict() {
        Ran ran = ask("The hall seats nineteen people [10].", "--json");

        Json claim = ran.result().get("claims").items().get(0);
        assertThat(claim.get("verdict").string()).isEqualToIgnoringCase("numbers_differ");
    }
}
