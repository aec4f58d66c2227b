package dev.spindle.retrieval.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every expected id was given by Hugging Face's {@code tokenizers} for the same {@code tokenizer.json}. */
class WordPieceTest {
    private static final long CLS = 101;
    private static final long SEP = 102;
    private static final long UNKNOWN = 100;

    private static WordPiece tokens;

    @BeforeAll
    static void readVocabulary() {
        tokens = WordPiece.of(Json.parse(resource(LocalModel.BGE_SMALL.tokenizer())));
    }

    static Stream<Arguments> referenceEncodings() {
        return Stream.of(
                encoding("words", "hello world", 7592, 2088),
                encoding("case", "HELLO World", 7592, 2088),
                encoding("pieces", "unaffable", 14477, 20961, 3468),
                encoding("accent", "café", 7668),
                encoding("combining accents", "e\u0301te\u0301", 3802, 2063),
                encoding("ideographs", "日本語 world", 1864, 1876, 1950, 2088),
                encoding("ideographs that are unknown", "你好 world", 100, 100, 2088),
                encoding("ideograph beyond 16 bits", "\uD840\uDC00x", 100, 1060),
                encoding("katakana is a word", "\u3000テキスト", 1713, 30227, 30233, 30240),
                encoding("hangul is decomposed", "한국", 1469, 30006, 30021, 29991, 30014, 30020),
                encoding("punctuation", "Don't stop, now!", 2123, 1005, 1056, 2644, 1010, 2085, 999),
                encoding("hyphens", "state-of-the-art", 2110, 1011, 1997, 1011, 1996, 1011, 2396),
                encoding("money", "$5.00", 1002, 1019, 1012, 4002),
                encoding("typographic marks", "10,000—“ok”", 2184, 1010, 2199, 1517, 1523, 7929, 1524),
                encoding("over-long word", "x".repeat(101), 100),
                encoding("word that has no pieces", "unaffablezzq\u1234", 100),
                encoding("emoji", "a \uD83E\uDDFF b", 1037, 100, 1038),
                encoding("emoji younger than this Java", "\uD83E\uDEE8", 100),
                encoding("control and replacement characters", "a\u0000b\uFFFDc\u200Dd", 5925, 2094),
                encoding("blanks of all kinds", "\u00A0tab\tnew\r\nline\u2028", 21628, 2047, 2240),
                encoding("sharp s and final sigma", "Straße ΟΔΟΣ İ", 2358, 27807, 1169, 29722, 29730, 29733, 1045),
                encoding("special tokens", "[SEP] a [MASK]b [sep]", 102, 1037, 103, 1038, 1031, 19802, 1033),
                encoding("nothing", ""),
                encoding("blanks alone", "   "));
    }

    private static Arguments encoding(String kind, String text, long... ids) {
        return Arguments.of(kind, text, ids);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("referenceEncodings")
    void idsAreThoseOfTheReference(String kind, String text, long[] expected) {
        long[] ids = tokens.ids(text, 512);

        assertThat(ids[0]).as(kind).isEqualTo(CLS);
        assertThat(ids[ids.length - 1]).as(kind).isEqualTo(SEP);
        assertThat(Arrays.copyOfRange(ids, 1, ids.length - 1)).as(kind).containsExactly(expected);
    }

    /** 240 texts put together at random of words in eleven scripts, marks, blanks and controls. */
    @Test
    void idsOfManyMixedTextsAreThoseOfTheReference() {
        List<Json> encodings =
                resource("bert-ids.jsonl").lines().map(Json::parse).toList();

        assertThat(encodings).hasSize(240).allSatisfy(encoding -> {
            String text = encoding.get("text").string();
            long[] expected = encoding.get("ids").items().stream()
                    .mapToLong(Json::integer)
                    .toArray();
            assertThat(tokens.ids(text, 512)).as(text).containsExactly(expected);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 7, 100})
    void cutTextKeepsItsBeginningAndItsEndMark(int most) {
        String text = "unaffable people, say hello to the world";

        long[] cut = tokens.ids(text, most);

        long[] whole = tokens.ids(text, 512);
        int length = Math.min(most, whole.length);
        assertThat(cut).hasSize(length);
        assertThat(cut[length - 1]).isEqualTo(SEP);
        assertThat(cut).startsWith(Arrays.copyOf(whole, length - 1));
    }

    @Test
    void countLeavesTheMarksOut() {
        int count = tokens.count("hello unaffable world");

        assertThat(count).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "\u0301", "[", "[MASK]", ".", "日", "\u200B", "\uD83D", " ", "x "})
    void megabyteOfOneCharacterTakesLinearTime(String piece) {
        String text = piece.repeat(1_000_000 / piece.length());

        long[] cut = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> tokens.ids(text, 512));
        int count = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> tokens.count(text));

        assertThat(cut.length).isLessThanOrEqualTo(512);
        assertThat(count).isLessThanOrEqualTo(text.length());
    }

    @Test
    void megabyteWithoutBlanksIsOneUnknownWord() {
        long[] ids = tokens.ids("x".repeat(1_000_000), 512);

        assertThat(ids).containsExactly(CLS, UNKNOWN, SEP);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(WordPieceTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }
}
