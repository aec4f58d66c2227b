package dev.spindle.mcp;

import dev.spindle.context.Cancellation;
import dev.spindle.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The tokens of servers, a file each, readable by their owner alone. A file that is damaged is that of one server. */
record TokenFolder(Path folder) {
    /**
     * What is kept for a server; null if nothing is.
     *
     * @throws McpException if it cannot be read
     */
    @Nullable
    Grant read(URI server) {
        Path file = file(server);
        try {
            return Grant.of(Json.parse(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException none) {
            return null;
        } catch (IOException | IllegalArgumentException damaged) {
            // What the file says may be a secret, so its parser's words stay out.
            throw McpException.locked(
                    "The tokens in " + file + " cannot be read; delete the file and log in again", null);
        }
    }

    /** Keeps this for a server, in place of what was kept. */
    void write(URI server, Grant grant) {
        Path file = file(server);
        try {
            OwnFiles.write(file, grant.json().text());
        } catch (IOException failed) {
            throw new McpException("The tokens in " + file + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    /**
     * The right to change what is kept for a server, from what {@link #read} says to what {@link #write} keeps.
     *
     * @throws McpException if it cannot be had
     */
    TokenLock lock(URI server, Cancellation cancellation) {
        Path file = file(server);
        try {
            return TokenLock.on(file.resolveSibling("." + file.getFileName() + ".lock"), cancellation);
        } catch (IOException busy) {
            throw McpException.locked("The tokens in " + file + " cannot be changed: " + busy.getMessage(), busy);
        }
    }

    /** Whether there was something to forget. */
    boolean delete(URI server) {
        Path file = file(server);
        if (!Files.exists(file)) return false;
        try (TokenLock alone = lock(server, Cancellation.create())) {
            return Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new McpException("The tokens in " + file + " cannot be deleted: " + failed.getMessage(), failed);
        }
    }

    private Path file(URI server) {
        return folder.resolve(ToolTitles.sha256(server.toString()).substring(0, 32) + ".json");
    }
}
