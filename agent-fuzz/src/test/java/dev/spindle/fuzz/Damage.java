package dev.spindle.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Makes new inputs of kept ones: with parts left out, doubled, taken from one another, and words put in that readers fear. */
final class Damage {
    private static final int MAX_BYTES = 8_000;
    private static final List<String> WORDS = List.of(
            "\0",
            "\r",
            "\n\n",
            "\uFEFF",
            "\\ud800",
            "\u2028",
            "\u202E",
            "🌍",
            "٣",
            "é",
            "[",
            "{\"a\":",
            "\"",
            "\\",
            "]",
            "}",
            "null",
            "-0",
            "1e400",
            "1e99999999999",
            "9223372036854775808",
            "0.1",
            ",",
            ":",
            "data: ",
            "\n====\n",
            "<![CDATA[",
            "-->",
            "&#0;",
            "<a b='",
            "```",
            "# ",
            "---\n",
            "**/",
            "[!",
            "{",
            "((((",
            "a{9}",
            "*",
            "$ref",
            "..",
            "/");

    private final List<byte[]> kept;
    private final SplittableRandom random;

    Damage(List<byte[]> kept, long seed) {
        this.kept = kept;
        this.random = new SplittableRandom(seed);
    }

    byte[] next() {
        byte[] input = any();
        for (int edits = 1 + random.nextInt(6); edits > 0; edits--) input = edited(input);
        return input;
    }

    private byte[] any() {
        return kept.get(random.nextInt(kept.size()));
    }

    private byte[] edited(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + (random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(8)));
        ByteArrayOutputStream edited = new ByteArrayOutputStream();
        edited.write(input, 0, from);
        switch (random.nextInt(6)) {
            case 0 -> edited.write(random.nextInt(256));
            case 1 -> edited.writeBytes(WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8));
            case 2 -> repeat(edited, input, from, to);
            case 3 -> splice(edited, any());
            case 4 -> edited.write(input, from, to - from);
            default -> from = to;
        }
        edited.write(input, to, input.length - to);
        byte[] bytes = edited.toByteArray();
        return bytes.length <= MAX_BYTES ? bytes : input;
    }

    private void repeat(ByteArrayOutputStream edited, byte[] input, int from, int to) {
        int times = random.nextInt(8) == 0 ? random.nextInt(600) : 2;
        for (int time = 0; time < times && edited.size() < MAX_BYTES; time++) edited.write(input, from, to - from);
    }

    private void splice(ByteArrayOutputStream edited, byte[] other) {
        int from = random.nextInt(other.length + 1);
        edited.write(other, from, random.nextInt(other.length - from + 1));
    }
}
