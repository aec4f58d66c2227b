package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Usage;
import dev.spindle.model.Delta;
import dev.spindle.model.Model.Deltas;
import dev.spindle.model.ModelReply.Finish;
import dev.spindle.model.openai.Piece.Unknown;
import java.util.ArrayList;
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
    private final Secrets secrets;
    private final CleanText text;
    private final CleanText refusal;
    private Map<String, CleanText> thoughts = Map.of(); // by their fields, if the model thinks aloud
    private final @Nullable ThinkTags thinkTags;
    private final CallAssembler calls;
    private final Unknowns unknowns;
    private final Retold retold = new Retold();
    private final List<Chunk.Choice> others = new ArrayList<>();

    private String id = "";
    private String model = "";
    private String finishWord = "";
    private String nativeFinish = "";
    private boolean begun;
    private boolean content;
    private boolean spoken;
    private boolean ended;
    private @Nullable Usage usage;
    private @Nullable Json error;

    /**
     * For one reply.
     *
     * @param secrets what its parts must not show
     */
    ReplyAssembler(Dialect dialect, Deltas deltas, Secrets secrets) {
        this.dialect = dialect;
        this.deltas = deltas;
        this.secrets = secrets;
        this.text = new CleanText(secrets);
        this.refusal = new CleanText(secrets);
        this.unknowns = new Unknowns(secrets);
        this.calls = new CallAssembler(deltas, secrets);
        this.thinkTags = dialect.has(Dialect.Feature.THINK_TAGS)
                ? new ThinkTags(thought -> addThought("", thought), this::addText)
                : null;
    }

    /** Takes a chunk; true if it says anything, be it a field that nobody knows. */
    boolean add(Chunk chunk) {
        if (!chunk.id().isEmpty()) id = chunk.id();
        if (!chunk.model().isEmpty()) model = chunk.model();
        if (chunk.usage() != null) usage = chunk.usage();
        if (error == null) error = chunk.error();
        boolean news = false;
        for (Chunk.Choice choice : chunk.choices()) news |= add(choice);
        return news;
    }

    private boolean add(Chunk.Choice choice) {
        if (choice.index() == 0) return addFirst(choice);
        if (begun || (!others.isEmpty() && others.get(0).index() != choice.index())) return false;
        if (others.size() == PieceReader.MOST) throw new TooManyParts("choices");
        others.add(choice);
        return false;
    }

    /** Says that no choice comes any more: if there is no first one, another counts. */
    void settle() {
        if (begun) return;
        List<Chunk.Choice> only = List.copyOf(others);
        for (Chunk.Choice choice : only) addFirst(choice);
    }

    private boolean addFirst(Chunk.Choice choice) {
        others.clear();
        begun = true;
        boolean again = choice.whole() && content;
        List<Piece> pieces = choice.whole() ? retold.news(choice.pieces(), this::said) : choice.pieces();
        if (!choice.whole() && !pieces.isEmpty()) retold.goesOnInPieces(pieces);
        int call = 0;
        for (Piece piece : pieces) {
            if (again && piece instanceof Piece.Call known) calls.addAgain(known, call++);
            else if (again && piece instanceof Unknown unknown) unknowns.replace(unknown);
            else add(piece, choice.whole());
        }
        if (!choice.finish().isEmpty()) finishWord = choice.finish();
        if (!choice.nativeFinish().isEmpty()) nativeFinish = choice.nativeFinish();
        for (Piece piece : pieces) if (!piece.isEmpty()) return true;
        return false;
    }

    /** What was said so far in such pieces. */
    private CleanText said(Piece piece) {
        if (piece instanceof Piece.Text || (spoken && piece instanceof Piece.Spoken)) return text;
        if (piece instanceof Piece.Refusal) return refusal;
        CleanText thought = piece instanceof Piece.Thought of ? thoughts.get(of.field()) : null;
        return thought == null ? new CleanText(secrets) : thought;
    }

    private void add(Piece piece, boolean whole) {
        if (piece instanceof Piece.Text said) {
            if (thinkTags == null) addText(said.text());
            else thinkTags.add(said.text());
        } else if (piece instanceof Piece.Spoken aloud) {
            spoken |= text.isEmpty();
            if (spoken) addText(aloud.text());
        } else if (piece instanceof Piece.Thought thought) {
            addThought(thought.field(), thought.text());
        } else if (piece instanceof Piece.Refusal refused) {
            refusal.add(refused.text());
        } else if (piece instanceof Piece.Call call) {
            calls.add(call, whole);
        } else if (piece instanceof Unknown unknown) {
            unknowns.add(unknown);
            return; // says nothing by itself, as annotations of nothing do
        }
        content = true;
    }

    private void addText(String piece) {
        show(text.add(piece));
    }

    private void show(String shown) {
        if (!shown.isEmpty()) deltas.accept(new Delta.Text(shown));
    }

    private void addThought(String field, String piece) {
        boolean sameTwice = isSecond(field);
        if (thoughts.isEmpty()) thoughts = new LinkedHashMap<>();
        String shown =
                thoughts.computeIfAbsent(field, name -> new CleanText(secrets)).add(piece);
        if (!shown.isEmpty() && !sameTwice) deltas.accept(new Delta.Reasoning(shown));
    }

    /** Whether the reasoning is told in another field already. */
    private boolean isSecond(String field) {
        return !thoughts.isEmpty() && !thoughts.keySet().iterator().next().equals(field);
    }

    /** Says that nothing more comes. */
    void end() {
        if (ended) return;
        ended = true;
        if (thinkTags != null) thinkTags.end();
        show(text.end());
        refusal.end();
        calls.end();
        thoughts.forEach((field, thought) -> {
            String rest = thought.end();
            if (!rest.isEmpty() && !isSecond(field)) deltas.accept(new Delta.Reasoning(rest));
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
        return !finishWord().isEmpty() || error != null;
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
        return secrets.removedFrom(model);
    }

    /** The server's word, else that of the provider behind it; empty if there is none yet. */
    String finishWord() {
        return secrets.removedFrom(finishWord.isEmpty() ? nativeFinish : finishWord);
    }

    /** The finish word for people, with the word of the provider behind the server if it says more. */
    String shownFinish() {
        String word = finishWord();
        boolean more = !nativeFinish.isEmpty() && !nativeFinish.equals(word);
        return "'" + word + "'" + (more ? " (" + secrets.removedFrom(nativeFinish) + ")" : "");
    }

    /** What was said so far. */
    AssistantMessage message() {
        String field = reasoningFrom();
        CleanText thought = field == null ? null : thoughts.get(field);
        String reasoning = thought == null ? null : thought.toString();
        String refused = refusal.isEmpty() ? null : refusal.toString();
        return new AssistantMessage(
                text.toString(), reasoning, refused, calls.toolCalls(id), dialect.name(), unknowns.toJson());
    }

    private @Nullable String reasoningFrom() {
        String present = null;
        if (thoughts.isEmpty()) return present;
        for (String field : REASONING_FIELDS) {
            CleanText thought = thoughts.get(field);
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
        String lower = word.toLowerCase(Locale.ROOT);
        return lower.equals("tool_calls") || lower.equals("function_call") || lower.equals("tool_use");
    }
}
