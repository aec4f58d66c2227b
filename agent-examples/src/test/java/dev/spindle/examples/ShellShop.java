package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A project in a repository, with a bug, and a build that takes milliseconds. */
record ShellShop(Path scratch, Path project) {
    static final String CART = "total() { echo $(($1 + $2)); }\nhalf() { echo $(($1 / 2)); }\n";

    /** What Gradle's wrapper does, for tests that are a shell's. */
    private static final String BUILD = """
            #!/bin/sh
            choice=$(for each; do echo "$each" | sed -n 's/.*CartTest\\.//p'; done)
            rm -rf build; mkdir -p build/test-results/test
            report=build/test-results/test/TEST-CartTest.xml
            status=0
            expect() {
              case "$choice" in ''|*$1*) ;; *) return;; esac
              if [ "$2" = "$3" ]; then echo "<testcase classname='CartTest' name='$1'/>" >>$report
              else
                echo "<testcase classname='CartTest' name='$1'><failure message='expected $2, not $3'/></testcase>" >>$report
                status=1
              fi
            }
            echo "<testsuite>" >$report
            . ./cart.sh
            . ./src/test/cart_test.sh
            [ -z "$OPENAI_API_KEY" ] || status=9
            echo "</testsuite>" >>$report
            exit $status
            """;

    /** Lays it into a folder. */
    static ShellShop in(Path scratch) throws Exception {
        Path project = Files.createDirectory(scratch.resolve("shop"));
        Files.writeString(project.resolve("build.gradle"), "");
        Files.writeString(project.resolve("cart.sh"), CART);
        Files.createDirectories(project.resolve("src/test"));
        Files.writeString(
                project.resolve("src/test/cart_test.sh"), "expect total 6 $(total 2 3)\nexpect half 2 $(half 4)\n");
        Files.writeString(project.resolve(".gitignore"), "build/\n");
        Files.writeString(project.resolve("gradlew"), BUILD);
        assertThat(project.resolve("gradlew").toFile().setExecutable(true)).isTrue();
        ShellShop shop = new ShellShop(scratch, project);
        shop.git("init", "--quiet", "--initial-branch=main");
        shop.git("add", ".");
        shop.git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message", "A shop");
        return shop;
    }

    String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Path said = scratch.resolve("git.txt");
        Process git = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(git.waitFor()).as(Files.readString(said)).isZero();
        return Files.readString(said);
    }

    /** Runs {@code spindle test} on it. */
    Ran test(ChatServer server, String... more) {
        return spindle(server, testing(more));
    }

    /** The same in a process of its own, in whose environment the key of the model is. */
    Ran testInChild(ChatServer server, String... more) {
        return Ran.child(scratch, server.environment(), asking(server, testing(more)));
    }

    /** Runs a command of spindle that asks this server. */
    Ran spindle(ChatServer server, String... command) {
        return Ran.here(server.environment(), asking(server, command));
    }

    private String[] testing(String... more) {
        return Stream.concat(Stream.of("test", "--project", project.toString()), Stream.of(more))
                .toArray(String[]::new);
    }

    private static String[] asking(ChatServer server, String... command) {
        return Stream.concat(Stream.of(command), Stream.of("--base-url", server.baseUrl()))
                .toArray(String[]::new);
    }

    /** The arguments of a call that edits a file. */
    static String edit(String path, String from, String to) {
        return Json.object(Map.of("path", Json.of(path), "old_text", Json.of(from), "new_text", Json.of(to)))
                .text();
    }
}
