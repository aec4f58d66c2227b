package dev.spindle.examples;

import dev.spindle.event.RunEvent.Finished;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Stopped;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Journal;
import dev.spindle.journal.Journal.KeptRun;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.state.RunState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds chats again that a journal keeps, also those whose process was killed. */
record KeptChats(RunStore store) {
    /**
     * A chat as it was left.
     *
     * @param chat its name
     * @param unfinished the run that was cut short, or waits for a person; null if there is none
     * @param spent in all
     */
    record Left(String chat, ChatTree tree, @Nullable String unfinished, Spent spent) {}

    /** The last chat in a folder; empty if none was kept. */
    Optional<Left> last(String folder) {
        return runs(ChatAgents.FOLDER, folder).stream()
                .max(byTime())
                .map(run -> run.labels().get(ChatAgents.CHAT))
                .map(this::read);
    }

    /** Oldest first; a run that cannot be read is none of a chat, and 'spindle runs list' tells of it. */
    private List<KeptRun> runs(String label, String value) {
        return store.journal().runs(Journal.Query.ALL.labelled(label, value)).stream()
                .filter(run -> run.trouble() == null && run.labels().containsKey(ChatAgents.CHAT))
                .filter(run -> !run.runId().contains("/"))
                .sorted(byTime())
                .toList();
    }

    /** By when something happened last: a fork began when the run did that it was copied from. */
    private static Comparator<KeptRun> byTime() {
        return Comparator.comparing(run -> Objects.requireNonNullElse(run.last(), Instant.MIN));
    }

    private Left read(String chat) {
        ChatTree tree = new ChatTree();
        Spent spent = Spent.NOTHING;
        String unfinished = null;
        for (KeptRun run : runs(ChatAgents.CHAT, chat)) {
            List<Recorded> events = store.journal().read(run.runId(), 0);
            RunState state = RunState.of(events);
            spent = spent.plus(Bill.own(events));
            unfinished = isOver(events) ? null : run.runId();
            place(tree, run, state);
            if (unfinished == null) tree.add(turn(run, tree, state));
        }
        return new Left(chat, tree, unfinished, spent);
    }

    private static boolean isOver(List<Recorded> events) {
        Recorded last = events.get(events.size() - 1);
        return last instanceof Finished || (last instanceof Stopped stopped && stopped.reason() != StopReason.WAITING);
    }

    private static ChatTree.Turn turn(KeptRun run, ChatTree tree, RunState state) {
        return new ChatTree.Turn(run.runId(), tree.head(), state.ownMessages(), false);
    }

    /** Goes to where a run began. What it was shown there and is not in the tree, such as a summary, is what it began with. */
    private static void place(ChatTree tree, KeptRun run, RunState state) {
        List<Message> history = state.started().opening().history();
        tree.goOnFrom(run.labels().get(ChatAgents.AFTER));
        if (!tree.recall(Chat.CONVERSATION).messages().equals(history)) tree.sumUp(history);
    }
}
