package dev.spindle.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.bench.store.Place;
import dev.spindle.bench.store.Store;
import dev.spindle.bench.store.Stores;
import dev.spindle.event.Limits;
import dev.spindle.run.RunRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness must see what it is there to see. */
class AuditTest {
    @TempDir
    Path directory;

    private Stores stores;
    private Ledger ledger;
    private List<CallLog.Entry> calls;
    private String paid;

    @BeforeEach
    void runOnce() throws Exception {
        Place place = Place.of(directory, "");
        stores = Store.FILE.open(place);
        ledger = Ledger.in(stores.ledgers());
        try (CallLog log = CallLog.in(place.log(), stores.journal())) {
            Crew.chief(stores.journal(), new Teller(ledger, log, () -> {}), log)
                    .run(RunRequest.of("Go.").withRunId("one"));
        }
        calls = CallLog.read(place.log());
        paid = ledger.effects().keySet().iterator().next();
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
        stores.close();
    }

    private Audit audit() {
        return Audit.of(stores.journal(), ledger, calls);
    }

    @Test
    void aRunThatNobodyKilledIsGood() {
        assertThat(audit().faults()).isEmpty();
        assertThat(audit().figures())
                .isEqualTo("0 in doubt settled by reconcile, " + audit().runs()
                        + " runs finished, 0 effects twice, 0 missing, 0 repeated");
    }

    @Test
    void anEffectThatHappenedTwiceIsAFault() {
        ledger.enter(paid);

        assertThat(audit().faults()).containsExactly("effect " + paid + " happened 2 times");
    }

    @Test
    void anEffectOfNoCallIsAFault() {
        ledger.enter("one/9.9");

        assertThat(audit().faults()).containsExactly("effect one/9.9 belongs to no call");
    }

    @Test
    void anEffectThatIsMissingIsAFault() {
        ledger.remove(paid);

        assertThat(audit().faults()).containsExactly("effect " + paid + " is missing");
    }

    @Test
    void aCallThatNoDriverAccountsForIsAFault() {
        calls = new ArrayList<>(calls);
        calls.add(new CallLog.Entry("model", "one", "0", false));

        assertThat(audit().faults()).containsExactly("model one 0 was called 2 times by 1 drivers");
    }

    @Test
    void aCallThatWasRecordedAlreadyIsAFault() {
        calls = new ArrayList<>(calls);
        calls.set(0, new CallLog.Entry("model", "one", "0", true));

        assertThat(audit().faults()).containsExactly("model one 0 was called though it was recorded");
    }

    @Test
    void aRunThatIsNotFinishedIsAFault() throws Exception {
        try (CallLog log = CallLog.in(directory.resolve("other.log"), stores.journal())) {
            Crew.chief(stores.journal(), new Teller(ledger, log, () -> {}), log)
                    .run(RunRequest.of("Go.").withRunId("two").withLimits(Limits.DEFAULT.withMaxTurns(1)));
        }

        assertThat(audit().faults()).contains("run two is not finished");
    }
}
