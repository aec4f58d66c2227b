package dev.spindle.testing.cassette;

import dev.spindle.model.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file that holds what a model was asked and what it said, to be recorded once and played in tests from then on. Immutable.
 *
 * <pre>{@code
 * CassetteFile file = CassetteFile.at(Path.of("src/test/resources/cassettes/weather.json"));
 * CassetteRecorder recorder = file.recording(OpenAiModel.fromEnvironment());   // once: ask it, then recorder.save()
 * CassettePlayer model = file.playing();                                      // in tests
 * }</pre>
 *
 * <p>It stands at the place of a {@link Model}, so that it works for any, and outlives changes of the wire. The file is JSON, one call a
 * line, and holds no key, since a model is not asked with one; keys that stand in what is said are masked, as far as their form is
 * well known. Look at it all the same before you publish it: it holds what people and models said.
 */
public final class CassetteFile {
    private final Path path;
    private final Masks masks;

    private CassetteFile(Path path, Masks masks) {
        this.path = path;
        this.masks = masks;
    }

    /** The cassette in this file, which need not be there yet. */
    public static CassetteFile at(Path path) {
        return new CassetteFile(path, Masks.OF_KEYS);
    }

    /**
     * The same, with a text that must not stand in it.
     *
     * @throws IllegalArgumentException if it has fewer than four characters, which occur everywhere
     */
    public CassetteFile hiding(String secret) {
        return new CassetteFile(path, masks.with(secret));
    }

    /**
     * The same, with what a pattern finds in messages, tools and replies left out of account: dates, generated names, secrets.
     *
     * <p>It is masked when recorded, and in what is asked before that is compared. The pattern sees JSON: let it match no quotation mark
     * or backslash.
     */
    public CassetteFile masking(Pattern pattern) {
        return new CassetteFile(path, masks.with(pattern));
    }

    /** A model that asks a real one, and can save what was said. */
    public CassetteRecorder recording(Model real) {
        return new CassetteRecorder(this, real);
    }

    /**
     * A model that says what was recorded, and demands to be asked the same, in the same order, and all of it.
     *
     * @throws IllegalStateException if there is no such file, or it is no cassette
     */
    public CassettePlayer playing() {
        return new CassettePlayer(this, true);
    }

    /**
     * A model that says what was recorded whenever it is asked the same: in any order, any number of times, or never.
     *
     * @throws IllegalStateException if there is no such file, or it is no cassette
     */
    public CassettePlayer playingLoosely() {
        return new CassettePlayer(this, false);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    Masks masks() {
        return masks;
    }

    Recording read() {
        return Recording.read(path);
    }

    void write(String model, List<Take> takes) {
        new Recording(model, takes).write(path, masks);
    }
}
