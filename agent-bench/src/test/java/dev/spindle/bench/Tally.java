package dev.spindle.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts right answers and names the wrong ones. */
final class Tally {
    private final String what;
    private final List<String> wrong = new ArrayList<>();
    private int right;

    Tally(String what) {
        this.what = what;
    }

    void count(String id, Object expected, Object answered) {
        if (expected.equals(answered)) right++;
        else wrong.add(id + ": expected " + expected + " but was answered " + answered);
    }

    int right() {
        return right;
    }

    /** Prints the count on a line, and fails if there is more than a few known wrong ones, or nothing at all. */
    void check(int tolerated) {
        Map<String, Long> wrongByFile = wrong.stream()
                .collect(Collectors.groupingBy(id -> id.split(" ", 2)[0], TreeMap::new, Collectors.counting()));
        System.out.println("probe " + what + ": " + right + " passed, " + wrong.size() + " failed"
                + (wrong.isEmpty() ? "" : " " + wrongByFile));
        if (wrong.size() > tolerated) assertEquals(List.of(), wrong);
    }
}
