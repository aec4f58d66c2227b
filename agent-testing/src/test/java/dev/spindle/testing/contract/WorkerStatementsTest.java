package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.started;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agents;
import dev.spindle.Agents.Worker;
import dev.spindle.event.RunEvent.At;
import dev.spindle.event.RunEvent.Stopped;
import dev.spindle.event.StopReason;
import dev.spindle.jdbc.JdbcJournal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a worker asks of a database when it looks for runs. */
@Timeout(60)
class WorkerStatementsTest {
    private static final int RUNS = 1_000;

    @TempDir
    Path directory;

    private final Queue<String> prepared = new ConcurrentLinkedQueue<>();

    private DataSource counted(DataSource real) {
        return proxy(DataSource.class, real);
    }

    private <T> T proxy(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                WorkerStatementsTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) prepared.add((String) arguments[0]);
                    try {
                        Object result = method.invoke(target, arguments);
                        return result instanceof Connection connection ? proxy(Connection.class, connection) : result;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }

    @Test
    void aLookAtAThousandRunsIsTwoStatementsHoweverManyWaitOrAreDriven() throws Exception {
        DataSource database = Stores.sqlite(directory);
        try (JdbcJournal elsewhere = JdbcJournal.on(database);
                JdbcJournal journal = JdbcJournal.on(counted(database))) {
            for (int at = 0; at < RUNS; at++) {
                Stopped waits = new Stopped(new At(1, Instant.EPOCH), StopReason.WAITING, "");
                boolean driven = at % 2 == 0;
                elsewhere.append("r" + at, 0, driven ? List.of(started("r" + at)) : List.of(started("r" + at), waits));
            }
            Worker.Terms terms = Worker.Terms.of(started -> Optional.empty()).withLookEvery(Duration.ofMillis(20));
            try (Worker worker = Agents.worker(journal, terms)) {
                awaitLooks(1);
                assertTrue(
                        worker.status().trouble() == null, () -> worker.status().toString());
                prepared.clear();

                awaitLooks(10);
                assertTrue(
                        worker.status().waiting() == RUNS / 2,
                        () -> worker.status().toString());
            }

            assertTrue(prepared.size() <= 2 * looks() + 4, () -> looks() + " looks: " + prepared);
        }
    }

    private long looks() {
        return prepared.stream().filter(sql -> sql.contains("finished = 0")).count();
    }

    private void awaitLooks(int times) throws InterruptedException {
        for (int wait = 0; looks() < times; wait++) {
            assertTrue(wait < 20_000, () -> "it looked " + looks() + " times");
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }
}
