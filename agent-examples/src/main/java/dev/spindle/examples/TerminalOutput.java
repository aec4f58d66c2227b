package dev.spindle.examples;

import dev.spindle.event.CallAssessment;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.ToolFinished;
import dev.spindle.event.RunEvent.ToolStarted;
import dev.spindle.examples.terminal.Console;
import dev.spindle.examples.terminal.Markdown;
import dev.spindle.examples.terminal.Pieces;
import dev.spindle.examples.terminal.PlainText;
import dev.spindle.examples.terminal.Style;
import dev.spindle.message.CallId;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.run.RunResult;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Prints a run at a terminal: the answer as it is written, each tool as it starts and ends, and what a change changed. */
final class TerminalOutput implements Output {
    private static final int EXCERPT = 120;
    private static final int SHOWN_LINES = 40;

    private final Console console;
    private final Secrets secrets;
    private final Markdown markdown;

    /** Before marks are taken away, and after: a mark in a secret does not hide it, nor does a secret that holds one. */
    private final ScrubbedText raw;

    private final ScrubbedText shown;
    private final Pieces pieces = new Pieces();
    private final Map<CallId, CallAssessment> calls = new HashMap<>();
    private final Map<CallId, Instant> started = new HashMap<>();
    private final StringBuilder writing = new StringBuilder();
    private String lastWritten = "";

    TerminalOutput(Console console, Secrets secrets) {
        this.console = console;
        this.secrets = secrets;
        this.shown = new ScrubbedText(secrets, console::print);
        this.markdown = new Markdown(shown::write, console::width);
        this.raw = new ScrubbedText(secrets, (text, style) -> markdown.write(text));
    }

    @Override
    public synchronized void on(RunEvent event) {
        if (event instanceof RunEvent.TextWritten piece) write(piece.text());
        else if (event instanceof RunEvent.Replied || event instanceof RunEvent.AskFailed) endWriting();
        else if (event instanceof RunEvent.ReplyDropped dropped) drop(dropped.why());
        else if (event instanceof RunEvent.Received came && came.refusal() != null)
            note("this was not taken: " + came.refusal());
        else if (event instanceof RunEvent.Received came && came.input() instanceof Input.Said said)
            note("it reads: " + PlainText.line(secrets.without(said.message().text()), EXCERPT));
        else if (event instanceof RunEvent.AttemptDelayed delayed) {
            note("asking again in " + TextOutput.seconds(delayed.pause()) + ": " + delayed.why());
        } else if (event instanceof RunEvent.Assessed assessed) assessed.calls().forEach(this::assessed);
        else if (event instanceof ToolStarted start) start(start);
        else if (event instanceof RunEvent.ToolProgressed progressed) note("  " + secrets.without(progressed.text()));
        else if (event instanceof ToolFinished finished) finished(finished);
        else if (event instanceof RunEvent.ToolAbandoned left)
            note("✗ " + left.tool() + " does not stop, and was left");
    }

    private void write(String piece) {
        writing.append(piece);
        raw.write(pieces.whole(piece), Style.PLAIN);
    }

    private void endWriting() {
        if (writing.isEmpty()) return;
        raw.write(pieces.rest(), Style.PLAIN);
        raw.end();
        markdown.end();
        shown.end();
        if (writing.charAt(writing.length() - 1) != '\n') console.print("\n", Style.PLAIN);
        lastWritten = writing.toString();
        writing.setLength(0);
    }

    private void drop(String why) {
        endWriting();
        lastWritten = "";
        note("the reply broke off and counts for nothing: " + why);
    }

    private void assessed(CallAssessment call) {
        calls.put(call.id(), call);
        ToolResult answer = call.answer();
        if (answer != null) note("✗ " + call.tool().name() + ": " + problem(answer));
    }

    private void start(ToolStarted start) {
        started.put(start.id(), start.at().time());
        CallAssessment call = calls.get(start.id());
        String arguments = call == null ? "" : " " + call.arguments().json();
        note("… " + PlainText.line(secrets.without(start.tool() + arguments), EXCERPT));
    }

    private void finished(ToolFinished finished) {
        Instant end = finished.at().time();
        long millis =
                Duration.between(started.getOrDefault(finished.id(), end), end).toMillis();
        boolean good = finished.result().outcome() == Outcome.OK;
        note((good ? "✓ " : "✗ ") + finished.tool() + ": " + millis + " ms"
                + (good ? "" : ", " + problem(finished.result())));
        CallAssessment call = calls.get(finished.id());
        if (good && call != null && call.tool().effect() == Effect.WRITE) {
            secrets.without(finished.result().text()).lines().limit(SHOWN_LINES).forEach(line -> note("  " + line));
        }
    }

    private String problem(ToolResult result) {
        String outcome = result.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return outcome + ": " + PlainText.line(secrets.without(result.text().strip()), EXCERPT);
    }

    @Override
    public synchronized void finish(RunResult result, Findings findings, Foresight foresight) {
        endWriting();
        // What came in one piece was not heard.
        if (!result.partialText().isEmpty() && !result.partialText().equals(lastWritten)) {
            write(result.partialText());
            endWriting();
        }
        findings.lines(result).forEach(line -> console.remark(secrets.without(line), Style.PLAIN));
        note(new Closing(result, null).summary());
    }

    private void note(String line) {
        console.remark(secrets.without(line), Style.QUIET);
    }
}
