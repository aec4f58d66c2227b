package dev.spindle.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.fuzz.Budget;
import dev.spindle.message.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file that should be a saved chat: read or refused, and what was read is saved so that it reads the same. */
public final class SavedChatFuzz {
    private static final Path FILE = file();

    private SavedChatFuzz() {}

    private static Path file() {
        try {
            return Files.createTempDirectory("chat-fuzz").resolve("chat.json");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Reads the bytes as a file. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        Files.write(FILE, data);
        Budget.hold(() -> {
            List<List<Message>> turns;
            try {
                turns = SavedChat.read(FILE);
            } catch (UsageException declared) {
                return;
            }
            SavedChat.write(FILE, turns);
            assertEquals(turns, SavedChat.read(FILE));
        });
    }
}
