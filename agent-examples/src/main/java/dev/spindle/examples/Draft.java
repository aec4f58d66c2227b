package dev.spindle.examples;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A question that is written in the person's own editor. */
record Draft(Surroundings surroundings) {
    private static final long MOST_BYTES = 1 << 20;

    /**
     * Opens the editor that VISUAL or EDITOR names, and returns what was saved in it.
     *
     * @return without blanks at its ends; may be empty
     * @throws UsageException if no editor is named, or it fails, or what it saved is no text of a usual size
     */
    String written(String begun) {
        String editor = editor();
        try {
            Path file = Files.createTempFile("spindle-", ".md");
            try {
                Files.writeString(file, begun);
                edit(editor, file);
                if (Files.size(file) > MOST_BYTES)
                    throw new UsageException("that is more than 1 MiB; nothing was asked");
                return Files.readString(file).strip();
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (MalformedInputException binary) {
            throw new UsageException("what was saved is no UTF-8 text; nothing was asked");
        } catch (IOException broken) {
            throw new UsageException("the editor '" + editor + "' cannot be used: " + broken.getMessage());
        }
    }

    private String editor() {
        String visual = surroundings.variable("VISUAL");
        String editor = visual.isEmpty() ? surroundings.variable("EDITOR") : visual;
        if (editor.isEmpty()) throw new UsageException("no editor is named; set VISUAL or EDITOR");
        return editor;
    }

    /** By the shell, as other programs do it: a name may have options behind it. */
    private static void edit(String editor, Path file) throws IOException {
        Process process = new ProcessBuilder(List.of("/bin/sh", "-c", editor + " \"$1\"", "sh", file.toString()))
                .inheritIO()
                .start();
        int exitCode = ended(process);
        if (exitCode != 0) {
            throw new UsageException("the editor ended with exit code " + exitCode + "; nothing was asked");
        }
    }

    private static int ended(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
