package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {
    private static final Pattern HEADER = Pattern.compile("@@ -(\\d+),(\\d+) \\+(\\d+),(\\d+) @@");

    @Test
    void changesThatAreFarApartStandInHunksOfTheirOwn() {
        String before = lines(1, 30);
        String after = before.replace("\n5\n", "\nfive\n").replace("\n25\n", "\n");

        assertThat(LineDiff.of(before, after).unified(100)).isEqualTo("""
                @@ -2,7 +2,7 @@
                 2
                 3
                 4
                -5
                +five
                 6
                 7
                 8
                @@ -22,7 +22,6 @@
                 22
                 23
                 24
                -25
                 26
                 27
                 28
                """);
    }

    @Test
    void whatBothHaveInCommonStays() {
        LineDiff diff = LineDiff.of("a\nb\nc\nd\n", "x\nb\nd\ne\n");

        assertThat(diff.unified(100)).isEqualTo("@@ -1,4 +1,4 @@\n-a\n+x\n b\n-c\n d\n+e\n");
    }

    @Test
    void newTextHasNoLinesBefore() {
        assertThat(LineDiff.of("", "a\n").unified(100)).isEqualTo("@@ -0,0 +1,1 @@\n+a\n");
    }

    @Test
    void longDiffIsCut() {
        String cut = LineDiff.of("", lines(1, 1_000)).unified(10);

        assertThat(cut.lines()).hasSize(12).last().isEqualTo("[more changes follow]");
    }

    @Test
    void textsTooBigToCompareAreReplaced() {
        LineDiff diff = LineDiff.of(lines(0, 3_000), lines(10_000, 13_000));

        assertThat(diff.removed()).isEqualTo(3_001);
        assertThat(diff.added()).isEqualTo(3_001);
    }

    @Test
    void anyDiffTurnsTheOneTextIntoTheOther() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            String before = randomLines(random);
            String after = randomLines(random);

            String unified = LineDiff.of(before, after).unified(1_000);

            assertThat(sides(unified, '-', before)).isEqualTo(before);
            assertThat(sides(unified, '+', after)).isEqualTo(after);
        }
    }

    /** What one side of a diff says; lines that no hunk shows are as in the text. */
    private static String sides(String unified, char own, String text) {
        List<String> lines = new ArrayList<>();
        List<String> all = text.lines().toList();
        for (String line : unified.lines().toList()) {
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                int start = Integer.parseInt(header.group(own == '-' ? 1 : 3));
                if (!header.group(own == '-' ? 2 : 4).equals("0")) start--;
                lines.addAll(all.subList(lines.size(), start));
            } else if (line.charAt(0) == ' ' || line.charAt(0) == own) {
                lines.add(line.substring(1));
            }
        }
        lines.addAll(all.subList(lines.size(), all.size()));
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String randomLines(Random random) {
        return IntStream.range(0, random.nextInt(30))
                .mapToObj(i -> "line " + random.nextInt(4) + "\n")
                .collect(Collectors.joining());
    }

    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }
}
