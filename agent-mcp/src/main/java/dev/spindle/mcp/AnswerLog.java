package dev.spindle.mcp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a client of the generation with sessions is told on the way to one answer, and the answer: sent where the client listens, and kept
 * for a client whose connection broke, or was let go of, and which comes back for the rest. Thread-safe.
 */
final class AnswerLog {
    private static final int MOST_EVENTS = 1_000;
    private static final long MOST_CHARACTERS = 1L << 20;
    private static final int RETRY_MILLIS = 1_000;

    private final String id;
    private final Deque<Event> kept = new ArrayDeque<>();
    private long characters;
    private int last;
    private @Nullable HttpAnswer way;
    private boolean begun;
    private boolean over;

    /** An empty log. The id is one of the session's own. */
    AnswerLog(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    private record Event(int number, String text) {}

    /** From now on, it is sent here. */
    synchronized void begin(HttpAnswer first) {
        way = first;
    }

    /** Tells something before the answer. */
    synchronized void tell(Message message) {
        HttpAnswer open = opened();
        String text = keep(message);
        if (open != null && !open.event(text)) way = null;
    }

    /** The way, on which a client has been told how to come back; null if nobody is there. */
    private @Nullable HttpAnswer opened() {
        HttpAnswer open = way;
        if (open == null || begun || !open.streams()) return open;
        begun = true;
        if (!open.event("id: " + id + "-0\nretry: " + RETRY_MILLIS + "\ndata:\n\n")) way = null;
        return way;
    }

    private String keep(Message message) {
        String text =
                "id: " + id + "-" + ++last + "\ndata: " + new String(message.bytes(), StandardCharsets.UTF_8) + "\n\n";
        kept.add(new Event(last, text));
        characters += text.length();
        while (kept.size() > 1 && (kept.size() > MOST_EVENTS || characters > MOST_CHARACTERS))
            characters -= kept.remove().text().length();
        return text;
    }

    /** Lets go of the client's connection, if it can come back. */
    synchronized void letGo() {
        HttpAnswer open = opened();
        if (open == null || over || !open.streams()) return;
        way = null;
        open.close();
        notifyAll();
    }

    /** Ends with the answer, which is kept for a client that is not there. */
    synchronized void end(Message answer) throws IOException {
        HttpAnswer open = way;
        way = null;
        over = true;
        String text = keep(answer);
        notifyAll();
        if (open == null) return;
        if (begun) {
            open.event(text);
            open.close();
        } else {
            open.end(answer, false);
        }
    }

    /** Goes on where a client has left, after the event of this number; a way that was open is closed. */
    synchronized void goOn(HttpAnswer other, int after) {
        HttpAnswer open = way;
        if (open != null) open.close();
        begun = true;
        way = over ? null : other;
        boolean there = other.pulse();
        for (Event event : kept) if (there && event.number() > after) there = other.event(event.text());
        if (!there) way = null;
        if (over) other.close();
        notifyAll();
    }

    /** Waits for so long; whether this is still the way, and the answer still to come. */
    synchronized boolean isGoing(HttpAnswer own, Duration pulse) throws InterruptedException {
        long until = System.nanoTime() + pulse.toNanos();
        while (way == own && !over) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) break;
            wait(left);
        }
        if (way != own || over) return false;
        HttpAnswer open = opened();
        boolean there = open != null && open.pulse();
        if (!there) way = null;
        return there;
    }

    /** Whether it has ended, and nobody will come for it: it was sent in one piece. */
    synchronized boolean isDone() {
        return over && !begun;
    }

    synchronized boolean isOver() {
        return over;
    }
}
