package dev.spindle;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a builder was given. Null would be heard of much later, or, for a journal, only after a crash. */
final class Given {
    private Given() {}

    /** The value of a setting. */
    static <T> T checked(@Nullable T value, String setting) {
        return Objects.requireNonNull(
                value, () -> "the argument of " + setting + "(…) is null; give one, or leave " + setting + "(…) out");
    }
}
