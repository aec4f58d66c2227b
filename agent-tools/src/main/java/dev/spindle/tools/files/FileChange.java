package dev.spindle.tools.files;

import org.jspecify.annotations.Nullable;

/**
 * What happens to one file.
 *
 * @param path where it is
 * @param before its text; null if there is none
 * @param after its text then; null if it goes
 */
record FileChange(
        String path, @Nullable String before, @Nullable String after) {}
