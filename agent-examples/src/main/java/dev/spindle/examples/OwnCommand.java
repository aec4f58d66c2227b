package dev.spindle.examples;

import dev.spindle.examples.terminal.Pieces;
import dev.spindle.tools.process.ProcessTree;
import dev.spindle.tools.text.QuotedText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/*
 * The person's own command is asked about by nobody and runs outside of any sandbox: who can write it here can run it anyway. What it
 * prints is another matter: it may come from anywhere, and it may hold secrets. So it is shown line by line, each without secrets and
 * what is not seen, and the model reads what was shown, behind a margin.
 */
/** A command that a person runs in the middle of a chat, and what it printed. */
final class OwnCommand {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int LONGEST_LINE = 10_000;
    private static final int KEPT = 8_000;

    private final Secrets secrets;
    private final Consumer<String> shown;
    private final Pieces pieces = new Pieces();
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder head = new StringBuilder();
    private final StringBuilder tail = new StringBuilder();
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer open = ByteBuffer.allocate((1 << 16) + 16);
    private long left;

    /**
     * A command that has not run.
     *
     * @param shown takes each line that it prints
     */
    OwnCommand(Secrets secrets, Consumer<String> shown) {
        this.secrets = secrets;
        this.shown = shown;
    }

    /**
     * Runs it in a folder, without input, and waits for its end; an interrupt of this thread kills it.
     *
     * @return what the model reads of it
     * @throws UsageException if it cannot be started
     */
    String run(String command, Path folder, Map<String, String> environment) {
        String end;
        try (ProcessTree tree = ProcessTree.start(List.of(shell(), "-c", command), folder, environment)) {
            ProcessTree.Ended ended = tree.await(LONGEST, this::take);
            end = ended.timedOut() ? "killed after an hour" : "exit code " + ended.exitCode();
        } catch (IOException notStarted) {
            throw new UsageException("the command cannot be started: " + notStarted.getMessage());
        } catch (InterruptedException stopped) {
            end = "stopped by Ctrl-C";
        }
        line.append(pieces.rest());
        if (!line.isEmpty()) endLine();
        shown.accept("(" + end + ")");
        String omitted = left > 0 ? "… " + Closing.counted(left, "character") + " left out …\n" : "";
        return "I ran a command of my own, and it printed what stands behind the margin.\n$ " + secrets.without(command)
                + "\n" + QuotedText.block(head + omitted + tail, 3 * KEPT) + "\n(" + end + ")\n";
    }

    private static String shell() {
        return Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";
    }

    private void take(byte[] bytes, int count) {
        for (int at = 0; at < count; ) {
            int length = Math.min(count - at, open.remaining());
            open.put(bytes, at, length).flip();
            CharBuffer decoded = CharBuffer.allocate(open.remaining() + 1);
            decoder.decode(open, decoded, false);
            open.compact();
            at += length;
            text(pieces.whole(decoded.flip().toString()));
        }
    }

    private void text(String piece) {
        for (int at = 0; at < piece.length(); at++) {
            char character = piece.charAt(at);
            if (character == '\n') endLine();
            else line.append(character);
            // At a blank, since a secret has none.
            if (line.length() >= LONGEST_LINE && (character == ' ' || line.length() >= 2 * LONGEST_LINE)) endLine();
        }
    }

    private void endLine() {
        String clean = secrets.without(line.toString());
        line.setLength(0);
        shown.accept(clean);
        keep(clean + "\n");
    }

    private void keep(String text) {
        int room = Math.min(text.length(), KEPT - head.length());
        if (room > 0 && tail.isEmpty()) head.append(text, 0, room);
        else room = 0;
        tail.append(text, room, text.length());
        int over = tail.length() - KEPT;
        if (over <= 0) return;
        left += over;
        tail.delete(0, over);
    }
}
