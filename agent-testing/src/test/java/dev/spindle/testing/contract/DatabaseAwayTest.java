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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    void runGoesOnWhenTheDatabaseIsBackAfterTenSecondsAndDoesNothingTwice() throws IOException {
        PGSimpleDataSource direct = Stores.postgresql();
        try (Relay relay = new Relay(direct.getPortNumbers()[0])) {
            PGSimpleDataSource through = Stores.postgresql();
            through.setPortNumbers(new int[] {relay.port()});
            through.setServerNames(new String[] {"127.0.0.1"});
            try (JdbcJournal journal = JdbcJournal.on(through);
                    JdbcMemory memory = JdbcMemory.on(through)) {
                ScriptedModel model = ScriptedModel.calls("pay", "{}").then("Paid.");
                Agent agent = Agent.builder(model)
                        .tools(new Unlucky(relay))
                        .journal(journal)
                        .memory(memory)
                        .build();
                long begun = System.nanoTime();

                RunResult result =
                        agent.run(RunRequest.of("Pay.").withRunId("a").inConversation("c"));

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
}
