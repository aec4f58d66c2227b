package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "** a/b/c.txt true",
                "**/* a true",
                "*.md README.md true",
                "*.md docs/guide.md true",
                "docs/*.md docs/guide.md true",
                "docs/*.md docs/en/guide.md false",
                "docs/**/*.md docs/guide.md true",
                "docs/**/*.md docs/en/old/guide.md true",
                "docs/** docs/en/guide.md true",
                "docs/** docs2/guide.md false",
                "*.{md,txt} a/notes.txt true",
                "*.{md,txt} a/notes.rst false",
                "file?.txt file1.txt true",
                "file?.txt file12.txt false",
                "file[0-9].txt file7.txt true",
                "file[!0-9].txt file7.txt false",
                "file[!0-9].txt filex.txt true",
                "a.b aXb false",
                "a+b(c)|d$ a+b(c)|d$ true",
                "x[[]id] x[id] true",
                "*.MD a.md false",
            })
    void pathsMatchAsInAShell(String glob, String path, boolean matches) {
        assertThat(Glob.of(glob).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[]", "{", "}", "{{a}", "[z-a]", "\\", "[\\]", "[[:alpha:]]", "(", ")", "*{2000}"})
    void oddPatternsAreReadOrRefused(String odd) {
        try {
            assertThat(Glob.of(odd).matches("something else/entirely")).isFalse();
        } catch (UnreadableFileException refused) {
            assertThat(refused.explanation()).contains("malformed");
        }
    }

    @Test
    void endlessPatternIsRefused() {
        assertThatThrownBy(() -> Glob.of("*".repeat(1_000))).hasMessageContaining("at most 300");
    }

    @Test
    void manyStarsDoNotHang() {
        Glob bomb = Glob.of("*a".repeat(140) + "b");

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(bomb.matches("a".repeat(4_000))).isFalse());
    }
}
