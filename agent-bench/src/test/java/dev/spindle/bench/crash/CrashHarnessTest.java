package dev.spindle.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.bench.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The short version of what {@code docs/crash.md} tells how to run for long. */
@Timeout(300)
class CrashHarnessTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    static List<Store> storesOfThisMachine() {
        if (!Store.MARIADB.isHere())
            System.out.println("The kills and races on MariaDB were left out: no mariadbd is installed");
        return Stream.of(Store.values()).filter(Store::isHere).toList();
    }

    static List<Store> sharedStores() {
        return storesOfThisMachine().stream().filter(Store::isShared).toList();
    }

    private String lastLine() {
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        lines.forEach(System.out::println);
        return lines.get(lines.size() - 1);
    }

    @ParameterizedTest
    @MethodSource("storesOfThisMachine")
    void nothingIsLostOrDoneTwiceHoweverOftenTheProcessIsKilled(Store store) throws Exception {
        int exit = CrashCommand.run(List.of("--store=" + store, "--kills=12", "--directory=" + directory), out, out);

        assertThat(lastLine())
                .startsWith("crash " + store + ": 12 kills, ")
                .endsWith(" runs finished, 0 effects twice, 0 missing, 0 repeated");
        assertThat(exit).isZero();
    }

    @ParameterizedTest
    @MethodSource("sharedStores")
    void ofTwoProcessesThatResumeOneRunAtOnceOneDrives(Store store) throws Exception {
        int exit = RaceCommand.run(List.of("--store=" + store, "--times=30", "--directory=" + directory), out, out);

        assertThat(lastLine()).startsWith("race " + store + ": 30 races, each with one driver and one conflict: yes");
        assertThat(exit).isZero();
    }

    @Test
    void ofThreeWorkersThatShareAJournalWhicheverIsKilledTheOthersGoOn() throws Exception {
        List<String> arguments = List.of("--store=postgres", "--kills=9", "--directory=" + directory);

        int exit = WorkersCommand.run(arguments, out, out);

        assertThat(lastLine())
                .startsWith("workers postgres: 9 kills, ")
                .endsWith(" runs finished, 0 effects twice, 0 missing, 0 repeated");
        assertThat(exit).isZero();
    }
}
