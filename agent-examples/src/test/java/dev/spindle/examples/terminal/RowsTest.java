package dev.spindle.examples.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
    @Test
    void everyRowHasItsMarginAndFits() {
        String line = "x".repeat(50) + " ".repeat(90) + "日本語".repeat(30) + "🦜".repeat(20) + "é".repeat(70);

        List<String> rows = Rows.of(line, 40, "  │ ", "  ┆ ");

        assertThat(rows.get(0)).startsWith("  │ ");
        assertThat(rows.subList(1, rows.size())).allMatch(row -> row.startsWith("  ┆ "));
        assertThat(rows).allMatch(row -> Rows.columns(row) < 40);
        assertThat(rows.stream().map(row -> row.substring(4)).reduce("", String::concat))
                .isEqualTo(line);
    }

    @Test
    void rowsEndBetweenWords() {
        assertThat(Rows.of("one two three four", 12, "", "  ")).containsExactly("one two ", "  three ", "  four");
    }

    @Test
    void anEmptyLineIsARow() {
        assertThat(Rows.of("", 80, "  │ ", "  ┆ ")).containsExactly("  │ ");
    }

    @Test
    void aRemarkIsIndentedWhereItGoesOn() {
        assertThat(Rows.ofRemark("failed: one\ntwo", 80)).containsExactly("failed: one", "    two");
    }
}
