package dev.spindle.examples;

import dev.spindle.examples.terminal.PrivateFile;
import dev.spindle.retrieval.embedding.LocalEmbeddings;
import dev.spindle.retrieval.embedding.LocalModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The indexes that are kept for folders, below {@code ~/.spindle/indexes}: of each folder one by words, one with vectors, or both.
 *
 * @param home where all of them are
 */
record KeptIndexes(Path home) {
    private static final int NAME_DIGITS = 16;
    private static final String WORDS = "words";

    /**
     * An index.
     *
     * @param place where it is kept; null for memory
     * @param model what makes its vectors; null for none
     */
    record Kept(@Nullable Path place, @Nullable LocalModel model) {}

    static KeptIndexes of(Surroundings surroundings) {
        return new KeptIndexes(surroundings.home().resolve(".spindle").resolve("indexes"));
    }

    /** The index of a folder with vectors if there is one, else the one by words, else one in memory. */
    Kept find(Path folder, boolean lexical) {
        Path vectors = place(folder, LocalModel.BGE_SMALL.id());
        if (!lexical && Files.isDirectory(vectors) && LocalEmbeddings.isAvailable(LocalModel.BGE_SMALL)) {
            return new Kept(vectors, LocalModel.BGE_SMALL);
        }
        Path words = place(folder, WORDS);
        return new Kept(Files.isDirectory(words) ? words : null, null);
    }

    /** The place for an index of a folder, with vectors if they are wanted and there is a model. */
    Kept make(Path folder, boolean lexical) {
        boolean vectors = !lexical && LocalEmbeddings.isAvailable(LocalModel.BGE_SMALL);
        makeHome();
        return vectors
                ? new Kept(place(folder, LocalModel.BGE_SMALL.id()), LocalModel.BGE_SMALL)
                : new Kept(place(folder, WORDS), null);
    }

    /** What documents say is for those alone who may read them. */
    private void makeHome() {
        try {
            PrivateFile.createFolders(home);
        } catch (IOException broken) {
            throw new UncheckedIOException("the folder " + home + " for indexes cannot be made", broken);
        }
    }

    private Path place(Path folder, String kind) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest(folder.toRealPath().toString().getBytes(StandardCharsets.UTF_8));
            return home.resolve(HexFormat.of().formatHex(hash).substring(0, NAME_DIGITS) + "-" + kind);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        } catch (IOException broken) {
            throw new UsageException("the folder " + folder + " cannot be read: " + broken.getMessage());
        }
    }
}
