package dev.spindle.run;

import dev.spindle.json.Json;

/** What is posted to a run, as JSON on one line. */
final class InputJson {
    private InputJson() {}

    static String write(Input input) {
        return Json.of(input, Input.class).text();
    }

    static Input read(String line) {
        return Json.parse(line).to(Input.class);
    }
}
