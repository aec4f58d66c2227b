package dev.spindle.examples;

import dev.spindle.examples.terminal.PrivateFile;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.message.Message;
import dev.spindle.message.Repair;
import dev.spindle.message.UserMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A chat in a file.
 *
 * @param chat the version of this form
 * @param turns what was said, oldest first
 */
record SavedChat(int chat, List<List<Message>> turns) {
    private static final int VERSION = 1;

    SavedChat {
        turns = List.copyOf(turns);
    }

    /**
     * Writes a chat, for its owner alone.
     *
     * @throws UsageException if the file is there and is no saved chat, or cannot be written
     */
    static void write(Path file, List<List<Message>> turns) {
        if (Files.exists(file)) read(file);
        try {
            if (!Files.exists(file)) PrivateFile.create(file);
            Files.writeString(file, Json.of(new SavedChat(VERSION, turns)).text() + "\n");
        } catch (IOException broken) {
            throw new UsageException(file + " cannot be written: " + broken);
        }
    }

    /**
     * Reads a chat, and mends what was broken by hand.
     *
     * @throws UsageException if it is no saved chat
     */
    static List<List<Message>> read(Path file) {
        try {
            if (Files.size(file) > Json.MAX_CHARS) throw new UsageException(file + " is too big for a saved chat");
            SavedChat saved = Json.parse(Files.readString(file)).to(SavedChat.class);
            if (saved.chat() != VERSION || !saved.turns().stream().allMatch(SavedChat::beginsWithAQuestion)) {
                throw new UsageException(file + " is no saved chat of this version");
            }
            return saved.turns().stream().map(SavedChat::mended).toList();
        } catch (JsonException other) {
            throw new UsageException(file + " is no saved chat: " + other.getMessage());
        } catch (IOException broken) {
            throw new UsageException(file + " cannot be read: " + broken);
        }
    }

    private static boolean beginsWithAQuestion(List<Message> turn) {
        return !turn.isEmpty() && turn.get(0) instanceof UserMessage;
    }

    private static List<Message> mended(List<Message> turn) {
        return Repair.repaired(turn).messages();
    }
}
