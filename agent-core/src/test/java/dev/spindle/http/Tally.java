package dev.spindle.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** Counts the cases of a corpus and names those that fail. */
public final class Tally {
    private final String corpus;
    private final List<String> passed = new CopyOnWriteArrayList<>();
    private final List<String> failed = new CopyOnWriteArrayList<>();

    public Tally(String corpus) {
        this.corpus = corpus;
    }

    public DynamicTest test(String id, Executable check) {
        return DynamicTest.dynamicTest(id, () -> {
            failed.add(id);
            check.execute();
            failed.remove(id);
            passed.add(id);
        });
    }

    public void print() {
        System.out.println(corpus + ": " + passed.size() + " passed, " + failed.size() + " failed " + failed);
    }
}
