package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Usage;
import dev.spindle.model.Delta;
import dev.spindle.model.Deltas;
import dev.spindle.model.Finish;
import dev.spindle.model.openai.Piece.Unknown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts one reply together, be it sent whole or in pieces, and passes each piece on as it comes.
 *
 * <p>Of several replies only the first counts. Usage replaces what came before, since some servers count up. Not
 * thread-safe.
 */
final class ReplyAssembler {
    private static final List<String> REASONING_FIELDS = List.of("reasoning_content", "reasoning", "");

    private final Dialect dialect;
    private final Deltas deltas;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final Map<String, StringBuilder> thoughts = new LinkedHashMap<>();
    private final @Nullable ThinkTags thinkTags;
    private final CallAssembler calls;
    private final Unknowns unknowns = new Unknowns();

    private String id = "";
    private String model = "";
    private String finishWord = "";
    private boolean begun;
    private boolean content;
    private boolean ended;
    private @Nullable Usage usage;
    private @Nullable Json error;

    ReplyAssembler(Dialect dialect, Deltas deltas) {
        this.dialect = dialect;
        this.deltas = deltas;
        this.calls = new CallAssembler(deltas);
        this.thinkTags = dialect.has(Dialect.Feature.THINK_TAGS)
                ? new ThinkTags(thought -> addThought("", thought), this::addText)
                : null;
    }

    void add(Chunk chunk) {
        if (!chunk.id().isEmpty()) id = chunk.id();
        if (!chunk.model().isEmpty()) model = chunk.model();
        if (chunk.usage() != null) usage = chunk.usage();
        if (error == null) error = chunk.error();
        for (Chunk.Choice choice : chunk.choices()) {
            if (choice.index() == 0) add(choice);
        }
    }

    private void add(Chunk.Choice choice) {
        begun = true;
        for (Piece piece : choice.pieces()) add(piece, choice.whole());
        if (!choice.finish().isEmpty()) finishWord = choice.finish();
    }

    private void add(Piece piece, boolean whole) {
        if (piece instanceof Piece.Text said) {
            if (thinkTags == null) addText(said.text());
            else thinkTags.add(said.text());
        } else if (piece instanceof Piece.Thought thought) {
            addThought(thought.field(), thought.text());
        } else if (piece instanceof Piece.Refusal refused) {
            refusal.append(refused.text());
        } else if (piece instanceof Piece.Call call) {
            calls.add(call, whole);
        } else if (piece instanceof Unknown unknown) {
            unknowns.add(unknown);
            return; // says nothing by itself, as annotations of nothing do
        }
        content = true;
    }

    private void addText(String piece) {
        text.append(piece);
        deltas.accept(new Delta.Text(piece));
    }

    private void addThought(String field, String piece) {
        boolean sameTwice =
                !thoughts.isEmpty() && !thoughts.keySet().iterator().next().equals(field);
        thoughts.computeIfAbsent(field, name -> new StringBuilder()).append(piece);
        if (!piece.isEmpty() && !sameTwice) deltas.accept(new Delta.Reasoning(piece));
    }

    /** Says that nothing more comes. */
    void end() {
        if (ended) return;
        ended = true;
        if (thinkTags != null) thinkTags.end();
        thoughts.forEach((field, thought) -> {
            if (!goesBackByItself(field)) unknowns.add(new Unknown(field, Unknown.Shape.STRING, thought.toString()));
        });
    }

    /**
     * Whether reasoning of this field goes back in the field that the dialect names, or never; else it is an unknown
     * field.
     */
    private boolean goesBackByItself(String field) {
        return field.isEmpty() || (field.equals(dialect.reasoningField()) && field.equals(reasoningFrom()));
    }

    /** Whether a choice has come at all. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether anything has come that the model wrote. */
    boolean hasContent() {
        return content;
    }

    /** Whether the server has said why the model stopped, or what went wrong; usage may still come. */
    boolean isOver() {
        return !finishWord.isEmpty() || error != null;
    }

    @Nullable
    Json error() {
        return error;
    }

    @Nullable
    Usage usage() {
        return usage;
    }

    String model() {
        return model;
    }

    String finishWord() {
        return finishWord;
    }

    /** What was said so far. */
    AssistantMessage message() {
        StringBuilder thought = thoughts.get(reasoningFrom());
        String reasoning = thought == null ? null : thought.toString();
        String refused = refusal.isEmpty() ? null : refusal.toString();
        return new AssistantMessage(
                text.toString(), reasoning, refused, calls.toolCalls(id), dialect.name(), unknowns.toJson());
    }

    private @Nullable String reasoningFrom() {
        String present = null;
        for (String field : REASONING_FIELDS) {
            StringBuilder thought = thoughts.get(field);
            if (thought != null && !thought.isEmpty()) return field;
            if (thought != null && present == null) present = field;
        }
        return present;
    }

    /** What the server meant by its word, given whether there are calls. */
    static Finish finish(String word, List<ToolCall> calls) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "",
                    "stop",
                    "eos",
                    "eos_token",
                    "end_turn",
                    "stop_sequence",
                    "complete",
                    "tool_calls",
                    "tool_use",
                    "function_call" -> calls.isEmpty() ? Finish.STOP : Finish.TOOL_CALLS;
            case "length", "max_tokens", "max_output_tokens", "model_length" -> Finish.LENGTH;
            case "content_filter", "safety", "recitation", "blocklist", "prohibited_content" -> Finish.CONTENT_FILTER;
            default -> Finish.OTHER;
        };
    }

    /** Whether the word promises tool calls. */
    static boolean promisesCalls(String word) {
        return word.equals("tool_calls") || word.equals("function_call") || word.equals("tool_use");
    }
}
