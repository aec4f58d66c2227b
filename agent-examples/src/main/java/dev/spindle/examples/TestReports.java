package dev.spindle.examples;

import dev.spindle.message.AssistantMessage;
import dev.spindle.run.RunResult;
import dev.spindle.tools.tests.Triage;
import dev.spindle.tools.tests.report.Background;
import dev.spindle.tools.tests.report.ReportFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes the reports that were asked for.
 *
 * @param project at its real path
 * @param isolation how far tests are kept from the machine
 * @param files what they are by their names
 * @param environment where a runner of GitHub tells where the sources are to be seen
 */
record TestReports(Path project, String isolation, List<String> files, Map<String, String> environment) {
    private static final int SHOWN_CALL = 400;

    /** Writes what came of the tests, with what an agent did about it. */
    void write(Triage triage, TestMemory memory, RunResult result) {
        Path name = project.getFileName();
        Background background = Background.of(name == null ? "the project" : name.toString())
                .withSources(sources())
                .withIsolation(isolation)
                .withPast(memory.past())
                .withAccount(calls(result), result.partialText());
        for (String file : files) {
            ReportFormat format = ReportFormat.findByName(file).orElseThrow();
            try {
                Files.writeString(Path.of(file), format.write(triage, background));
            } catch (IOException broken) {
                throw new UncheckedIOException("the report " + file + " cannot be written: " + broken, broken);
            }
        }
    }

    private static List<String> calls(RunResult result) {
        return result.transcript().messages().stream()
                .filter(AssistantMessage.class::isInstance)
                .flatMap(message -> ((AssistantMessage) message).toolCalls().stream())
                .map(call -> cut(call.name() + " " + call.arguments()))
                .toList();
    }

    private static String cut(String text) {
        return text.length() > SHOWN_CALL ? text.substring(0, SHOWN_CALL) + "…" : text;
    }

    /** Where lines are linked to: the commit that a runner of GitHub works on, else the files of this machine. */
    private String sources() {
        String server = environment.getOrDefault("GITHUB_SERVER_URL", "");
        String repository = environment.getOrDefault("GITHUB_REPOSITORY", "");
        String commit = environment.getOrDefault("GITHUB_SHA", "");
        String workspace = environment.getOrDefault("GITHUB_WORKSPACE", "");
        boolean isThere = !workspace.isEmpty() && project.startsWith(Path.of(workspace));
        if (!server.startsWith("https://") || repository.isEmpty() || commit.isEmpty() || !isThere) {
            String here = project.toUri().toString();
            return here.endsWith("/") ? here : here + "/";
        }
        String inside = Path.of(workspace).relativize(project).toString().replace('\\', '/');
        return server + "/" + repository + "/blob/" + commit + "/" + (inside.isEmpty() ? "" : inside + "/");
    }
}
