package dev.spindle.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.jdbc.JdbcMemory;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A server that goes away in the middle of a run. */
@Timeout(120)
class DatabaseAwayTest {
    private static final Duration AWAY = Duration.ofSeconds(10);

    /** Takes the database away while it works, as often as it is called. */
    public static final class Unlucky {
        private final Relay relay;
        private final AtomicInteger called = new AtomicInteger();

        Unlucky(Relay relay) {
            this.relay = relay;
        }

        @Tool(value = "Pays, and pulls the plug of the database.", effect = Effect.WRITE)
        public String pay() throws IOException {
            relay.goAway();
            CompletableFuture.delayedExecutor(AWAY.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::comeBack);
            return "paid " + called.incrementAndGet();
        }

        private void comeBack() {
            try {
                relay.comeBack();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    @Test
    void runGoesOnWhenPostgresqlIsBackAfterTenSecondsAndDoesNothingTwice() throws IOException {
        PGSimpleDataSource through = Stores.postgresql();
        try (Relay relay = new Relay(through.getPortNumbers()[0])) {
            through.setPortNumbers(new int[] {relay.port()});
            through.setServerNames(new String[] {"127.0.0.1"});

            goesOnAndDoesNothingTwice(through, relay);
        }
    }

    @Test
    @Tag(NeedsMariaDb.TAG)
    void runGoesOnWhenMariaDbIsBackAfterTenSecondsAndDoesNothingTwice() throws IOException, SQLException {
        String direct = Stores.mariadb().getUrl();
        int port = URI.create(direct.substring("jdbc:".length())).getPort();
        try (Relay relay = new Relay(port)) {
            String through = direct.replace(":" + port + "/", ":" + relay.port() + "/");

            goesOnAndDoesNothingTwice(new MariaDbDataSource(through), relay);
        }
    }

    private static void goesOnAndDoesNothingTwice(DataSource through, Relay relay) {
        try (JdbcJournal journal = JdbcJournal.on(through);
                JdbcMemory memory = JdbcMemory.on(through)) {
            ScriptedModel model = ScriptedModel.calls("pay", "{}").then("Paid.");
            Agent agent = Agent.builder(model)
                    .tools(new Unlucky(relay))
                    .journal(journal)
                    .memory(memory)
                    .build();
            long begun = System.nanoTime();

            RunResult result = agent.run(RunRequest.of("Pay.").withRunId("a").inConversation("c"));

            assertTrue(System.nanoTime() - begun > AWAY.toNanos());
            assertEquals("Paid.", result.text());
            List<Recorded> events = journal.read("a", 0);
            for (int at = 0; at < events.size(); at++)
                assertEquals(at, events.get(at).at().position());
            assertEquals(
                    1,
                    events.stream()
                            .filter(RunEvent.ToolFinished.class::isInstance)
                            .count());
            assertEquals(4, memory.recall("c").size());
        }
    }
}
