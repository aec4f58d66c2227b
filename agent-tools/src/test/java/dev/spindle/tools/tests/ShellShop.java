package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** A project in a repository, with a bug, and a build that takes milliseconds. */
record ShellShop(Path project, Git git, ProjectTests tests) {
    static final String CART = "total() { echo $(($1 + $2)); }\nhalf() { echo $(($1 / 2)); }\n";
    static final String TESTS = "expect total 6 $(total 2 3)\nexpect half 2 $(half 4)\n";

    /** What Maven does, for tests that are a shell's. */
    private static final String BUILD = """
            #!/bin/sh
            choice=$(echo "$*" | sed -n 's/.*-Dtest=CartTest#\\([a-z+]*\\).*/+\\1+/p')
            rm -rf target; mkdir -p target/surefire-reports
            report=target/surefire-reports/TEST-CartTest.xml
            status=0
            expect() {
              case "$choice" in ''|*+$1+*) ;; *) return;; esac
              if [ "$2" = "$3" ]; then echo "<testcase classname='CartTest' name='$1'/>" >>$report
              else
                echo "<testcase classname='CartTest' name='$1'><failure message='expected $2, not $3'/></testcase>" >>$report
                status=1
              fi
            }
            echo "<testsuite>" >$report
            . ./cart.sh
            . ./src/test/cart_test.sh
            echo "</testsuite>" >>$report
            exit $status
            """;

    /** Lays it into a folder. */
    static ShellShop in(Path scratch) throws Exception {
        Path project = Files.createDirectory(scratch.resolve("shop")).toRealPath();
        Files.writeString(project.resolve("cart.sh"), CART);
        Files.createDirectories(project.resolve("src/test"));
        Files.writeString(project.resolve("src/test/cart_test.sh"), TESTS);
        Files.writeString(project.resolve(".gitignore"), "target/\n*.secret\n");
        Path build = Files.createDirectory(scratch.resolve("bin")).resolve("build");
        Files.writeString(build, BUILD);
        assertThat(build.toFile().setExecutable(true)).isTrue();
        Git git = new Git(project);
        git.run("init", "--quiet", "--initial-branch=main");
        git.run("add", ".");
        git.run("commit", "--quiet", "--message", "A shop");
        ProjectTests tests = ProjectTests.of(project, TestProgram.MAVEN).withCommand(build);
        return new ShellShop(project, git, tests);
    }
}
