package dev.spindle.tools.rules;

import dev.spindle.context.AgentException;
import dev.spindle.event.Decision;
import dev.spindle.run.RunResult;
import dev.spindle.tool.PendingCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a person has allowed for longer than once. It answers calls that wait for approval, where a rule covers them; all others are left to a
 * person.
 *
 * <pre>{@code
 * while (result.isPaused()) {
 *   List<Decision> decisions = new ArrayList<>(rules.answers(result));
 *   // ask a person about the others; offer rules.offers(call, true), and rules.take(…) what was chosen
 *   result = agent.resume(result.runId(), decisions);
 * }
 * }</pre>
 *
 * <p>Rules stand in a file that its owner alone may read and write, one JSON object a line, to be read and edited by people. It is read again
 * each time, so that a line that is deleted counts no more. A line that cannot be understood allows nothing, and is told by {@link
 * #problems}. Nothing is answered for a run that read what strangers wrote, nor for a call that was cut short and may have taken effect.
 * Thread-safe.
 */
public final class ApprovalRules {
    private final RuleFile file;
    private final Path folder;
    private final List<ApprovalRule> inRuns = new ArrayList<>();

    private ApprovalRules(RuleFile file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /**
     * The rules of a file.
     *
     * @param file where they stand; it need not be there yet. Keep it where tools cannot write
     * @param folder the folder that is worked in
     * @throws AgentException if there is no such folder
     */
    public static ApprovalRules in(Path file, Path folder) {
        try {
            return new ApprovalRules(new RuleFile(file), folder.toRealPath());
        } catch (IOException missing) {
            throw new AgentException(
                    "There is no folder at " + folder.toAbsolutePath() + "; name an existing one", missing);
        }
    }

    /**
     * Approvals of those waiting calls that a rule covers.
     *
     * @throws AgentException if the file cannot be read, or others may write it
     */
    public List<Decision> answers(RunResult paused) {
        if (paused.tainted()) return List.of();
        return paused.awaitingApproval().stream()
                .filter(call -> findRule(call).isPresent())
                .map(Decision::approve)
                .toList();
    }

    /**
     * The rule that covers a call; none if it may have taken effect already.
     *
     * @throws AgentException if the file cannot be read, or others may write it
     */
    public Optional<ApprovalRule> findRule(PendingCall call) {
        if (call.inDoubt()) return Optional.empty();
        return Stream.concat(runRules().stream(), file.read().rules().stream())
                .filter(rule -> reaches(rule.reach(), call) && Subjects.covers(rule, call))
                .findFirst();
    }

    /**
     * The rules that a person may be offered beside allowing the call once, the narrowest first; show {@link ApprovalRule#words} before one is
     * taken.
     *
     * @param shownWhole whether all of the call was on the screen; if not, nothing is offered
     */
    public List<ApprovalRule> offers(PendingCall call, boolean shownWhole) {
        if (!shownWhole || call.inDoubt()) return List.of();
        List<ApprovalRule> offers = new ArrayList<>();
        for (ApprovalRule.Subject subject : Subjects.offered(call)) {
            offers.add(new ApprovalRule(call.tool(), subject, new ApprovalRule.InRun(call.runId())));
            offers.add(new ApprovalRule(call.tool(), subject, new ApprovalRule.InFolder(folder)));
            offers.add(new ApprovalRule(call.tool(), subject, new ApprovalRule.Always()));
        }
        return offers.stream().filter(Subjects::canBeShown).toList();
    }

    /**
     * Takes a rule: writes it down, unless it is for one run.
     *
     * @throws AgentException if the file cannot be written, or others may write it
     */
    public void take(ApprovalRule rule) {
        if (!Subjects.canBeShown(rule)) {
            throw new AgentException("The rule cannot be shown on a line, so that nobody can know what it allows");
        }
        if (rule.reach() instanceof ApprovalRule.InRun) {
            synchronized (inRuns) {
                inRuns.add(rule);
            }
        } else {
            file.append(rule);
        }
    }

    /** The rules of the file, as it is now. */
    public List<ApprovalRule> kept() {
        return file.read().rules();
    }

    /** The lines of the file that are not understood, and why; they allow nothing. */
    public List<String> problems() {
        return file.read().problems();
    }

    private List<ApprovalRule> runRules() {
        synchronized (inRuns) {
            return List.copyOf(inRuns);
        }
    }

    private boolean reaches(ApprovalRule.Reach reach, PendingCall call) {
        if (reach instanceof ApprovalRule.InRun run) return run.runId().equals(call.runId());
        return !(reach instanceof ApprovalRule.InFolder there) || there.folder().equals(folder);
    }
}
