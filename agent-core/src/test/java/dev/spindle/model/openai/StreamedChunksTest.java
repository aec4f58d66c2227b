package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** One parser reads all chunks of a stream, and no chunk notices the others. */
class StreamedChunksTest {
    private final Cancellation cancellation = Cancellation.create();
    private final StreamedChunks chunks = new StreamedChunks(Watch.begin(cancellation, Duration.ZERO));

    private static byte[] saying(String text) {
        return bytes("{\"id\":\"a\",\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Chunk alone(byte[] data) {
        return ChunkReader.read(data, data.length, Watch.begin(cancellation, Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 7_950, 8_000, 8_050, 100_000})
    void aChunkOfAnyLengthIsReadAsIfItStoodAlone(int length) {
        byte[] small = saying("é");
        byte[] large = saying("ü".repeat(length));

        Chunk first = chunks.read(small);
        Chunk second = chunks.read(large);
        Chunk third = chunks.read(small);

        assertEquals(alone(small), first);
        assertEquals(alone(large), second);
        assertEquals(alone(small), third);
    }

    @Test
    void anIdThatChangesIsTakenOver() {
        chunks.read(bytes("{\"id\":\"a\",\"model\":\"m\"}"));

        Chunk other = chunks.read(bytes("{\"id\":\"b\",\"model\":\"mm\"}"));
        Chunk without = chunks.read(bytes("{\"id\":null}"));

        assertEquals("b", other.id());
        assertEquals("mm", other.model());
        assertEquals("", without.id());
        assertEquals("", without.model());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\"} {\"id\":\"behind\"}",
                "{\"id\":\"a\"}{\"id\":\"behind\"",
                "{\"id\":\"a\"} \"",
                "{\"id\":\"a\"}]]]",
                "{\"id\":\"a\"}   "
            })
    void whatStandsBehindAnObjectIsNoPartOfTheNext(String data) {
        chunks.read(bytes(data));

        Chunk next = chunks.read(saying("b"));

        assertEquals(alone(saying("b")), next);
    }

    @Test
    void whatStandsFarBehindAnObjectIsNoPartOfTheNext() {
        chunks.read(bytes("{\"id\":\"a\"}" + "{\"id\":\"behind\"}".repeat(10_000)));

        Chunk next = chunks.read(saying("b"));

        assertEquals(alone(saying("b")), next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"a\"", "{\"id\":\"a", "{", "{\"id\":}", "{\"id\":\"\u0001\"}", "[]", "{]"})
    void aChunkThatCannotBeReadSpoilsNoOther(String broken) {
        chunks.read(saying("a"));

        assertThrows(JacksonException.class, () -> chunks.read(bytes(broken)));
        Chunk next = chunks.read(saying("b"));

        assertEquals(alone(saying("b")), next);
    }

    @Test
    void aLongChunkHearsThatNobodyWantsItAnyMore() {
        byte[] large = saying("a".repeat(100_000));
        cancellation.cancel("enough");

        assertThrows(CancelledException.class, () -> chunks.read(large));
    }
}
