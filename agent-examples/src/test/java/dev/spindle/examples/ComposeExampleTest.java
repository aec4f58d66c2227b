package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.examples.terminal.PlainStream;
import dev.spindle.restate.Engine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The example of a compose file, as far as it speaks of this program. */
class ComposeExampleTest {
    private static String compose = "";

    @BeforeAll
    static void read() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "workers.md"));
        compose = found(page, "(?s)```\\n(services:.*?)```");
    }

    private static String found(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as("something like " + pattern).isTrue();
        return found.group(1);
    }

    private static ParseResult command() {
        List<String> words = List.of(
                found(compose, "command: java -jar /spindle.jar (.*)\\n").split(" "));
        Surroundings nowhere = new Surroundings(
                Map.of(),
                new ByteArrayInputStream(new byte[0]),
                PlainStream.to(new ByteArrayOutputStream()),
                PlainStream.to(new ByteArrayOutputStream()),
                Optional::empty);
        assertThat(words.get(0)).isEqualTo("serve");
        return new CommandLine(new ServeCommand(nowhere))
                .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
    }

    @Test
    void itsWorkerIsStartedWithOptionsThatThereAre() {
        ParseResult command = command();

        assertThat(command.errors()).isEmpty();
        assertThat(command.matchedOptionValue("--restate", (Object) null)).hasToString("http://engine:9070");
        assertThat(command.matchedOptionValue("--reached-at", (Object) null)).hasToString("http://worker:9080");
        assertThat(command.matchedOptionValue("--host", (Object) null)).hasToString("0.0.0.0");
    }

    @Test
    void itsPortsAreThoseThatTheProgramTakesUnlessTold() {
        Object port = command().commandSpec().findOption("--port").getValue();
        String engine = found(ServeCommand.ADMIN, "^http://127.0.0.1(:\\d+)$");

        assertThat(compose).contains("http://worker:" + port, "http://engine" + engine, engine.substring(1) + engine);
    }

    @Test
    void itsEngineIsOfTheVersionThatTestsRun() {
        String version = found(compose, "restatedev/restate:([0-9.]+)\\n");

        assertThat(Engine.VERSION).startsWith(version + ".");
    }

    @Test
    void itsWorkerIsGivenTheTimeToDrain() {
        Duration grace = Duration.ofSeconds(Long.parseLong(found(compose, "stop_grace_period: (\\d+)s")));

        assertThat(grace).isGreaterThan(new DutyOptions().patience());
    }
}
