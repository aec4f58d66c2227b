package dev.spindle.testing.server;

import dev.spindle.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A right reply of a model, in the form that the request asks for.
 *
 * @param contentType of the form
 * @param pieces the body; of a stream, one event each
 */
record Completion(String contentType, List<String> pieces) {
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}";

    /** The end of a stream, which some servers leave out. */
    static final String DONE = "data: [DONE]\n\n";

    static Completion ofText(String text, boolean streaming) {
        return of("\"content\":" + Json.of(text), "stop", streaming);
    }

    static Completion ofCall(String tool, String arguments, boolean streaming) {
        String function = "{\"name\":" + Json.of(tool) + ",\"arguments\":" + Json.of(arguments) + "}";
        String call = "{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":" + function + "}";
        return of("\"content\":null,\"tool_calls\":[" + call + "]", "tool_calls", streaming);
    }

    private static Completion of(String said, String finish, boolean streaming) {
        String start = "{\"id\":\"reply-1\",\"model\":\"faulty\",";
        String end = ",\"finish_reason\":\"" + finish + "\"}]," + USAGE + "}";
        if (!streaming) {
            String choices = "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\"," + said + "}";
            return new Completion("application/json", List.of(start + choices + end));
        }
        List<String> events = new ArrayList<>();
        events.add(event(start + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}"));
        events.add(event(start + "\"choices\":[{\"index\":0,\"delta\":{" + said + "}}]}"));
        events.add(event(start + "\"choices\":[{\"index\":0,\"delta\":{}" + end));
        events.add(DONE);
        return new Completion("text/event-stream", events);
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    String body() {
        return String.join("", pieces);
    }

    /** Whether this comes in events. */
    boolean streamed() {
        return pieces.size() > 1;
    }
}
