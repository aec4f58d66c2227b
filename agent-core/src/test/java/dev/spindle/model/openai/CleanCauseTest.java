package dev.spindle.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanCauseTest {
    private static final String KEY = "sk-1234567890abcdef";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 7, 8, 9, 30})
    void aKeyIsInNoCauseHoweverDeep(int depth) {
        IOException thrown = new IOException("no key " + KEY);
        for (int above = 0; above < depth; above++) thrown = new IOException("above", thrown);

        IOException clean = CleanCause.of(thrown, Secrets.of(List.of(KEY)));

        StringWriter all = new StringWriter();
        clean.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(KEY);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 7})
    void whatHoldsNoSecretIsLeftAsItIs(int depth) {
        IOException thrown = new IOException("no key");
        for (int above = 0; above < depth; above++) thrown = new IOException("above", thrown);

        assertThat(CleanCause.of(thrown, Secrets.of(List.of(KEY)))).isSameAs(thrown);
    }
}
