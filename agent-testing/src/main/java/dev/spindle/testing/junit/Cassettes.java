package dev.spindle.testing.junit;

import dev.spindle.model.Model;
import dev.spindle.testing.cassette.CassetteFile;
import dev.spindle.testing.cassette.CassettePlayer;
import dev.spindle.testing.cassette.CassetteRecorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.commons.support.ReflectionSupport;

/** Finds cassettes, or records them. */
final class Cassettes {
    private static final String RECORD = "spindle.record";
    private static final String FOLDER = "spindle.cassettes";

    private Cassettes() {}

    static boolean areRecorded() {
        return Boolean.getBoolean(RECORD);
    }

    /**
     * The model that a parameter asks for.
     *
     * @param atEnd takes what is to be done with it when the test has passed
     */
    static Model model(Cassette wanted, Consumer<Runnable> atEnd) {
        Path folder = Path.of(System.getProperty(FOLDER, "src/test/resources/cassettes"));
        CassetteFile file = CassetteFile.at(folder.resolve(wanted.value()));
        for (String pattern : wanted.masking()) file = file.masking(Pattern.compile(pattern));
        if (Files.exists(file.path())) {
            CassettePlayer player = wanted.loose() ? file.playingLoosely() : file.playing();
            atEnd.accept(player::assertComplete);
            return player;
        }
        if (!areRecorded()) {
            throw new ParameterResolutionException(
                    "There is no cassette " + file.path().toAbsolutePath() + "; run the test once with -D" + RECORD
                            + "=true, which asks the real model, to record it");
        }
        CassetteRecorder recorder =
                file.recording(ReflectionSupport.newInstance(wanted.from()).get());
        atEnd.accept(recorder::save);
        return recorder;
    }
}
