package dev.spindle.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactnessTest {
    @Test
    void everyFiniteNumberIsReadBackExactly() {
        Random random = new Random(17);
        for (int i = 0; i < 20_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            long whole = random.nextLong() >> random.nextInt(64);
            float small = Float.intBitsToFloat(random.nextInt());

            if (Double.isFinite(number)) {
                assertThat(Json.parse(Json.of(number).text()).to(double.class)).isEqualTo(number);
            }
            if (Float.isFinite(small)) {
                assertThat(Json.parse(Json.of(small).text()).to(float.class)).isEqualTo(small);
            }
            assertThat(Json.parse(Json.of(whole).text()).to(long.class)).isEqualTo(whole);
        }
    }

    @Test
    void randomTextIsReadBackExactly() {
        Random random = new Random(18);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(random.nextInt(20), 0, 0x11000)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            Json json = Json.of(Map.of(text, List.of(text)));

            assertThat(Json.parse(json.text()).get(text).items().get(0).string())
                    .isEqualTo(text);
        }
    }

    record Kept(Json value, BigDecimal number) {}

    @ParameterizedTest
    @ValueSource(
            strings = {"1e99", "1E-7", "1.5e-3", "0.0000001", "2E+2", "-0", "-0.0", "-0e5", "100", "1.50", "0", "-7"})
    void aNumberThatIsPartOfAnotherValueIsSpelledAsItWas(String number) {
        Json around = Json.parse(
                "{\"value\": {\"a\": [" + number + ", {\"b\": " + number + "}]}, \"number\": " + number + "}");
        Json part = Json.trusted("{\"a\":[" + number + ",{\"b\":" + number + "}]}");

        assertThat(around.get("value")).isEqualTo(part);
        assertThat(around.to(Kept.class).value()).isEqualTo(part);
        assertThat(around.to(Kept.class).number()).isEqualByComparingTo(number);
        assertThat(around.with("/value/c", Json.NULL)
                        .at("/value/a/1/b")
                        .orElseThrow()
                        .text())
                .isEqualTo(number);
        assertThat(Json.of(around.to(Kept.class)).text()).contains(part.text());
    }
}
