package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever tests leave in the folder of their report, it goes, and nothing else does. */
@Timeout(60)
class ScratchFolderTest {
    @TempDir
    Path elsewhere;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "mkdir -p a/b/c; : > a/b/c/d; : > a/.e",
                "perl -e 'for (1..60) { mkdir \"x\" x 200; chdir \"x\" x 200 } open(F, \">last\")'",
                "mkdir -p a/b; : > a/b/c; chmod 000 a/b a",
                "mkdir a; : > a/b; chmod 555 a .",
                "chmod 000 .",
                "ln -s OTHERS a; ln -s OTHERS/kept b; mkdir c; ln -s ../../.. c/d; ln -s nowhere e",
                "mkfifo a; mkdir b; mkfifo b/c",
                "cd ..; rm -rf \"$OLDPWD\"",
                "cd ..; rm -rf \"$OLDPWD\"; ln -s OTHERS \"$OLDPWD\"",
                "cd ..; rm -rf \"$OLDPWD\"; : > \"$OLDPWD\"",
                "mkdir 0 1; mkdir 0/0 0/1; : > 0/0/0; touch 'a\nb' -- '-rf' '*'"
            })
    void itGoes(String script) throws Exception {
        Files.writeString(elsewhere.resolve("kept"), "");
        Path path;
        try (ScratchFolder scratch = ScratchFolder.create("spindle-scratch")) {
            path = scratch.path();
            Process left = new ProcessBuilder("sh", "-c", script.replace("OTHERS", elsewhere.toString()))
                    .directory(path.toFile())
                    .inheritIO()
                    .start();
            assertThat(left.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(left.exitValue()).isZero();
        }

        assertThat(path).doesNotExist();
        assertThat(Files.isSymbolicLink(path)).isFalse();
        assertThat(elsewhere.resolve("kept")).exists();
    }
}
