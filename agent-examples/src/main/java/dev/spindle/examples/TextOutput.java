package dev.spindle.examples;

import dev.spindle.event.CallAssessment;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.ToolFinished;
import dev.spindle.event.RunEvent.ToolStarted;
import dev.spindle.examples.terminal.Pieces;
import dev.spindle.examples.terminal.PlainStream;
import dev.spindle.examples.terminal.PlainText;
import dev.spindle.examples.terminal.Rows;
import dev.spindle.examples.terminal.Style;
import dev.spindle.message.CallId;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.run.RunResult;
import dev.spindle.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints a run for people: the answer on standard output as it is written, and a line for each tool call on standard error. */
final class TextOutput implements Output {
    private static final int EXCERPT = 160;
    private final Pieces pieces = new Pieces();

    private final @Nullable String journal;
    private final PlainStream out;
    private final PlainStream err;
    private final Secrets secrets;
    private final ScrubbedText shown;
    private final Map<CallId, String> arguments = new HashMap<>();
    private final Map<CallId, Instant> started = new HashMap<>();
    private final StringBuilder writing = new StringBuilder();
    private String lastWritten = "";

    /**
     * An output to the streams of a process.
     *
     * @param journal what {@code spindle resume} is told to find the run; null if it is not kept
     */
    TextOutput(Surroundings surroundings, @Nullable String journal) {
        this.journal = journal;
        this.out = surroundings.out();
        this.err = surroundings.err();
        this.secrets = Secrets.of(surroundings.environment());
        this.shown = new ScrubbedText(secrets, (text, style) -> out.print(text));
    }

    @Override
    public synchronized void on(RunEvent event) {
        if (event instanceof RunEvent.TextWritten piece) write(piece.text());
        else if (event instanceof RunEvent.Replied || event instanceof RunEvent.AskFailed) endWriting();
        else if (event instanceof RunEvent.ReplyDropped dropped) drop(dropped.why());
        else if (event instanceof RunEvent.Received came && came.refusal() != null)
            note("this was not taken: " + came.refusal());
        else if (event instanceof RunEvent.AttemptDelayed delayed) {
            note("asking again in " + seconds(delayed.pause()) + ": " + delayed.why());
        } else if (event instanceof RunEvent.Assessed assessed) assessed.calls().forEach(this::assessed);
        else if (event instanceof ToolStarted start)
            started.put(start.id(), start.at().time());
        else if (event instanceof RunEvent.ToolProgressed progressed) note(progressed.text());
        else if (event instanceof ToolFinished finished) finished(finished);
    }

    private void write(String piece) {
        shown.write(pieces.whole(piece), Style.PLAIN);
        out.flush();
        writing.append(piece);
    }

    private void endWriting() {
        if (writing.isEmpty()) return;
        shown.write(pieces.rest() + "\n", Style.PLAIN);
        shown.end();
        lastWritten = writing.toString();
        writing.setLength(0);
    }

    private void drop(String why) {
        endWriting();
        lastWritten = "";
        note("the reply broke off and counts for nothing: " + why);
    }

    private void assessed(CallAssessment call) {
        arguments.put(call.id(), call.tool().name() + " " + call.arguments().json());
        ToolResult answer = call.answer();
        if (answer != null) note("tool " + excerptOf(call.id()) + ": " + problem(answer));
    }

    private void finished(ToolFinished finished) {
        Duration time = Duration.between(
                started.getOrDefault(finished.id(), finished.at().time()),
                finished.at().time());
        String outcome = finished.result().outcome() == Outcome.OK ? "" : ", " + problem(finished.result());
        note("tool " + excerptOf(finished.id()) + ": " + time.toMillis() + " ms" + outcome);
    }

    private String excerptOf(CallId id) {
        return PlainText.line(secrets.without(arguments.getOrDefault(id, "call " + id)), EXCERPT);
    }

    private String problem(ToolResult result) {
        String outcome = result.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return outcome + ": " + PlainText.line(secrets.without(result.text().strip()), EXCERPT);
    }

    @Override
    public synchronized void finish(RunResult result, Findings findings, Foresight foresight) {
        endWriting();
        // What was recorded earlier, or came in one piece, was not heard.
        if (!result.partialText().isEmpty() && !result.partialText().equals(lastWritten)) {
            out.println(secrets.without(result.partialText()));
        }
        findings.lines(result).forEach(line -> out.println(secrets.without(line)));
        out.flush();
        new Closing(result, journal).lines(foresight).forEach(err::println);
    }

    private void note(String line) {
        Rows.ofRemark(secrets.without(line), Closing.WIDTH).forEach(err::println);
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
    }
}
