package dev.spindle.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.tools.shell.ShellVerdict.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellPolicyTest {
    private final ShellPolicy policy = ShellPolicy.builder()
            .allow(
                    "ls",
                    "cat",
                    "echo",
                    "git status",
                    "wc",
                    "sort",
                    "find",
                    "env",
                    "xargs",
                    "bash",
                    "sed",
                    "cd",
                    "timeout 60 ls")
            .deny("rm", "git push", "chmod -R 777")
            .build();

    static Stream<String> hiding() throws IOException {
        try (InputStream lines = ShellPolicyTest.class.getResourceAsStream("/shell-attacks.txt")) {
            String all = new String(lines.readAllBytes(), StandardCharsets.UTF_8);
            return List.of(all.split("\n%\n")).stream();
        }
    }

    @ParameterizedTest
    @MethodSource("hiding")
    void lineThatHidesADeniedCommandIsDenied(String line) {
        assertThat(policy.judge(line, false).kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void thereAreTwoHundredWaysToHide() throws IOException {
        long stopped = hiding().filter(line -> policy.judge(line, false).kind() == Kind.DENIED)
                .count();

        System.out.println("shell: lines that hide a denied command " + hiding().count() + ", denied " + stopped);
        assertThat(stopped).isEqualTo(hiding().count()).isGreaterThanOrEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls",
                "ls -l src",
                "ls *.java | wc -l",
                "cat 'a b' \"c\" && git status -s; echo done",
                "cat a 2>/dev/null",
                "ls 2>&1 | sort",
                "if ls; then echo yes; else echo no; fi",
                "( ls )",
                "{ ls; }",
                "echo 'rm is not run'",
                "echo \"# rm\" # rm x",
                "cat <<'E'\nrm x\nE",
                "find . -name '*.java'",
                "sed -n 1,20p a.txt",
                "timeout 60 ls -l",
                "ls \\\n -l",
            })
    void lineOfAllowedCommandsIsAllowed(String line) {
        assertThat(policy.judge(line, false)).isEqualTo(new ShellVerdict(Kind.ALLOWED, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "make",
                "ls && make",
                "ls; python3 build.py",
                "echo x > file",
                "echo x >> file",
                "cat < in >| out",
                "> file",
                "git log",
                "git",
                "./ls",
                "/tmp/ls",
                "ls \"$HOME\"",
                "A=1 ls",
                "echo $(ls | make)",
                "echo {a,b}",
                "bash script.sh",
                "timeout 10 ls",
                "env ls",
                "ls | xargs wc",
                "find . -exec make {} +",
                "find . -exec grep x {} +",
            })
    void everythingElseIsAskedAbout(String line) {
        assertThat(policy.judge(line, false).kind()).isEqualTo(Kind.ASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mvn -q -o test -Dtest=FooTest",
                "./mvnw verify",
                "gradle build --info",
                "npm test",
                "npm run build",
                "cargo build --release",
                "go test ./...",
                "make -j4 all",
                "make -f other.mk VERSION=3",
                "cmake -S . -B build",
                "python3 -m pytest -q tests",
                "python3 manage.py migrate",
                "python3 -m venv env",
                "node build.js --watch",
                "git commit -m 'Take the old form away; rm is not run'",
                "git log --oneline -n 5",
                "git diff --text HEAD~1 -- src",
                "git grep -n 'std::vector'",
                "git show HEAD:src/App.java",
                "git checkout -b topic",
                "git config --get user.name",
                "git -C sub status",
                "tar -czf a.tgz src",
                "tar xzf a.tgz",
                "rsync -a --delete src/ out/",
                "zip -r a.zip src",
                "sort -t, -k2 a.csv",
                "split -l 100 a.csv",
                "cp -r src out",
                "mv a b",
                "docker compose up -d",
                "kubectl get pods",
                "curl -s https://example.com/a?b=c",
                "java -jar app.jar --port=80",
                "CI=1 DEBUG=app npm test",
                "printf '%s\n' one two",
                "test -f a.txt && make",
                "export NAME=value",
                "sed -n '1,5p' a.txt b.txt",
                "jq '.a | .b' x.json",
                "gcc -O2 -Wall -Wl,-rpath,lib -o app main.c",
                "clang++ -std=c++20 -fuse-ld=mold a.cc",
                "javac -d out -cp lib/a.jar src/A.java",
                "mvn -q test -Dtest=FooTest -DargLine=-Xmx1g exec:java",
                "./gradlew test -i --tests FooTest",
                "npm install --save-dev typescript",
                "npm run build -- --config prod.json",
                "pip install -r requirements.txt",
                "go test -run TestFoo -v ./...",
                "cargo test --package core",
                "rustc -O main.rs",
                "rg --pretty -n pattern src",
                "fd -e java",
                "wget -qO- https://example.com/a",
                "pandoc -o a.html a.md",
                "apt-get install -y jq",
                "echo 'rm is not run' > notes.txt",
            })
    void ordinaryLinesAreNotDenied(String line) {
        assertThat(policy.judge(line, false).kind())
                .as(policy.judge(line, false).why())
                .isNotEqualTo(Kind.DENIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"eval ls", "$X", "python3 -c 'print(1)'", "for i in a; do ls; done", "ls $((1+1))", "echo 'open"
            })
    void withoutDenyingRulesWhatIsUnclearIsAskedAbout(String line) {
        ShellPolicy open =
                ShellPolicy.builder().allow("ls", "echo", "eval", "python3").build();

        assertThat(open.judge(line, false).kind()).isEqualTo(Kind.ASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git log --output=.bashrc",
                "git log -3 --output .bashrc",
                "git diff --outp=a HEAD~1",
                "git show HEAD --output='a b'",
                "/usr/bin/git log --output=a",
            })
    void whatGitWritesToAFileIsAskedAboutLikeAnyFile(String line) {
        ShellPolicy reading = ShellPolicy.builder()
                .allow("git log", "git diff", "git show", "/usr/bin/git log")
                .build();

        assertThat(reading.judge(line, false).kind()).isEqualTo(Kind.ASK);
        assertThat(reading.judge("git log --oneline --output-indicator-new=+ -p", false)
                        .kind())
                .isEqualTo(Kind.ALLOWED);
    }

    @Test
    void longNamesOfOptionsAreTheirLetters() {
        ShellPolicy strict =
                ShellPolicy.builder().deny("tool --force", "rm -rf").build();

        for (String line : List.of(
                "tool --force",
                "tool --forc",
                "tool --force=1",
                "tool -f",
                "tool x -vf",
                "rm -r -f x",
                "rm -fr x",
                "rm --recursive --force x",
                "rm -r --force x",
                "rm x -rvf")) {
            assertThat(strict.judge(line, false).kind()).as(line).isEqualTo(Kind.DENIED);
        }
        assertThat(strict.judge("tool --verbose", false).kind()).isEqualTo(Kind.ASK);
        assertThat(strict.judge("rm -r x", false).kind()).isEqualTo(Kind.ASK);
    }

    @Test
    void argumentsOfAProgramAreNotReadByAShell() {
        assertThat(policy.judge(List.of("echo", "a; rm x", "$(rm x)"), false).kind())
                .isEqualTo(Kind.ALLOWED);
        assertThat(policy.judge(List.of("rm", "x"), false).kind()).isEqualTo(Kind.DENIED);
        assertThat(policy.judge(List.of("bash", "-c", "ls; rm x"), false).kind())
                .isEqualTo(Kind.DENIED);
        assertThat(policy.judge(List.of("env", "A=1", "rm", "x"), false).kind()).isEqualTo(Kind.DENIED);
        assertThat(policy.judge(List.of(), false).kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void refusalSaysWhichRuleFits() {
        assertThat(policy.judge("ls; git -C x push --force", false).why())
                .isEqualTo("'git push' may not be run here, and this command may run it. Find another way.");
        assertThat(policy.judge("$X y", false).why())
                .isEqualTo(
                        "It cannot be told what this would run: which program '' is. Write the commands out plainly.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(", "$(", "{", "\"$(", "`", "<(", "a ", "{,", "<<E\n", "$((", "${", "env ", "\\\n", "sh -c '"})
    void hostileLinesAreJudgedInTime(String piece) {
        String line = piece.repeat(9_900 / piece.length());

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(policy.judge(line, false).kind()).isNotEqualTo(Kind.ALLOWED));
    }

    @Test
    void controlCharactersAndEndlessLinesAreDenied() {
        assertThat(policy.judge("ls \u001b[2J", false).why()).contains("control character");
        assertThat(policy.judge("ls\rrm", false).why()).contains("control character");
        assertThat(policy.judge("ls " + "x".repeat(10_000), false).why()).contains("at most 10000");
        assertThat(policy.judge(" \n", false).why()).startsWith("There is no command");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cd sub && git status",
                "cd sub; ls; git status",
                "(cd sub && git status)",
                "pushd sub; git status",
                "while git status; do cd sub; done",
                "find . -execdir git status ;",
                "cd sub && /usr/bin/git status",
                "cd . && git status",
                "{ cd sub; git status; }",
                "ls | cd sub && git status",
                "ls || cd sub\ngit status"
            })
    void gitInAnotherFolderFollowsItsSettingsAndIsAskedAbout(String line) {
        ShellPolicy free = ShellPolicy.builder()
                .allow("cd", "pushd", "ls", "find", "git status", "/usr/bin/git status")
                .build();

        assertThat(free.judge(line, false).kind()).isEqualTo(Kind.ASK);
        assertThat(free.judge("git status && ls", false).kind()).isEqualTo(Kind.ALLOWED);
        assertThat(free.judge("cd sub && ls", false).kind()).isEqualTo(Kind.ALLOWED);
        assertThat(free.judge("git status && ls", true).kind()).isEqualTo(Kind.ASK);
        assertThat(free.judge(List.of("git", "status"), true).kind()).isEqualTo(Kind.ASK);
    }

    @Test
    void emptyRulesAreRefused() {
        assertThatThrownBy(() -> ShellPolicy.builder().allow(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"find -exec ", "env find -exec ", "xargs find -exec ", "env nohup find -exec "})
    void commandsThatDoubleWithEachWordAreGivenUp(String words) {
        String line = words.repeat(399 / words.split(" ").length) + "x";
        ShellPolicy policy = ShellPolicy.builder().allow("ls").deny("rm").build();

        ShellVerdict verdict = policy.judge(line, false);

        assertThat(verdict.kind()).isEqualTo(ShellVerdict.Kind.DENIED);
        assertThat(CommandFinder.inLine(line, false).possible()).hasSizeLessThan(2_100);
    }
}
