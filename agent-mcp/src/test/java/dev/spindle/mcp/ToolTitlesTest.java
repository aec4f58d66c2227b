package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of strangers, which are legal, and not taken for each other nor for those of another server. */
class ToolTitlesTest {
    /** Each is listed after "pay_bill" by the same server. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pay_bill",
                "PAY_BILL",
                "Pay_Bill",
                "pay-bill",
                "pay__bill",
                "pay_-_bill",
                "pay bill",
                "pay.bill",
                "p\u0430y_bill",
                "\uff50\uff41\uff59_bill",
                "pay_\u200bbill",
                "pay_bi\u0131l",
                "pay_bill\u0301",
                "\u202epay_bill",
                "pay_bi\ufb02l",
                "pay\u2010bill",
                "pay_bill\u0000",
                "pay/bill",
                "pay\nbill"
            })
    void aNameThatLooksLikeAnEarlierOneHasAMark(String name) {
        ToolTitles titles = new ToolTitles(List.of());
        String first = titles.name("bank", "pay_bill");

        String second = titles.name("bank", name);

        assertThat(first).isEqualTo("bank_pay_bill");
        assertThat(second).matches("[a-zA-Z0-9_-]{1,64}").matches(".*_[0-9a-f]{6}");
        assertThat(alike(second)).isNotEqualTo(alike(first));
    }

    private static String alike(String name) {
        return ToolTitles.key(Normalizer.normalize(name, Normalizer.Form.NFKC));
    }

    @ParameterizedTest
    @CsvSource({
        "bank, eu_pay, bank_eu",
        "bank, _eu_pay, bank_eu",
        "bank, EU-pay, bank_eu",
        "bank, eu__pay, bank_eu",
        "Bank, eu_pay, bank-eu",
        "b, ank_pay, b_ank",
        "a, b_c_d, a_b_c"
    })
    void noNameBeginsLikeThoseOfAnotherServer(String source, String tool, String other) {
        String name = new ToolTitles(List.of(other)).name(source, tool);

        assertThat(ToolTitles.key(name)).doesNotStartWith(ToolTitles.key(other + "_"));
        assertThat(name).startsWith(source + "_").matches("[a-zA-Z0-9_-]{1,64}");
    }

    @Test
    void manyNamesThatAreCutAreToldApart() {
        ToolTitles titles = new ToolTitles(List.of());
        List<String> names = new ArrayList<>();

        for (int count = 0; count < 1_000; count++) names.add(titles.name("s", "x".repeat(200) + count));

        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.length() <= 64);
    }

    @ParameterizedTest
    @CsvSource({"a, A", "a_b, a-b", "a_b, a__b", "a, a_", "a-, a_"})
    void twoServersWhoseNamesAreTakenForEachOtherAreRefused(String one, String other) {
        URI nowhere = URI.create("http://127.0.0.1:1/mcp");

        assertThatThrownBy(() -> McpRegistry.of(McpSource.http(one, nowhere), McpSource.http(other, nowhere)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Two MCP servers are called '" + other + "'; names tell their tools apart");
    }
}
