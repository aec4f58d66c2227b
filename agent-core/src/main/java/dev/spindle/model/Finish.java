package dev.spindle.model;

/** Why a model stopped writing. */
public enum Finish {
    /** It is done. */
    STOP,
    /** It waits for tools. */
    TOOL_CALLS,
    /** It reached the limit of tokens; the reply is cut off. */
    LENGTH,
    /** The provider withheld the reply, or the rest of it. */
    CONTENT_FILTER,
    /** It gave a reason that is none of these. */
    OTHER
}
