package dev.spindle.examples;

import dev.spindle.examples.terminal.PrivateFile;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.message.Message;
import dev.spindle.message.Part;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Transcript;
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
        turns = turns.stream().map(List::copyOf).toList();
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
            SavedChat saved = Json.parse(PrivateFile.read(file, Json.MAX_CHARS)).to(SavedChat.class);
            if (saved.chat() != VERSION || !saved.turns().stream().allMatch(SavedChat::beginsWithAQuestion)) {
                throw new UsageException(file + " is no saved chat of this version");
            }
            saved.turns().forEach(turn -> turn.forEach(message -> check(message, file)));
            return saved.turns().stream().map(SavedChat::mended).toList();
        } catch (JsonException other) {
            throw new UsageException(file + " is no saved chat: " + other.getMessage());
        } catch (IOException broken) {
            throw new UsageException(file + " cannot be read: " + broken);
        }
    }

    /** A chat holds what was said in it: nobody is given instructions, and the server no pieces of its own form, by a file. */
    private static void check(Message message, Path file) {
        if (message instanceof SystemMessage) {
            throw new UsageException(
                    file + " holds instructions (a system message), which no saved chat has; nothing was loaded");
        }
        if ((message instanceof UserMessage said && !isText(said.parts()))
                || (message instanceof ToolMessage answer && !isText(answer.parts()))) {
            throw new UsageException(
                    file + " holds a message with more than text, which no saved chat has; nothing was loaded");
        }
    }

    private static boolean isText(List<Part> parts) {
        return parts.stream().allMatch(Part.Text.class::isInstance);
    }

    private static boolean beginsWithAQuestion(List<Message> turn) {
        return !turn.isEmpty() && turn.get(0) instanceof UserMessage;
    }

    private static List<Message> mended(List<Message> turn) {
        return Transcript.repaired(turn).messages();
    }
}
