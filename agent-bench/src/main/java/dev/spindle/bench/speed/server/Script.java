package dev.spindle.bench.speed.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the model does in one turn. It travels as the model's name, so that the server needs to remember nothing.
 *
 * @param rounds how often it calls tools before it answers
 * @param calls how many tools it calls at once
 * @param chunks in how many pieces the answer is streamed
 * @param delayMillis how long it thinks before each reply
 * @param toolMillis how long it asks each tool to take
 */
public record Script(int rounds, int calls, int chunks, int delayMillis, int toolMillis) {
    private static final Pattern NAME = Pattern.compile("r(\\d{1,4})-c(\\d{1,3})-s(\\d{1,6})-d(\\d{1,6})-t(\\d{1,6})");

    /** Tools called one at a time, at once, by a model that does not think. */
    public static Script ofRounds(int rounds) {
        return new Script(rounds, 1, 1, 0, 0);
    }

    /** Calls so many tools at once. */
    public Script withCalls(int calls) {
        return new Script(rounds, calls, chunks, delayMillis, toolMillis);
    }

    /** Streams the answer in so many pieces. */
    public Script withChunks(int chunks) {
        return new Script(rounds, calls, chunks, delayMillis, toolMillis);
    }

    /** Thinks so long before each reply. */
    public Script withDelay(int millis) {
        return new Script(rounds, calls, chunks, millis, toolMillis);
    }

    /** Calls tools that take so long. */
    public Script withToolTime(int millis) {
        return new Script(rounds, calls, chunks, delayMillis, millis);
    }

    /** The model's name. */
    public String model() {
        return "r" + rounds + "-c" + calls + "-s" + chunks + "-d" + delayMillis + "-t" + toolMillis;
    }

    /**
     * The script behind a model's name.
     *
     * @throws IllegalArgumentException if it is no such name
     */
    public static Script of(String model) {
        Matcher name = NAME.matcher(model);
        if (!name.matches()) throw new IllegalArgumentException("No script '" + model + "'; write r10-c1-s1-d0-t0");
        int[] numbers = new int[5];
        for (int at = 0; at < numbers.length; at++) numbers[at] = Integer.parseInt(name.group(at + 1));
        return new Script(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }
}
