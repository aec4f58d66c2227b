package dev.spindle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agents.Recovered;
import dev.spindle.Agents.Worker;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.ForwardingJournal;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.journal.JournalException;
import dev.spindle.model.ModelException;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class WorkerTroubleTest extends WorkerBench {
    @Test
    void aRunWhoseModelIsAwayIsTriedAgainLaterAndIsNamed() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch seen = new CountDownLatch(1);
        Agent agent = Agent.builder(call -> {
                    if (asked.incrementAndGet() < 3)
                        throw new ModelException.Unavailable(
                                "The server is away", ModelException.Details.of("away"), null, null);
                    await(seen); // else it may be forgotten before anybody looks
                    return answer("Back.");
                })
                .interceptors(List.of())
                .journal(journal)
                .build();
        Agents.enqueue(agent, RunRequest.of("Go.").withRunId("a"));

        try (Worker worker = Agents.worker(journal, terms(agent).withLookEvery(Duration.ofMillis(100)))) {
            awaitThat(() -> !worker.status().failing().isEmpty());
            Worker.Failing failing = worker.status().failing().get(0);
            assertEquals("a", failing.runId());
            assertTrue(failing.why().contains("The server is away"), failing.why());
            seen.countDown();
            assertEquals(StopReason.MODEL_FAILED, nextResult().stopReason());
            assertEquals(StopReason.MODEL_FAILED, nextResult().stopReason());
            assertEquals("Back.", nextResult().text());
            awaitThat(() -> worker.status().failing().isEmpty());
        }
    }

    @Test
    void aRunWhoseRequestTheModelRefusesStaysStopped() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        AtomicInteger asked = new AtomicInteger();
        Agent agent = Agent.builder(call -> {
                    asked.incrementAndGet();
                    throw new ModelException.Rejected("No such model", ModelException.Details.of("bad"));
                })
                .interceptors(List.of())
                .journal(journal)
                .build();
        Agents.enqueue(agent, RunRequest.of("Go.").withRunId("a"));

        try (Worker worker = Agents.worker(journal, terms(agent))) {
            nextResult();
            Agents.enqueue(agent, RunRequest.of("Go.").withRunId("b"));
            nextResult();
            Agents.enqueue(agent, RunRequest.of("Go.").withRunId("c"));
            nextResult();

            assertEquals(3, asked.get());
            assertEquals(List.of(), worker.status().failing());
        }
    }

    @Test
    void aRunThatCannotBeReadFailsByNameLaterAndLaterWhileOthersGoOn() throws Exception {
        try (FileJournal journal = files()) {
            Agent agent = agent(journal, call -> answer("Done."));
            Agents.enqueue(agent, RunRequest.of("Go.").withRunId("bad"));
            damage(directory.resolve("runs/bad.jsonl"));
            Agents.enqueue(agent, RunRequest.of("Go.").withRunId("good"));

            try (Worker worker = Agents.worker(journal, terms(agent).withAtOnce(1))) {
                awaitThat(() -> worker.status().failing().stream().anyMatch(each -> each.times() >= 3));
                Worker.Failing failing = worker.status().failing().get(0);

                assertEquals("bad", failing.runId());
                assertTrue(failing.why().startsWith("Line 1 of "), failing.why());
                assertEquals(
                        "Done.",
                        Agents.await(journal, "good", SOON).orElseThrow().text());
            }
        }
    }

    private static void damage(Path file) throws IOException {
        Files.writeString(file, Files.readString(file).replace("\"type\"", "\"tpye\""));
    }

    @Test
    void aRunThatLeavesInTheMiddleOfALookKeepsItsSetbacks() throws Exception {
        InMemoryJournal kept = new InMemoryJournal();
        Agent agent = agent(kept, call -> answer("Never."));
        Agents.enqueue(agent, RunRequest.of("Go.").withRunId("a"));
        DamagedJournal journal = new DamagedJournal(kept);

        try (Worker worker = Agents.worker(journal, terms(agent).withLookEvery(Duration.ofMillis(100)))) {
            journal.hasLeft = () -> worker.status().driving() == 0;
            await(journal.looked);

            assertTrue(worker.status().failing().get(0).times() >= 2);
        }
    }

    @Test
    void aRunInWhichDriversDieOneAfterTheOtherIsTriedLaterAndIsNamed() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        CountDownLatch seen = new CountDownLatch(1);
        Agent agent = agent(journal, call -> {
            await(seen); // else it may be forgotten before anybody looks
            return answer("Done.");
        });
        Agents.enqueue(agent, RunRequest.of("Go.").withRunId("a"));
        for (int driver = 1; driver <= 4; driver++) {
            RunEvent.At at = new RunEvent.At(driver, Instant.now());
            journal.append("a", driver, List.of(new RunEvent.Resumed(at, "driver-" + driver, driver)));
            journal.release("a");
        }

        try (Worker worker = Agents.worker(journal, terms(agent).withLookEvery(Duration.ofMillis(200)))) {
            awaitThat(() -> !worker.status().failing().isEmpty());
            assertEquals(
                    "4 drivers in a row have ended in this run before a step of it was done",
                    worker.status().failing().get(0).why());
            seen.countDown();
            assertEquals("Done.", nextResult().text());
        }
    }

    @Test
    void aRunWhoseDriverHasDiedGoesOnInTheReserveWhileAllPlacesAreTakenAndANewOneWaits() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        Agent agent = agent(
                journal,
                call -> call.context().runId().equals("long")
                        ? ScriptedModel.calls("grind", "{\"word\":\"rye\"}")
                                .then("Ground.")
                                .call(call)
                        : answer("Done."));
        Agents.enqueue(agent, RunRequest.of("Go.").withRunId("long"));

        try (Worker worker = Agents.worker(journal, terms(agent).withAtOnce(1).withReserve(1))) {
            mill.called.await();
            Agents.enqueue(agent, RunRequest.of("Go.").withRunId("new"));
            Agents.enqueue(agent, RunRequest.of("Go.").withRunId("left"));
            journal.append("left", 1, List.of(new RunEvent.Resumed(new RunEvent.At(1, Instant.now()), "dead", 1)));
            journal.release("left");

            assertEquals("left", nextResult().runId());
            // It is told of a little before its place is free.
            awaitThat(() -> worker.status().driving() == 1);
            awaitThat(() -> worker.status().ready() == 1);
            assertEquals(1, worker.status().driving());
            mill.ground.countDown();
            assertEquals("long", nextResult().runId());
            assertEquals("new", nextResult().runId());
        }
    }

    @Test
    void aRunOfNobodyIsToldOnceAndLeftAlone() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        Agents.enqueue(
                agent(journal, call -> answer("Done.")), RunRequest.of("Go.").withRunId("a"));
        AtomicInteger asked = new AtomicInteger();
        Worker.Terms terms = Worker.Terms.of(started -> {
                    asked.incrementAndGet();
                    return Optional.empty();
                })
                .withLookEvery(OFTEN)
                .withEnded(ended::add);

        try (Worker worker = Agents.worker(journal, terms)) {
            assertEquals(new Recovered.Unclaimed("a"), ended.poll(20, TimeUnit.SECONDS));
            Agents.enqueue(
                    agent(journal, call -> answer("Done.")),
                    RunRequest.of("Go.").withRunId("b"));
            assertEquals(new Recovered.Unclaimed("b"), ended.poll(20, TimeUnit.SECONDS));

            assertEquals(2, asked.get());
            assertTrue(worker.status().isWell());
        }
    }

    @Test
    void aJournalThatCannotBeLookedIntoIsTheWorkersTroubleUntilItCan() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        Agent agent = agent(journal, call -> answer("Done."));
        CountDownLatch back = new CountDownLatch(1);
        Journal away = new AwayJournal(journal, back);
        Agents.enqueue(agent, RunRequest.of("Go.").withRunId("a"));

        try (Worker worker = Agents.worker(away, terms(agent))) {
            awaitThat(() -> worker.status().trouble() != null);
            assertEquals(
                    "the journal cannot be looked into: The disk is away",
                    worker.status().trouble());
            back.countDown();

            assertEquals("Done.", nextResult().text());
            awaitThat(() -> worker.status().isWell());
        }
    }

    /** A run in it was found and cannot be read any more; that is noticed for the second time in the middle of a look. */
    private static final class DamagedJournal extends ForwardingJournal {
        private final AtomicInteger reads = new AtomicInteger();
        private final CountDownLatch driven = new CountDownLatch(1);
        private final CountDownLatch looking = new CountDownLatch(1);
        private final CountDownLatch looked = new CountDownLatch(1);
        private volatile BooleanSupplier hasLeft = () -> false;

        DamagedJournal(Journal journal) {
            super(journal);
        }

        @Override
        public List<RunEvent.Recorded> read(String runId, long from) {
            int count = reads.incrementAndGet();
            if (count == 1) return super.read(runId, from);
            if (count == 3) {
                driven.countDown();
                await(looking);
            }
            throw new JournalException("The run is damaged", new IOException("damaged"));
        }

        @Override
        public Map<String, Long> undriven() {
            if (driven.getCount() > 0) return super.undriven();
            if (looking.getCount() == 0) looked.countDown();
            looking.countDown();
            try {
                awaitThat(hasLeft);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            return super.undriven();
        }
    }

    /** Cannot be looked into until it is back. */
    private static final class AwayJournal extends ForwardingJournal {
        private final CountDownLatch back;

        AwayJournal(Journal journal, CountDownLatch back) {
            super(journal);
            this.back = back;
        }

        @Override
        public Map<String, Long> undriven() {
            if (back.getCount() > 0) throw new JournalException("The disk is away", new IOException("away"));
            return super.undriven();
        }
    }
}
