package dev.spindle.examples;

import dev.spindle.json.Json;
import dev.spindle.run.RunResult;
import java.util.List;
import java.util.Map;

/** What a command knows of its run beyond the model's words. */
interface Findings {
    /** For people: lines behind the answer. */
    List<String> lines(RunResult result);

    /** For programs: fields of the result. */
    Map<String, Json> fields();

    /** What the process exits with. */
    int exitCode(RunResult result);
}
