package dev.spindle.testing;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.json.SchemaValidator;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.testing.Passages.Passage;
import dev.spindle.testing.Relevance.Quote;
import dev.spindle.testing.Sentences.Kind;
import dev.spindle.testing.Sentences.Sentence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Puts an answer together from what tools returned, word for word, or says plainly that there is none. */
final class OfflineAnswer {
    /** What every answer that declines ends with. */
    static final String DISCLAIMER = "I am an offline stand-in, not a language model.";

    private static final double ENOUGH = 0.5;
    private static final double ALMOST_AS_GOOD = 0.8;
    private static final int MOST_QUOTES = 3;
    private static final int MOST_FOLLOWERS = 6;
    private static final int LONGEST_RESULT = 1_200;
    private static final Set<String> POINTERS = Vocabulary.words("it this that they these those he she then otherwise");

    private final Request request;
    private final List<Made> made;
    private final List<Passage> passages;
    private final List<Quote> quotes;

    /**
     * An answer from calls that were made.
     *
     * @param made in the order made
     */
    OfflineAnswer(Request request, List<Made> made) {
        this.request = request;
        this.made = made;
        this.passages = passages(made);
        this.quotes = quotes(request, passages);
    }

    /**
     * A call of this request and how it ended.
     *
     * @param lookup whether it searched, so that its result is material and not yet an answer
     */
    record Made(String tool, String arguments, ToolMessage answer, boolean lookup) {
        boolean isOk() {
            return answer.outcome() == Outcome.OK;
        }

        String result() {
            return answer.text();
        }
    }

    /** Each passage once, though several searches found it. */
    private static List<Passage> passages(List<Made> made) {
        Set<Passage> passages = new LinkedHashSet<>();
        for (Made call : made) {
            if (call.isOk() && call.lookup()) passages.addAll(Passages.of(call.result()));
        }
        return List.copyOf(passages);
    }

    /** Whether another look would add nothing: a tool has answered, or what was found does. */
    boolean isEnough() {
        return made.stream().anyMatch(call -> call.isOk() && !call.lookup()) || !quotes.isEmpty();
    }

