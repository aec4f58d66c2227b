package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions about a folder of documents, answered by the offline stand-in. */
class AskDocumentsTest {
    @TempDir
    private Path scratch;

    private static final Path LIBRARY = Path.of("src/test/resources/library");
    private static final Pattern SOURCE = Pattern.compile("(.+):(\\d+)-(\\d+)");

    private record Question(String asked, String answer) {}

    private static final List<Question> ANSWERABLE = List.of(
            new Question("For how many weeks may I keep books?", "Books may be kept for four weeks."),
            new Question("How high is the fine for each day?", "The fine is twenty cents for each day and item."),
            new Question("What does a replacement for a lost card cost?", "A replacement card costs four euros."),
            new Question(
                    "How many people does the hall seat?",
                    "The hall seats ninety people and has a projector and a piano."),
            new Question(
                    "For how many hours can a study cabin be reserved?",
                    "A cabin can be reserved for up to three hours a day."),
            new Question(
                    "What is the price of a page printed in colour?",
                    "A black and white page costs ten cents, a page in colour forty."),
            new Question("How far ahead must archive boxes be ordered?", "Order boxes two working days ahead."),
            new Question(
                    "Am I allowed to photograph archive documents with a flash?",
                    "You may photograph documents without flash for private study."),
            new Question(
                    "When does the reading room close on Saturdays?",
                    "On Saturdays it closes at four in the afternoon."),
            new Question(
                    "Which day of the week is story hour, where a volunteer reads aloud?",
                    "Every Wednesday at half past three a volunteer reads aloud in the tower room."));

    @Test
    void filesThatAreNoDocumentsAreNamed() throws IOException {
        Files.writeString(scratch.resolve("fines.md"), "The fine is twenty cents.\n");
        for (String name : List.of("photo.jpg", "sound.mp3", "fines.JSON", "LICENSE")) {
            Files.writeString(scratch.resolve(name), "x");
        }

        Ran ran = Ran.here(Map.of(), "ask", "--docs", scratch.toString(), "How high is the fine?");

        assertThat(ran.err())
                .contains(
                        "not read, being no documents: 4 files (.jpg .json .mp3): LICENSE, fines.JSON, photo.jpg, sound.mp3\n");
    }

    @Test
    void atLeastEightOfTenAnswersCiteTheLinesThatHoldTheAnswer() throws IOException {
        List<String> missed = new ArrayList<>();

        for (Question question : ANSWERABLE) {
            Json result = ask(question.asked()).result();
            if (!cites(result, question.answer())) missed.add(question.asked() + " → " + result);
        }

        System.out.println(
                "answered with the right lines: " + (ANSWERABLE.size() - missed.size()) + " of " + ANSWERABLE.size());
        assertThat(missed).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Which brand of bicycle does the mayor ride?",
                "What is the boiling point of tungsten?",
            })
    void whatTheDocumentsDoNotTellIsDeclined(String question) {
        Ran ran = ask(question);

        Json result = ran.result();
        assertThat(ran.exitCode()).isZero();
        assertThat(result.get("citations").items()).isEmpty();
        assertThat(result.get("text").string())
                .doesNotContainPattern("\\[\\d+]")
                .isNotBlank();
    }

    private static Ran ask(String question) {
        return Ran.here(Map.of(), "ask", "--json", "--docs", LIBRARY.toString(), question);
    }

    private static boolean cites(Json result, String answer) throws IOException {
        for (Json citation : result.get("citations").items()) {
            if (citation.find("source").isEmpty()) continue;
            boolean inText = result.get("text")
                    .string()
                    .contains("[" + citation.get("number").integer() + "]");
            if (inText && lines(citation.get("source").string()).contains(answer)) return true;
        }
        return false;
    }

    private static String lines(String source) throws IOException {
        Matcher place = SOURCE.matcher(source);
        assertThat(place.matches()).as(source).isTrue();
        try (var lines = Files.lines(LIBRARY.resolve(place.group(1)))) {
            int first = Integer.parseInt(place.group(2));
            int last = Integer.parseInt(place.group(3));
            return lines.skip(first - 1L).limit(last - first + 1L).collect(Collectors.joining(" "));
        }
    }
}
