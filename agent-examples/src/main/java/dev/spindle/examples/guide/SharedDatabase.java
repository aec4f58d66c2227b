package dev.spindle.examples.guide;

import dev.spindle.Agent;
import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.jdbc.JdbcMemory;
import dev.spindle.model.Model;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/** Runs and conversations in a database, which another process goes on with. */
public final class SharedDatabase {
    private SharedDatabase() {}

    /** Runs the example: each call of {@code ask} stands for a process of its own. */
    public static void main(String... arguments) throws IOException {
        Path directory = Files.createTempDirectory("database");
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + directory.resolve("spindle.db"));
        ask(dataSource, Models.realOr(ScriptedModel.says("Hello Bo.")), "I am Bo.");
        ask(dataSource, Models.realOr(ScriptedModel.says("You are Bo.")), "Who am I?");
    }

    private static void ask(DataSource dataSource, Model model, String question) {
        // region database
        try (JdbcJournal journal = JdbcJournal.on(dataSource);
                JdbcMemory memory = JdbcMemory.on(dataSource)) {
            Agent agent = Agent.builder(model).journal(journal).memory(memory).build();
            System.out.println(
                    agent.run(RunRequest.of(question).inConversation("bo")).text());
        }
        // endregion
    }
}
