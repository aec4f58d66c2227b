package dev.spindle.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One probe.
 *
 * @param name what it is called by
 * @param parameters the names of its arguments
 * @param opening makes it ready, given its arguments
 */
record ProbeKind(String name, List<String> parameters, Opening opening) {
    /** All there are. */
    static final List<ProbeKind> ALL = List.of(
            new ProbeKind("chat", List.of("BASE_URL"), arguments -> new ChatProbe(arguments.get(0))),
            new ProbeKind("sse", List.of(), arguments -> new SseProbe()),
            new ProbeKind("validate", List.of(), arguments -> new ValidateProbe()),
            new ProbeKind("tools", List.of("FILE", "K"), ProbeKind::tools),
            new ProbeKind("retrieve", List.of("FILE", "K"), ProbeKind::retrieve),
            new ProbeKind("chunks", List.of("DIR", "K"), ProbeKind::chunks));

    private static Answerer tools(List<String> arguments) throws IOException {
        return new ToolsProbe(Path.of(arguments.get(0)), Integer.parseInt(arguments.get(1)));
    }

    private static Answerer retrieve(List<String> arguments) throws IOException {
        return new RetrieveProbe(Path.of(arguments.get(0)), Integer.parseInt(arguments.get(1)));
    }

    private static Answerer chunks(List<String> arguments) {
        return new ChunksProbe(Path.of(arguments.get(0)), Integer.parseInt(arguments.get(1)));
    }

    /** Makes a probe ready. */
    @FunctionalInterface
    interface Opening {
        Answerer open(List<String> arguments) throws IOException;
    }

    /** How it is called. */
    String usage() {
        return "probe " + name + (parameters.isEmpty() ? "" : " " + String.join(" ", parameters));
    }
}
