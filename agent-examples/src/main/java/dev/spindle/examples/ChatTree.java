package dev.spindle.examples;

import dev.spindle.memory.Memory;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Nothing is taken out of the tree. Where the chat goes on from, its head, is moved: back by one turn it is an undo, to any turn a
 * fork. The model is shown the head and those before it, up to one that stands for all before it, such as a summary.
 */
/** What one chat remembers: its turns, each behind another or at the beginning. Thread-safe. */
final class ChatTree implements Memory {
    private static final int SHOWN_QUESTION = 60;
    private static final String SUM = "sum-";
    private static final String LOADED = "loaded-";

    private final Map<String, Turn> turns = new LinkedHashMap<>();
    private @Nullable String head;
    private int made;

    /**
     * A turn.
     *
     * @param id of its run, or one made here
     * @param before the turn that it goes on from; null if it is a first one
     * @param said from the question on
     * @param afresh whether the model is shown nothing of what was before
     */
    record Turn(String id, @Nullable String before, List<Message> said, boolean afresh) {
        Turn {
            said = List.copyOf(said);
        }

        boolean isRun() {
            return !id.startsWith(SUM) && !id.startsWith(LOADED);
        }

        String question() {
            return !said.isEmpty() && said.get(0) instanceof UserMessage question ? question.text() : "";
        }
    }

    @Override
    public synchronized Transcript recall(String conversation) {
        Transcript transcript = Transcript.EMPTY;
        for (Turn turn : shown()) transcript = transcript.appendAll(turn.said());
        return transcript;
    }

    @Override
    public synchronized void remember(String conversation, String runId, List<Message> said) {
        Turn known = turns.get(runId);
        add(new Turn(runId, known == null ? head : known.before(), said, false));
    }

    /** Adds a turn, and goes on from it. */
    synchronized void add(Turn turn) {
        turns.put(turn.id(), turn);
        head = turn.id();
    }

    /** Adds a turn behind the head that stands for all before it. */
    synchronized void sumUp(List<Message> said) {
        add(new Turn(SUM + ++made, head, said, true));
    }

    /** Puts turns from elsewhere beside all others, and goes on from the last of them. */
    synchronized void load(List<List<Message>> others) {
        head = null;
        for (List<Message> said : others) add(new Turn(LOADED + ++made, head, said, false));
    }

    /** The turns that the model is shown, oldest first. */
    synchronized List<Turn> shown() {
        Deque<Turn> shown = new ArrayDeque<>();
        Turn turn = find(head);
        while (turn != null && shown.size() < turns.size()) {
            shown.addFirst(turn);
            turn = turn.afresh() ? null : find(turn.before());
        }
        return List.copyOf(shown);
    }

    private @Nullable Turn find(@Nullable String id) {
        return id == null ? null : turns.get(id);
    }

    /** The turn that the next one goes on from; null at the beginning. */
    synchronized @Nullable String head() {
        return head;
    }

    /** Goes back by a turn, which is returned; null if there is none. */
    synchronized @Nullable Turn back() {
        Turn last = find(head);
        if (last != null) head = last.before();
        return last;
    }

    /** Goes on from a turn; from the beginning if it is null or not known. */
    synchronized void goOnFrom(@Nullable String id) {
        head = find(id) == null ? null : id;
    }

    /** The run that the next turn goes on from, past summaries and what was loaded; null if there is none. */
    synchronized @Nullable String lastRun() {
        Turn turn = find(head);
        while (turn != null && !turn.isRun()) turn = find(turn.before());
        return turn == null ? null : turn.id();
    }

    /** Whether a turn is known. */
    synchronized boolean holds(String id) {
        return turns.containsKey(id);
    }

    /**
     * The turn of a number, as {@link #drawn} has it.
     *
     * @throws UsageException if there is none
     */
    synchronized Turn numbered(int number) {
        if (number < 1 || number > turns.size()) {
            throw new UsageException("there is no turn " + number + "; /tree shows those there are");
        }
        return new ArrayList<>(turns.values()).get(number - 1);
    }

    /** A line for each turn and for each reply in it, those that the chat went through marked; turns that begin branches are indented. */
    synchronized List<String> drawn() {
        List<String> lines = new ArrayList<>();
        List<String> numbers = new ArrayList<>(turns.keySet());
        List<String> path = new ArrayList<>();
        for (Turn turn = find(head); turn != null && path.size() < turns.size(); turn = find(turn.before())) {
            path.add(turn.id());
        }
        Deque<Place> open = new ArrayDeque<>();
        children(null).forEach(first -> open.add(new Place(first, 0)));
        while (!open.isEmpty() && lines.size() < 10 * turns.size() + 400) {
            Place place = open.pop();
            Turn turn = place.turn();
            String mark = turn.id().equals(head) ? "▶ " : path.contains(turn.id()) ? "● " : "○ ";
            String indent = "  ".repeat(place.depth());
            String number = String.valueOf(numbers.indexOf(turn.id()) + 1);
            lines.add(indent + mark + number + " " + shortened(turn.question()));
            replies(turn).forEach(reply -> lines.add(indent + "    " + number + "." + reply));
            List<Turn> next = children(turn.id());
            for (int at = next.size() - 1; at >= 0; at--) {
                open.push(new Place(next.get(at), place.depth() + (next.size() > 1 ? 1 : 0)));
            }
        }
        return lines;
    }

    private record Place(Turn turn, int depth) {}

    private List<Turn> children(@Nullable String id) {
        return turns.values().stream()
                .filter(turn -> id == null ? find(turn.before()) == null : id.equals(turn.before()))
                .toList();
    }

    private static List<String> replies(Turn turn) {
        List<String> replies = new ArrayList<>();
        for (Message message : turn.said()) {
            if (!(message instanceof AssistantMessage reply)) continue;
            String calls = String.join(
                    ", ", reply.toolCalls().stream().map(ToolCall::name).toList());
            replies.add(replies.size() + " " + (calls.isEmpty() ? shortened(reply.text()) : "calls " + calls));
        }
        return replies;
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        int[] characters = line.codePoints().toArray();
        return characters.length <= SHOWN_QUESTION ? line : new String(characters, 0, SHOWN_QUESTION) + "…";
    }
}
