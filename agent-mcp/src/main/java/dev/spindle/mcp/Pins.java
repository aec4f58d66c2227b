package dev.spindle.mcp;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fingerprints of the tools of one server that somebody has approved, in a file that several servers may share. */
record Pins(Path file, String server) {
    /**
     * By the names of tools; null if none of this server were approved yet.
     *
     * @throws McpException if the file cannot be read: then nothing counts as approved
     */
    @Nullable
    Map<String, String> read() {
        Json own = all().find(server).orElse(null);
        if (own == null) return null;
        Map<String, String> prints = new TreeMap<>();
        own.names().forEach(tool -> prints.put(tool, Fields.string(own, tool)));
        return prints;
    }

    /** Puts these in the place of all earlier ones of this server. */
    void write(Map<String, String> prints) {
        Json others = all();
        Json next = Fields.of(others).and(server, prints).json();
        try {
            OwnFiles.write(file, next.text());
        } catch (IOException failed) {
            throw new McpException(
                    "The file of approved tools " + file + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    private Json all() {
        try {
            Json all = Json.parse(Files.readString(file, StandardCharsets.UTF_8));
            if (all.isObject()) return all;
            throw new McpException("The file of approved tools " + file + " is no JSON object; repair or delete it");
        } catch (NoSuchFileException none) {
            return Json.EMPTY_OBJECT;
        } catch (IOException | JsonException unreadable) {
            throw new McpException(
                    "The file of approved tools " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
