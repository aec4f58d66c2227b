package dev.spindle.tool;

import dev.spindle.json.Json;
import dev.spindle.message.Part;
import dev.spindle.message.Spent;
import dev.spindle.message.ToolMessage.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a tool call.
 *
 * @param outcome how the call ended
 * @param parts what the model reads
 * @param spent what the tool itself spent on models
 * @param marks what sets it apart from other results
 */
public record ToolResult(
        Outcome outcome,
        List<Part> parts,
        Spent spent,
        @Nullable Marks marks) {
    /**
     * What sets a result apart.
     *
     * @param whole the whole text, of which the parts show a share that the model can read on from; null if the parts are all there is
     * @param untrusted whether strangers may have written it
     * @param answering whether it is the run's answer, so that the model is not asked again; counts only with {@link Outcome#OK}
     * @param stopping why the run stops after it, since its program must do something first; null if it goes on
     */
    public record Marks(
            @Nullable String whole,
            boolean untrusted,
            boolean answering,
            @Nullable String stopping) {
        private static final Marks NONE = new Marks(null, false, false, null);
    }

    /** Copies the parts. */
    public ToolResult {
        parts = List.copyOf(parts);
        // Null in JSON, so that what was written before there were marks reads the same.
        marks = Marks.NONE.equals(marks) ? null : marks;
    }

    /** A result that nothing sets apart: all there is, of the model's own people, for the model to read. */
    public ToolResult(Outcome outcome, List<Part> parts, Spent spent) {
        this(outcome, parts, spent, null);
    }

    /** What sets it apart from other results. */
    @Override
    public Marks marks() {
        return marks == null ? Marks.NONE : marks;
    }

    /** A result of text. */
    public static ToolResult text(String text) {
        return of(Outcome.OK, text);
    }

    /** A result of any Java value that has a JSON form. */
    public static ToolResult json(Object value) {
        return text(Json.of(value).text());
    }

    /** The tool says that it failed, in words from which the model can go on. */
    public static ToolResult failed(String why) {
        return of(Outcome.FAILED, why);
    }

    /**
     * The answer to a call of a tool that does not exist: the nearest names, and those there are.
     *
     * @param name as the model wrote it
     * @param available the tools that it was shown
     */
    public static ToolResult unknownTool(String name, List<ToolSpec> available) {
        List<String> names = available.stream().map(ToolSpec::name).toList();
        return of(Outcome.UNKNOWN_TOOL, NearestNames.unknownTool(name, names));
    }

    /** An answer of text with any outcome. */
    public static ToolResult of(Outcome outcome, String text) {
        return new ToolResult(outcome, List.of(new Part.Text(text)), Spent.NOTHING);
    }

    /** The text of the result; empty if it has none. */
    public String text() {
        return Part.textOf(parts);
    }

    /** This result with other parts. */
    public ToolResult withParts(List<Part> other) {
        return new ToolResult(outcome, other, spent, marks);
    }

    /** This result with what the tool spent. */
    public ToolResult withSpent(Spent other) {
        return new ToolResult(outcome, parts, other, marks);
    }

    /** This result with a share of its text in its place, and the whole kept for the model to read on from. */
    public ToolResult withShare(List<Part> share, String whole) {
        return new ToolResult(
                outcome, share, spent, new Marks(whole, marks().untrusted(), marks().answering(), marks().stopping()));
    }

    /** This result as something that strangers may have written: fenced for the model, and a taint on the run. */
    public ToolResult asUntrusted() {
        return new ToolResult(
                outcome, parts, spent, new Marks(marks().whole(), true, marks().answering(), marks().stopping()));
    }

    /** This result as the run's answer: the model is not asked again. */
    public ToolResult asAnswer() {
        return new ToolResult(
                outcome, parts, spent, new Marks(marks().whole(), marks().untrusted(), true, marks().stopping()));
    }

    /** This result as one after which the run stops, resumable, since its program must do something first. */
    public ToolResult stopping(String why) {
        return new ToolResult(
                outcome, parts, spent, new Marks(marks().whole(), marks().untrusted(), marks().answering(), why));
    }
}
