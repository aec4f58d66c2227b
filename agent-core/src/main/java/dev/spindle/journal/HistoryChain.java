package dev.spindle.journal;

import dev.spindle.json.Json;
import dev.spindle.message.Message;
import dev.spindle.message.UserMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/*
 * A history is a list of turns, each a content of its own. A list of their hashes in every run would still grow with the square of the
 * runs, so every 64 hashes are a content, too, which names the block before it. A run refers to its last block and the turns behind
 * it. Cuts are made where a person speaks and blocks are filled from the left, so the history of the next run shares everything but
 * its last turn with this one's, whichever store and process writes it.
 */
/** Keeps the history of a conversation turn by turn, each turn once, however many runs begin with it. */
final class HistoryChain {
    private static final int BLOCK = 64;

    /** Nobody talks so long, and a list of so many takes little. */
    private static final int MOST_MESSAGES = 1 << 22;

    /** How a long turn begins: the text that is left of it. */
    static final String WITHOUT_STRINGS = "{\"text\":";

    private static final Pattern BLOCK_BEGINNING = Pattern.compile("\\{\"(before|turns)\":");

    private HistoryChain() {}

    /** Whether a content is a block of turns. */
    static boolean isBlock(String content) {
        return BLOCK_BEGINNING.matcher(content).lookingAt();
    }

    /**
     * Where a history is.
     *
     * @param before the hash of the last full block; null if there is none
     * @param turns the hashes of the turns behind it
     */
    record Reference(@Nullable String before, List<String> turns) {}

    /** A block of turns, as a content. */
    record Block(@Nullable String before, List<String> turns) {
        /** Refuses a damaged one: nothing in the place of a hash. */
        Block {
            turns = List.copyOf(turns);
        }
    }

    /** A turn, as a content. */
    record Turn(List<Message> messages) {
        /** Refuses a damaged one: nothing in the place of a message. */
        Turn {
            messages = List.copyOf(messages);
        }
    }

    static Reference keep(List<Message> history, Map<String, String> contents) {
        List<String> turns = new ArrayList<>();
        for (int from = 0; from < history.size(); ) {
            int to = endOfTurn(history, from);
            turns.add(keep(new Turn(history.subList(from, to)), contents));
            from = to;
        }
        String before = null;
        int blocked = 0;
        for (; turns.size() - blocked >= BLOCK; blocked += BLOCK) {
            Block block = new Block(before, turns.subList(blocked, blocked + BLOCK));
            before = CheckedContents.keep(Json.of(block).text(), contents);
        }
        return new Reference(before, List.copyOf(turns.subList(blocked, turns.size())));
    }

    private static String keep(Turn turn, Map<String, String> contents) {
        String json = Json.of(turn).wellFormed().text();
        if (json.length() <= LongStrings.LONG) return CheckedContents.keep(json, contents);
        LongStrings strings = LongStrings.cutFrom(json, contents);
        return CheckedContents.keep(Json.of(strings).text(), contents);
    }

    private static int endOfTurn(List<Message> history, int from) {
        int to = from + 1;
        while (to < history.size() && !(history.get(to) instanceof UserMessage)) to++;
        return to;
    }

    /** A chain cannot go round: a block would have to hold its own hash. */
    static List<Message> read(Reference reference, CheckedContents contents) {
        Deque<List<String>> blocks = new ArrayDeque<>();
        blocks.push(reference.turns());
        for (String before = reference.before(); before != null; ) {
            Block block = CheckedContents.value(contents.text(before), Block.class);
            blocks.push(block.turns());
            before = block.before();
        }
        Map<String, Turn> read = new HashMap<>(); // a damaged line may name one of them for ever
        List<Message> history = new ArrayList<>();
        for (List<String> turns : blocks) {
            List<String> texts = contents.texts(turns);
            for (int at = 0; at < texts.size(); at++) {
                String text = texts.get(at);
                Turn turn = read.computeIfAbsent(turns.get(at), unread -> turn(text, contents));
                if (history.size() + turn.messages().size() > MOST_MESSAGES)
                    throw new JournalException(
                            "The line is damaged: it refers to more than " + MOST_MESSAGES + " messages", null);
                history.addAll(turn.messages());
            }
        }
        return history;
    }

    private static Turn turn(String json, CheckedContents contents) {
        if (!json.startsWith(WITHOUT_STRINGS)) return CheckedContents.value(json, Turn.class);
        LongStrings strings = CheckedContents.value(json, LongStrings.class);
        return CheckedContents.value(LongStrings.glue(strings.text(), strings.cuts(), contents), Turn.class);
    }
}
