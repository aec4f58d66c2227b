package dev.spindle.examples;

import dev.spindle.tools.shell.SandboxLevel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that was built, as the build wrote it down, and how commands of a model would be isolated on this machine. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        try (InputStream version = Version.class.getResourceAsStream("version.txt")) {
            byte[] text = Objects.requireNonNull(version, "version.txt").readAllBytes();
            String built = new String(text, StandardCharsets.UTF_8).strip();
            return new String[] {
                "spindle " + built, "commands: " + SandboxLevel.best().words()
            };
        }
    }
}