    /** The answer, if there is one: quotes with their citations, or what a tool returned; else empty. */
    Optional<String> find() {
        List<String> parts = new ArrayList<>();
        for (Made call : made) {
            if (call.isOk() && !call.lookup()) parts.add(returned(call));
        }
        if (!quotes.isEmpty()) parts.add(quoted());
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("\n\n", parts));
    }

    /** The answer for people: with what went wrong in front of it, and a plain no where there is none. */
    String text() {
        List<String> parts = new ArrayList<>();
        for (Made call : made) if (!call.isOk()) parts.add(failed(call));
        parts.add(find().orElseGet(() -> none(parts.isEmpty())));
        return String.join("\n\n", parts);
    }

    /** A value of this form: what a tool returned if it fits, else filled with what the answer and the request mention. */
    Optional<Json> fill(Json schema) {
        for (Made call : made) {
            Optional<Json> returned = call.isOk() ? fitting(call.result(), schema) : Optional.empty();
            if (returned.isPresent()) return returned;
        }
        Optional<String> found = find();
        ArgumentFiller filler = new ArgumentFiller(
                schema, found.map(text -> text + "\n").orElse("") + request.text(), found.orElse(""));
        return filler.fill().filter(filled -> found.isPresent() || !filler.usedFreeText());
    }

    private static Optional<Json> fitting(String text, Json schema) {
        if (!text.startsWith("{")) return Optional.empty();
        try {
            Json value = Json.parse(text);
            return SchemaValidator.of(schema).check(value).isEmpty() ? Optional.of(value) : Optional.empty();
        } catch (JsonException noJson) {
            return Optional.empty();
        }
    }

    private String none(boolean nothingFailed) {
        if (made.stream().anyMatch(call -> call.isOk() && call.lookup())) {
            return "I could not find this in the documents: none of the " + passages.size()
                    + " passages that I read answers it. " + DISCLAIMER;
        }
        return (nothingFailed ? "I cannot answer this: no tool that I was given fits the request. " : "") + DISCLAIMER;
    }

    private static List<Quote> quotes(Request request, List<Passage> passages) {
        List<Quote> ranked = Relevance.rank(request, passages);
        List<Quote> chosen = new ArrayList<>();
        Set<String> texts = new HashSet<>();
        for (Quote quote : ranked) {
            if (quote.coverage() < ENOUGH) continue;
            double best = chosen.isEmpty() ? quote.score() : chosen.get(0).score();
            if (quote.score() < ALMOST_AS_GOOD * best || chosen.size() == MOST_QUOTES) break;
            if (texts.add(quote.sentence().text())) chosen.add(quote);
        }
        return chosen;
    }

    private String quoted() {
        List<String> cited = quotes.stream().map(OfflineAnswer::cited).toList();
        boolean lists = cited.stream().anyMatch(quote -> quote.indexOf('\n') >= 0);
        return String.join(lists ? "\n\n" : " ", cited);
    }

    private static String cited(Quote quote) {
        List<Sentence> all = quote.sentences();
        StringBuilder text = new StringBuilder();
        if (quote.index() > 0 && pointsBack(quote.sentence())) {
            text.append(unbracketed(all.get(quote.index() - 1).text())).append(' ');
        }
        text.append(unbracketed(quote.sentence().text()));
        if (quote.sentence().text().endsWith(":")) {
            followers(all.subList(quote.index() + 1, all.size())).forEach(text::append);
        }
        int number = quote.passage().number();
        return number > 0 ? text + " [" + number + "]" : text.toString();
    }

    /** What a colon announces: the list items or the lines of code behind it. */
    private static List<String> followers(List<Sentence> behind) {
        return behind.stream()
                .limit(MOST_FOLLOWERS)
                .takeWhile(sentence -> sentence.kind() == Kind.ITEM || sentence.kind() == Kind.CODE)
                .map(sentence -> (sentence.kind() == Kind.ITEM ? "\n- " : "\n  ") + unbracketed(sentence.text()))
                .toList();
    }

    private static boolean pointsBack(Sentence sentence) {
        List<String> words = Words.of(sentence.text());
        return !words.isEmpty() && POINTERS.contains(words.get(0).toLowerCase(Locale.ROOT));
    }

    /** Text of a document cannot forge a citation: {@code [3]} becomes {@code (3)}. */
    private static String unbracketed(String text) {
        StringBuilder safe = new StringBuilder(text);
        for (int open = safe.indexOf("["); open >= 0; open = safe.indexOf("[", open + 1)) {
            int end = open + 1;
            while (end < safe.length() && Character.isDigit(safe.charAt(end))) end++;
            if (end == open + 1 || end == safe.length() || safe.charAt(end) != ']') continue;
            safe.setCharAt(open, '(');
            safe.setCharAt(end, ')');
        }
        return safe.toString();
    }

    private static String returned(Made call) {
        return TestSummary.of(call.tool(), call.result()).orElseGet(() -> bounded(fields(call.result())));
    }

    /** The fields of a flat JSON object, one a line; any other text as it is. */
    private static String fields(String result) {
        if (!result.startsWith("{") || result.length() > LONGEST_RESULT) return result.strip();
        try {
            Json object = Json.parse(result);
            List<String> lines = new ArrayList<>();
            for (String name : object.names()) {
                Json value = object.get(name);
                lines.add(name + ": " + (value.isString() ? value.string() : value.text()));
            }
            return String.join("\n", lines);
        } catch (JsonException noJson) {
            return result.strip();
        }
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_RESULT ? text : text.substring(0, LONGEST_RESULT) + "…";
    }

    private static String failed(Made call) {
        String how = switch (call.answer().outcome()) {
            case OK, FAILED -> "failed";
            case RETRY -> "asks to be called otherwise";
            case UNKNOWN_TOOL -> "is not known";
            case INVALID_ARGUMENTS -> "was called with arguments that it does not take";
            case REFUSED -> "was refused";
            case TIMED_OUT -> "ran out of time";
            case CANCELLED -> "was cancelled";
            case SKIPPED -> "was not run";
            case IN_DOUBT -> "was cut short and may or may not have taken effect";
        };
        return call.tool() + " " + how + ": " + bounded(call.result().strip());
    }
}
