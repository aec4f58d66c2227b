package dev.spindle.memory;

import dev.spindle.context.AgentException;

/** Thrown when what shall be replaced is no more what was looked at; nothing was replaced. */
public final class MemoryConflictException extends AgentException {
    private static final long serialVersionUID = 1L;

    /** Creates it with the conversation and the version that somebody else was faster than. */
    public MemoryConflictException(String conversation, long version) {
        super("Conversation '" + conversation + "' is no more of version " + version
                + ", since somebody added to it; look at it again, and replace what is there then");
    }
}
