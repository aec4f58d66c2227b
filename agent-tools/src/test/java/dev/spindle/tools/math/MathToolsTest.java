package dev.spindle.tools.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathToolsTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final MathTools tools = new MathTools();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0.1 + 0.2                       | 0.3
                    (19.99 + 5) * 1.19              | 29.7381
                    -2^2                            | -4
                    2^3^2                           | 512
                    7 % 3                           | 1
                    10 / 4                          | 2.5
                    2^-2                            | 0.25
                    SQRT(16)                        | 4
                    FACT(20)                        | 2432902008176640000
                    ROUND(2.345, 2)                 | 2.34
                    FLOOR(-1.5) + CEILING(1.2)      | 0
                    MAX(1, 3, 2) - MIN(4, 2)        | 1
                    SUM(1.1, 2.2) + AVERAGE(1, 2)   | 4.8
                    ABS(-3)                         | 3
                    99999999999999999999 * 99999999999999999999 | 9999999999999999999800000000000000000001
                    """)
    void whatHasAnExactResultIsExact(String expression, String result) {
        assertThat(tools.calculate(expression)).isEqualTo(ToolResult.text(result + "\n[exact]"));
    }

    @ParameterizedTest
    @CsvSource({"1/3,0.333333", "SQRT(2),1.4142135", "LN(2),0.693147", "PI*2,6.28318", "SIN(1),0.84147", "2^0.5,1.41421"
    })
    void whatIsRoundedIsSaidToBe(String expression, String begin) {
        assertThat(tools.calculate(expression).text()).startsWith(begin).endsWith("\n[rounded; not exact]");
    }

    @Test
    void comparisonsAreAnswered() {
        assertThat(tools.calculate("0.1 + 0.2 = 0.3")).isEqualTo(ToolResult.text("true"));
        assertThat(tools.calculate("2 >= 3")).isEqualTo(ToolResult.text("false"));
    }

    @Test
    void bombsAndCodeAreRefusedAtOnce() {
        List<String> attacks = List.of(
                "9^9^9^9",
                "9^(9^9)",
                "99999^99999",
                "(-7)^123456789",
                "10^-100000",
                "0.1^9999999",
                "1e999999999",
                "1e999999999 + 1",
                "1e-999999999",
                "ABS(1e999999999)",
                "FLOOR(1e2147483647)",
                "ROUND(1, 999999999)",
                "ROUND(1e999999, -5)",
                "1e2000 * 1e2000",
                "FACT(1000000)",
                "FACT(FACT(20))",
                "FACT(-1)",
                "FACT(1e99)",
                "EXP(1e9)",
                "LN(0)",
                "SQRT(-1)",
                "1/0",
                "5 % 0",
                "0^-1",
                "1".repeat(5_000),
                "(".repeat(900),
                "-".repeat(999),
                "SUM()",
                "MIN()",
                "T(java.lang.Runtime).getRuntime()",
                "Runtime.exec(1)",
                "\"a\" + \"b\"",
                "\"a\" * 1000",
                "RANDOM()",
                "STR_FORMAT(\"%999999999d\", 1)",
                "DT_NOW()",
                "IF(1, 2, 3)",
                "x + 1",
                "a[0]",
                "a.b",
                "1 +",
                "",
                " ",
                "1;2",
                "\u0000",
                "1\n+\u001b[2J1 1");

        long stopped = attacks.stream().filter(this::isRefusedSoon).count();

        System.out.println("math: attacks " + attacks.size() + ", stopped " + stopped);
        assertThat(stopped).isEqualTo(attacks.size());
    }

    private boolean isRefusedSoon(String attack) {
        ToolResult result = assertTimeoutPreemptively(SOON, () -> tools.calculate(attack));
        boolean refused = result.outcome() == Outcome.FAILED
                && result.text().length() < 1_000
                && result.text().chars().noneMatch(c -> Character.isISOControl(c) && c != '\n');
        if (!refused) System.out.println("math: NOT STOPPED " + attack + " -> " + result);
        return refused;
    }

    @Test
    void costliestExpressionThatIsAllowedEndsSoon() {
        String costly = "FACT(700)*" + "9^600*".repeat(1) + "1+" + "SQRT(FACT(700))+".repeat(40) + "1";

        ToolResult result = assertTimeoutPreemptively(SOON, () -> tools.calculate(costly));

        assertThat(result.outcome()).isIn(Outcome.OK, Outcome.FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "1.5,km,m,1500",
        "26.2,mi,km,42.1648128",
        "100,degC,degF,212",
        "-40,degF,degC,-40",
        "0,degC,K,273.15",
        "1,lb,g,453.59237",
        "1,kWh,J,3600000",
        "36,km/h,m/s,10",
        "1,GiB,MiB,1024",
        "8,Mbit/s,MB/s,1",
        "1,gal,l,3.785411784",
        "1,week,h,168"
    })
    void unitsAreConvertedExactly(String value, String from, String to, String result) {
        assertThat(tools.convertUnit(value, from, to))
                .isEqualTo(ToolResult.text(value + " " + from + " = " + result + " " + to));
    }

    @Test
    void anglesAreConvertedByPi() {
        assertThat(tools.convertUnit("180", "deg", "rad").text()).startsWith("180 deg = 3.14159265358979");
    }

    @ParameterizedTest
    @CsvSource({
        "1,kg,m",
        "1,rad,bit",
        "1,rad/s,Hz",
        "1,bit/s,Hz",
        "1,m^999999,m",
        "1,m/s/s,m",
        "1,parsecs,m",
        "1e999999999,m,km",
        "x,m,km",
        "'',m,km",
        "1,'',m",
        "1,m/,m/s"
    })
    void whatIsNoUnitOrOfAnotherKindIsRefused(String value, String from, String to) {
        ToolResult result = assertTimeoutPreemptively(SOON, () -> tools.convertUnit(value, from, to));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    }
}
