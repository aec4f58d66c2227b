package dev.spindle.examples;

import dev.spindle.context.AgentException;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.files.FileEditTools;
import dev.spindle.tools.files.FileTools;
import dev.spindle.tools.tests.ProjectTests;
import dev.spindle.tools.tests.TestFix;
import dev.spindle.tools.tests.TestFix.Verdict;
import dev.spindle.tools.tests.Triage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tools by which a model repairs what failed, in a second working tree that begins when the tests have run. No call waits for a person: what is
 * edited is a copy, and the patch is taken only when it is proved.
 */
final class FixTools {
    private static final int MOST_TRIES = 3;
    private static final String PATH = "The file's path, such as 'src/main/App.java'";

    private final ProjectTests tests;
    private final TestTerms terms;
    private final TestMemory memory;
    private final TimeOfRuns time;
    private @Nullable TestFix fix;
    private @Nullable FileEditTools editing;
    private FileTools reading;
    private String problem = "the tests have not run yet; call run_tests first";

    FixTools(ProjectTests tests, TestTerms terms, TestMemory memory, TimeOfRuns time) {
        this.memory = memory;
        this.time = time;
        this.tests = tests;
        this.terms = terms;
        this.reading = new FileTools(tests.project());
    }

    /** Begins, once it is known what failed. */
    synchronized void begin(Triage triage) throws InterruptedException {
        if (fix != null) return;
        try {
            TestFix begun = TestFix.begin(tests, triage, terms.runs().repeats());
            fix = begun;
            editing = new FileEditTools(begun.folder());
            reading = new FileTools(begun.folder());
        } catch (AgentException cannot) {
            problem = String.valueOf(cannot.getMessage());
        }
    }

    @Tool(
            name = "list_files",
            value = "Lists files with their sizes. Paths are relative to the top folder.",
            effect = Effect.READ)
    synchronized ToolResult listFiles(
            @Param("Which files, such as 'src' or '*.java'; all if left out") @Nullable String files)
            throws InterruptedException {
        return reading.listFiles(files);
    }

    @Tool(name = "read_file", value = "Reads a text file.", effect = Effect.READ)
    synchronized ToolResult readFile(
            @Param(PATH) String path,
            @Param(value = "The first line to read, counted from 1", name = "first_line") @Nullable Integer firstLine,
            @Param(value = "The last line to read", name = "last_line") @Nullable Integer lastLine)
            throws InterruptedException {
        return reading.readFile(path, firstLine, lastLine);
    }

    @Tool(
            name = "edit_file",
            value = "Replaces one passage of a text file by another, in a copy of the project. Read the file first."
                    + " Tests and build files must stay as they are.",
            effect = Effect.WRITE,
            sequential = true)
    synchronized ToolResult editFile(
            @Param(PATH) String path,
            @Param(
                            value = "The passage to replace, exactly as it stands in the file; it must occur once",
                            name = "old_text")
                    String oldText,
            @Param(value = "What takes its place", name = "new_text") String newText)
            throws InterruptedException {
        goOn();
        return editing == null ? ToolResult.failed(refusal()) : editing.editFile(path, oldText, newText);
    }

    @Tool(
            name = "prove_fix",
            value =
                    "Takes what you have edited as a patch and proves it: what failed passes, then the whole suite, then what failed again."
                            + " If it is refused, you are told why, and the files are as they were before.",
            effect = Effect.WRITE,
            timeout = "none",
            sequential = true)
    synchronized ToolResult proveFix() throws InterruptedException {
        if (isProved()) return ToolResult.text("It is proved already. Say what you changed.");
        goOn();
        TestFix begun = fix;
        if (begun == null) return ToolResult.failed(refusal());
        if (memory.verdicts().size() >= MOST_TRIES)
            return ToolResult.failed(
                    "There were " + MOST_TRIES + " tries; no more are made. Say what you have learned.");
        if (time.isUp())
            return ToolResult.failed(
                    "The time for all runs of the tests (--max-time) is up; no more tries are made. Say what you have learned.");
        Verdict verdict = time.spend(begun::prove);
        memory.add(verdict);
        return verdict.proved() ? ToolResult.text(verdict.describe()) : ToolResult.failed(verdict.describe());
    }

    private String refusal() {
        return "Nothing can be repaired here: " + problem;
    }

    /** Begins again in a run that goes on in another process; what was edited before and not proved is gone. */
    private void goOn() throws InterruptedException {
        Triage before = memory.last();
        if (fix == null && before != null && !isProved()) begin(before);
    }

    private boolean isProved() {
        List<Verdict> verdicts = memory.verdicts();
        return !verdicts.isEmpty() && verdicts.get(verdicts.size() - 1).proved();
    }

    /** What came of it, for people; writes the patch where it was asked for. */
    synchronized List<String> lines() {
        List<Verdict> verdicts = memory.verdicts();
        if (fix == null && verdicts.isEmpty()) return List.of("No fix: " + problem + ".");
        if (verdicts.isEmpty()) return List.of("No fix: the agent proposed none.");
        List<String> lines = new ArrayList<>();
        for (Verdict each : verdicts)
            if (!each.proved()) lines.add("Fix refused: " + String.join("; ", each.reasons()) + ".");
        if (!isProved()) return lines;
        Verdict proved = verdicts.get(verdicts.size() - 1);
        lines.add("Fix proved: " + String.join("; ", proved.reasons()) + ".");
        lines.add("It is on the branch " + proved.branch() + "; your files are as they were.");
        return lines;
    }

    /** The patch that was proved; empty if none was. */
    synchronized String patch() {
        List<Verdict> verdicts = memory.verdicts();
        return isProved() ? verdicts.get(verdicts.size() - 1).patch() : "";
    }

    /** Writes the patch to where it was asked for, if there is one. */
    void write() {
        String file = terms.written().patch();
        String patch = patch();
        if (file == null || patch.isEmpty()) return;
        try {
            Files.writeString(Path.of(file), patch);
        } catch (IOException broken) {
            throw new UncheckedIOException("the patch " + file + " cannot be written: " + broken, broken);
        }
    }

    /** Removes the second working tree. */
    synchronized void close() {
        TestFix begun = fix;
        if (begun == null) return;
        try {
            begun.close();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
