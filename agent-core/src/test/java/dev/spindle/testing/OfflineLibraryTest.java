package dev.spindle.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelCall;
import dev.spindle.tool.ToolResult;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions about a folder of documents, asked in other words than the documents use. */
class OfflineLibraryTest {
    private static final Pattern CITATION = Pattern.compile("\\[(\\d+)\\]");
    private final LibrarySearch library;

    OfflineLibraryTest() throws Exception {
        library = new LibrarySearch(folder());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            How much does a membership cost per year?        | Membership costs 24 euros a year.
            For how many days may I keep a borrowed tool?    | A tool may stay with you for seven days.
            What do I pay if I return something too late?    | Each day past the due date costs 1.50 euros per tool.
            How old must I be to join?                       | at least sixteen years old
            Why must I not open power tools?                 | because the warranty ends with the first broken seal
            When is the repair evening?                      | on the first Tuesday of each month
            Where is the first-aid kit?                      | The first-aid box is mounted on the wall next to the sink.
            How do I switch off the power of the machines?   | The main switch for all machines is the red lever
            Where should I throw away paint?                 | Paint and solvents go into the metal cabinet
            How often is the board elected?                  | The board is chosen every two years
            Who does the bookkeeping and keeps the accounts? | Ingrid Solberg keeps the accounts.
            When is my borrowing history erased?             | We delete your loan history ninety days after
            How hot must the glue press be?                  | turn the dial to 70 degrees
            Which trams stop near the workshop?              | which trams 3 and 11 serve
            What do I need to borrow a chainsaw?             | Chainsaws are only lent to people who show a felling certificate.
            How long may members work at a bench?            | for three hours per visit
            When are you open on Saturdays?                  | 10:00 to 16:00
            """)
    void answerCitesAPassageThatHoldsTheAnsweringWords(String question, String words) {
        String answer = ask(question);

        List<String> cited =
                CITATION.matcher(answer).results().map(this::passage).toList();
        assertThat(cited).as(answer).anyMatch(text -> text.contains(words));
        assertThat(answer).contains(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Do you sell gift vouchers?",
                "What is the wifi password?",
                "Can I bring my dog into the workshop?",
                "Who founded the library and in which year?",
                "How many people live in Norway?",
                "Is there a discount for students?",
                "What does a welding course cost?",
                "Which programming language is the website written in?"
            })
    void whatNoDocumentAnswersIsDeclined(String question) {
        String answer = ask(question);

        assertThat(answer)
                .startsWith("I could not find this in the documents")
                .endsWith("I am an offline stand-in, not a language model.");
    }

    private String ask(String question) {
        OfflineModel model = new OfflineModel();
        Transcript conversation = Transcript.of(List.of(UserMessage.of(question)));
        while (true) {
            ModelCall call = ModelCall.of(conversation).withTools(List.of(LibrarySearch.SPEC));
            AssistantMessage said = model.call(call).message();
            if (said.toolCalls().isEmpty()) return said.text();
            conversation =
                    conversation.append(said).append(searched(said.toolCalls().get(0)));
        }
    }

    private ToolMessage searched(ToolCall call) {
        ToolResult result =
                library.search(Json.parse(call.arguments()).get("query").string());
        return new ToolMessage(call.id(), call.name(), result.outcome(), result.parts());
    }

    private String passage(MatchResult citation) {
        return library.cut(Integer.parseInt(citation.group(1))).text().replace('\n', ' ');
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(OfflineLibraryTest.class.getResource("library"))
                .toURI());
    }
}
