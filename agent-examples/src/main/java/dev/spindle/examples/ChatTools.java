package dev.spindle.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the model of a chat may work with, as the command line says it. */
final class ChatTools {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "The folder whose files may be read, searched and, if you agree, changed, and where commands may be run, if you agree.")
    private @Nullable Path folder;

    @Option(names = "--docs", paramLabel = "DIR", description = "A folder of documents to answer from.")
    private @Nullable Path documents;

    @Option(
            names = "--allow",
            paramLabel = "COMMAND",
            description = "With --dir: a command that may run without asking, such as 'git status'; may be repeated.")
    private List<String> commands = List.of();

    @Option(
            names = "--deny",
            paramLabel = "COMMAND",
            description = "With --dir: a command that may not run at all, such as 'git push'; may be repeated.")
    private List<String> denied = List.of();

    @Option(
            names = "--web",
            paramLabel = "HOST",
            description =
                    "A host from which pages may be fetched, such as example.com, *.example.com or * for all public ones; may be repeated.")
    private List<String> hosts = List.of();

    @Option(
            names = "--db",
            paramLabel = "FILE",
            description = "A SQLite database that may be asked, and not be changed.")
    private @Nullable Path database;

    @Option(
            names = "--trust",
            paramLabel = "DIR",
            description =
                    "With --dir: the folder, it or one above it, whose AGENTS.md files and skills are instructions;"
                            + " at a terminal you are asked about the project if you name none.")
    private @Nullable Path trusted;

    @Option(
            names = "--skills",
            paramLabel = "DIR",
            description = "A folder of skills that you believe, each a folder with a SKILL.md; may be repeated.")
    private List<Path> skills = List.of();

    @Mixin
    private final McpOptions servers = new McpOptions();

    /**
     * What is to be done with all this.
     *
     * @param trust knows whose words are instructions
     * @param front where a person is asked who has not said so yet
     * @throws UsageException if it does not go together
     */
    ChatJob job(Trust trust, ChatFront front) {
        if (folder == null && trusted != null) {
            throw new UsageException("--trust speaks of a folder that is worked in; name it with --dir");
        }
        if (folder == null && !(commands.isEmpty() && denied.isEmpty())) {
            throw new UsageException("--allow and --deny speak of commands, which need a folder; name it with --dir");
        }
        return new ChatJob(
                absolute(folder),
                absolute(documents),
                new ChatJob.Reach(commands, denied, hosts, absolute(database)),
                servers.named(),
                new Guidance(absolute(trusted(trust, front)), skills()));
    }

    private @Nullable Path trusted(Trust trust, ChatFront front) {
        return trusted != null || folder == null || !Files.isDirectory(folder) ? trusted : trust.of(folder, front);
    }

    private List<String> skills() {
        return skills.stream().map(each -> each.toAbsolutePath().toString()).toList();
    }

    /** The folder of the chat; the present one if none was named. */
    Path place() {
        return (folder == null ? Path.of("") : folder).toAbsolutePath();
    }

    private static @Nullable String absolute(@Nullable Path path) {
        return path == null ? null : path.toAbsolutePath().toString();
    }
}
