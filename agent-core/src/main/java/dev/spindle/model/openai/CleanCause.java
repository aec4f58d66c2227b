package dev.spindle.model.openai;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What went wrong below, told without secrets: libraries quote in their messages what a server sent. */
final class CleanCause extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 8; // causes may go in circles

    private CleanCause(String words, StackTraceElement[] trace) {
        super(words);
        setStackTrace(trace);
    }

    /** The same exception if nothing of it holds a secret; else one that tells of it, and of its causes. */
    static IOException of(IOException cause, Secrets secrets) {
        return isClean(cause, secrets, MOST) ? cause : cleaned(cause, secrets, MOST);
    }

    private static boolean isClean(@Nullable Throwable thrown, Secrets secrets, int most) {
        if (thrown == null) return true;
        if (most == 0) return false; // nobody has looked at what lies deeper
        String words = thrown.toString();
        boolean clean = secrets.removedFrom(words).equals(words) && isClean(thrown.getCause(), secrets, most - 1);
        for (Throwable suppressed : thrown.getSuppressed()) clean &= isClean(suppressed, secrets, most - 1);
        return clean;
    }

    private static CleanCause cleaned(Throwable thrown, Secrets secrets, int most) {
        CleanCause clean = new CleanCause(secrets.removedFrom(thrown.toString()), thrown.getStackTrace());
        if (most == 1) return clean;
        if (thrown.getCause() != null) clean.initCause(cleaned(thrown.getCause(), secrets, most - 1));
        for (Throwable suppressed : thrown.getSuppressed()) clean.addSuppressed(cleaned(suppressed, secrets, most - 1));
        return clean;
    }
}
