package dev.spindle.tools.process;

/** Takes what a command prints, piece by piece, as it comes. */
@FunctionalInterface
public interface OutputSink {
    /**
     * Takes the next bytes; called on the thread that waits for the command.
     *
     * @param bytes a buffer that is used again afterwards
     * @param count how many of them are meant, from the first
     */
    void accept(byte[] bytes, int count);
}
