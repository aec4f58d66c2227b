package dev.spindle.examples;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.tools.tests.TestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The tests that failed, or were flaky, by a report of an earlier run. */
final class FailedBefore {
    private static final long MAX_BYTES = 256L << 20;

    private FailedBefore() {}

    /**
     * Reads them.
     *
     * @throws UsageException if it is no report, or nothing failed by it
     */
    static List<TestId> in(Path report) {
        Set<TestId> failed = new LinkedHashSet<>();
        try {
            if (Files.size(report) > MAX_BYTES)
                throw new UsageException("the report " + report + " is too big to be read");
            Json read = Json.parse(Files.readString(report));
            Stream.of("failed", "flaky")
                    .flatMap(kind -> read.get(kind).items().stream())
                    .map(FailedBefore::id)
                    .forEach(failed::add);
        } catch (IOException | JsonException unreadable) {
            throw new UsageException("--only-failed needs a report as --report FILE.json writes it, and " + report
                    + " cannot be read as one: " + unreadable.getMessage());
        }
        if (failed.isEmpty())
            throw new UsageException("nothing failed by the report " + report + "; leave --only-failed out");
        return List.copyOf(failed);
    }

    private static TestId id(Json test) {
        String parameter = test.find("parameter").map(Json::string).orElse("");
        return new TestId(test.get("suite").string(), test.get("name").string(), parameter);
    }
}
