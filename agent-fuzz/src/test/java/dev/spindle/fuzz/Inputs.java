package dev.spindle.fuzz;

import java.nio.charset.StandardCharsets;

/** The parts of an input: what a first byte chooses, and a text or two behind it. */
public record Inputs(int choice, String text) {
    private static final String CUT = "\n====\n";

    /** The first byte chooses, as a digit of a text would; the rest is UTF-8, however damaged. */
    public static Inputs of(byte[] data) {
        if (data.length == 0) return new Inputs(0, "");
        return new Inputs(
                Math.floorMod(data[0] - '0', 64), new String(data, 1, data.length - 1, StandardCharsets.UTF_8));
    }

    /** The text before the first line of four equals signs. */
    public String first() {
        int cut = text.indexOf(CUT);
        return cut < 0 ? text : text.substring(0, cut);
    }

    /** The text behind that line; empty without one. */
    public String second() {
        int cut = text.indexOf(CUT);
        return cut < 0 ? "" : text.substring(cut + CUT.length());
    }
}
