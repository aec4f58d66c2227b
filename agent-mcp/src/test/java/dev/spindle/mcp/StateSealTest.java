package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.json.Json;
import dev.spindle.mcp.StateSeal.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client keeps between two rounds of a request counts once, for that request, for a day, and for the server that wrote it. */
class StateSealTest {
    private static final String CALL = "tools/call {\"name\":\"pay\"}";
    private final Moving clock = new Moving();
    private final StateSeal seal = StateSeal.random(clock, 3);

    private static State state(String key) {
        return new State(key, Json.parse("{\"sure\":{\"action\":\"accept\"}}"));
    }

    @Test
    void whatWasSealedIsOpened() {
        State opened = seal.open(seal.seal(state("k"), CALL), CALL);

        assertThat(opened).isEqualTo(state("k"));
    }

    private static Stream<String> forgeries() {
        StateSeal own = StateSeal.random();
        String sealed = own.seal(state("k"), CALL);
        String other = own.seal(state("other"), CALL);
        int dot = sealed.indexOf('.');
        String body = sealed.substring(0, dot);
        String mac = sealed.substring(dot + 1);
        String forged = base64("{\"state\":{\"key\":\"k\",\"answers\":{}},\"until\":99999999999999}");
        return Stream.of(
                "",
                ".",
                "x",
                body,
                body + ".",
                "." + mac,
                forged + "." + mac,
                body + "." + other.substring(other.indexOf('.') + 1),
                sealed + "A",
                " " + sealed,
                sealed + "\n",
                sealed + "." + mac,
                sealed.toLowerCase(java.util.Locale.ROOT),
                base64("[]") + "." + base64(""),
                "x".repeat(2 << 20) + "." + mac);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void whatNobodyHasSealedIsRefused(String forged) {
        assertThatThrownBy(() -> seal.open(forged, CALL))
                .isInstanceOf(RpcException.class)
                .hasMessageStartingWith("requestState is refused: it ");
    }

    @Test
    void eachCharacterCounts() {
        String sealed = seal.seal(state("k"), CALL);

        for (int at = 0; at < sealed.length(); at++) {
            char other = sealed.charAt(at) == 'Q' ? 'R' : 'Q';
            String changed = sealed.substring(0, at) + other + sealed.substring(at + 1);
            // The last character of a Base64 text has bits that say nothing.
            if (bytes(changed).equals(bytes(sealed))) continue;
            assertThatThrownBy(() -> seal.open(changed, CALL)).isInstanceOf(RpcException.class);
        }
    }

    private static String bytes(String sealed) {
        int dot = sealed.indexOf('.');
        if (dot < 0) return sealed;
        Base64.Decoder base64 = Base64.getUrlDecoder();
        return new String(base64.decode(sealed.substring(0, dot)), java.nio.charset.StandardCharsets.ISO_8859_1) + "."
                + new String(base64.decode(sealed.substring(dot + 1)), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void theStateOfAnotherRequestOrAnotherServerIsRefused() {
        String own = seal.seal(state("k"), CALL);
        String strange = StateSeal.random().seal(state("k"), CALL);

        String words = "requestState is refused: it was changed, or belongs to another request";
        assertThatThrownBy(() -> seal.open(own, CALL + " ")).hasMessage(words);
        assertThatThrownBy(() -> seal.open(strange, CALL)).hasMessage(words);
    }

    @Test
    void aStateCountsForADay() {
        String sealed = seal.seal(state("k"), CALL);
        clock.now = clock.now.plus(Duration.ofDays(1)).plusMillis(1);

        assertThatThrownBy(() -> seal.open(sealed, CALL)).hasMessage("requestState is refused: it is too old");
    }

    @Test
    void aRequestIsGoneOnWithOnceFromEachRound() {
        String first = seal.seal(state("k"), CALL);
        seal.open(first, CALL);
        String words = "requestState is refused: its request was gone on with already";
        assertThatThrownBy(() -> seal.open(first, CALL)).hasMessage(words);

        String second = seal.seal(state("k"), CALL);
        seal.open(second, CALL);

        assertThatThrownBy(() -> seal.open(first, CALL)).hasMessage(words);
        assertThatThrownBy(() -> seal.open(second, CALL)).hasMessage(words);
    }

    @Test
    void whatHasDoneNothingMayBeGoneOnWith() {
        String sealed = seal.seal(state("k"), CALL);
        seal.open(sealed, CALL);

        seal.giveBack("k");

        assertThat(seal.open(sealed, CALL).key()).isEqualTo("k");
    }

    @Test
    void whatIsForgottenToBeUsedIsRefusedAllTheSame() {
        String first = seal.seal(state("k0"), CALL);
        seal.open(first, CALL);
        for (int count = 1; count < 4; count++) {
            clock.now = clock.now.plusSeconds(1);
            seal.open(seal.seal(state("k" + count), CALL), CALL);
        }

        assertThatThrownBy(() -> seal.open(first, CALL)).hasMessage("requestState is refused: it is too old");
    }

    private static final class Moving extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
