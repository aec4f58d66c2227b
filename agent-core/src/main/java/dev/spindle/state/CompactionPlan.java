package dev.spindle.state;

import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.ShortResult;
import dev.spindle.memory.Compaction;
import dev.spindle.memory.TokenCount;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.CallId;
import dev.spindle.message.Message;
import dev.spindle.message.Part;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/*
 * Places here are those of the transcript:
 *
 *   0 ............ from ................. keptFrom ............ size
 *   instructions,  may be cut, then       the last turns: cut only
 *   summarised     summarised             if all else is not enough
 *
 * The estimate is the usage that the server reported last, and the difference since: what came, and what this plan takes away. So it
 * knows of tool definitions and of the server's own way of counting without counting either.
 */
/** What of a conversation is shown shorter, by estimate until it is half of what it may be. Asks nobody; for one thread. */
public final class CompactionPlan {
    private static final int WORTH_CUTTING = 500;
    private static final int SHOWN_OF_OLD = 300;
    private static final int SHOWN_OF_RECENT = 2_000;
    private static final int LEAST_SHARE_TO_SUM_UP = 8;

    private final RunState state;
    private final Transcript whole;
    private final TokenCount count;
    private final int from;
    private final int keptFrom;
    private final long goal;
    private final long most;
    private final Map<Integer, ShortResult> shorter = new TreeMap<>();
    private long tokens;

    public CompactionPlan(RunState state, Compaction compaction, boolean overflowed) {
        this.state = state;
        this.whole = state.transcript();
        this.count = compaction.count();
        this.from = Math.max(Digest.instructions(whole), state.digest().upTo());
        this.keptFrom = keptFrom(overflowed ? 1 : compaction.keptTurns());
        this.tokens = estimate();
        this.goal = Math.min(tokens, state.fullness().most()) / 2;
        this.most = overflowed ? goal : state.fullness().most();
    }

    private long estimate() {
        Fullness fullness = state.fullness();
        boolean unknown = fullness.tokens() == 0 || fullness.compacted();
        if (unknown) return count.ofAll(state.shown().messages());
        return fullness.tokens() + count.ofAll(whole.messages().subList(fullness.messages(), whole.size()));
    }

    private int keptFrom(int turns) {
        int at = whole.size();
        int missing = turns;
        while (at > from && missing > 0) {
            at--;
            if (whole.message(at) instanceof AssistantMessage) missing--;
        }
        while (at > from && !mayBegin(at)) at--;
        return missing > 0 ? from : at;
    }

    /** An answer stays with its question; but within the run's own turn, which may be long, each reply may be the first that is kept. */
    private boolean mayBegin(int at) {
        Message message = whole.message(at);
        boolean begins =
                message instanceof UserMessage || (message instanceof AssistantMessage && at > state.ownFrom());
        return begins && !(whole.message(at - 1) instanceof UserMessage);
    }

    /** Cuts results before the last turns, oldest first, until it is enough. */
    public void cutOldResults() {
        cutResults(from, keptFrom, SHOWN_OF_OLD);
    }

    /** Cuts results of the last turns as well if there is still too much. */
    public void cutRecentResults() {
        if (tokens > most) cutResults(keptFrom, whole.size(), SHOWN_OF_RECENT);
    }

    private void cutResults(int first, int end, int shown) {
        for (int at = first; at < end && tokens > goal; at++) {
            boolean untouched = !state.digest().results().containsKey(at);
            if (untouched && whole.message(at) instanceof ToolMessage answer) cut(at, answer, shown);
        }
    }

    private void cut(int at, ToolMessage answer, int shown) {
        boolean small = answer.text().length() <= shown + WORTH_CUTTING
                && answer.parts().stream().allMatch(Part.Text.class::isInstance);
        if (small) return;
        CallId call = state.findCallAt(at).orElse(null);
        String text = ShortText.of(answer, shown, call, state.shortened());
        long saved = count.of(answer) - count.of(Digest.shown(answer, text));
        if (saved <= 0) return;
        shorter.put(at, new ShortResult(at - state.first(), text, call));
        tokens -= saved;
    }

    /** Whether a summary is needed, and stands for enough to be worth its price. */
    public boolean needsSummary() {
        return tokens > goal && covered() * LEAST_SHARE_TO_SUM_UP >= tokens;
    }

    /** Tokens of what is shown now and a summary would stand for. */
    private long covered() {
        long covered = state.digest().summary() == null ? 0 : count.of(UserMessage.of(summaryBefore()));
        for (int at = from; at < keptFrom; at++) {
            if (!isKept(at)) covered += count.of(shown(at));
        }
        return keptFrom > from ? covered : 0;
    }

    private Message shown(int at) {
        ShortResult cut = shorter.get(at);
        String text = cut != null ? cut.text() : state.digest().results().get(at);
        return Digest.shown(whole.message(at), text);
    }

    /** What people said in this run stays, whatever a summary makes of it. */
    private boolean isKept(int at) {
        return at >= state.ownFrom() && whole.message(at) instanceof UserMessage;
    }

    private String summaryBefore() {
        RunEvent.Summary before = state.digest().summary();
        return before == null ? "" : before.text();
    }

    /** What is to be summed up: the summary before, if there is one, and what came since, uncut. */
    public List<Message> toSumUp() {
        List<Message> messages = new ArrayList<>();
        if (!summaryBefore().isEmpty()) messages.add(UserMessage.of(summaryBefore()));
        messages.addAll(whole.messages().subList(from, keptFrom));
        return messages;
    }

    /** Whether a text is shorter than what it would stand for. */
    public boolean isWorthwhile(String summary) {
        return count.of(UserMessage.of(summary)) < covered();
    }

    /** A summary stands for everything up to the last turns from now on. */
    public RunEvent.Summary summarised(String text, String asked, String fingerprint) {
        tokens -= covered() - count.of(UserMessage.of(text));
        shorter.keySet().removeIf(at -> at < keptFrom);
        List<Integer> kept = new ArrayList<>();
        for (int at = state.ownFrom(); at < keptFrom; at++) {
            if (isKept(at)) kept.add(at - state.first());
        }
        return new RunEvent.Summary(keptFrom - state.first(), kept, text, asked, fingerprint);
    }

    public List<ShortResult> results() {
        return List.copyOf(shorter.values());
    }
}
