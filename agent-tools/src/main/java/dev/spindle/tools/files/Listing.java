package dev.spindle.tools.files;

import java.time.Instant;
import java.util.List;

/**
 * Files that were found in a folder.
 *
 * @param files what was found, sorted by path
 * @param complete whether these are all there are; false if a bound was reached
 */
public record Listing(List<Item> files, boolean complete) {
    /** Copies the files. */
    public Listing {
        files = List.copyOf(files);
    }

    /**
     * One file.
     *
     * @param path relative to the folder, with {@code /} between the names
     * @param bytes its size when it was listed
     * @param modified when it was last written, as its file system has it
     */
    public record Item(String path, long bytes, Instant modified) {}
}
