package dev.spindle.examples.guide;

import dev.spindle.Agent;
import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.jdbc.JdbcMemory;
import dev.spindle.journal.Journal;
import dev.spindle.journal.Journal.KeptRun;
import dev.spindle.memory.Memory;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteDataSource;

/** What is kept of a person, found by a label and erased. */
public final class Erasing {
    private Erasing() {}

    /** Runs the example. */
    public static void main(String... arguments) throws IOException {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        Path directory = Files.createTempDirectory("erasing");
        dataSource.setUrl("jdbc:sqlite:" + directory.resolve("spindle.db"));
        try (JdbcJournal journal = JdbcJournal.on(dataSource);
                JdbcMemory memory = JdbcMemory.on(dataSource)) {
            Agent agent = Agent.builder(ScriptedModel.says("Hello Bo.").then("Hello Al."))
                    .journal(journal)
                    .memory(memory)
                    .build();
            for (String user : List.of("bo", "al"))
                agent.run(RunRequest.of("Hello?")
                        .withRunId("hello-" + user)
                        .inConversation(user)
                        .withLabels(Map.of("user", user)));
            erase(journal, memory);
            System.out.println(journal.runs() + " " + memory.conversations());
        }
    }

    private static void erase(Journal journal, Memory memory) {
        // region erasing
        Journal.Query ofBo = Journal.Query.ALL.labelled("user", "bo");
        for (KeptRun run : journal.runs(ofBo)) System.out.println(run.runId());

        memory.forget("bo");
        for (KeptRun left : journal.deleteAll(ofBo)) System.err.println(left.runId() + ": " + left.trouble());

        Instant longAgo = Instant.now().minus(Duration.ofDays(90));
        journal.deleteAll(Journal.Query.ALL.quietSince(longAgo));
        // endregion
    }
}
