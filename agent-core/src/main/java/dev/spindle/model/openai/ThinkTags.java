package dev.spindle.model.openai;

import java.util.function.Consumer;

/** Takes reasoning between think tags at the head of the text out of it, wherever the pieces are cut. */
final class ThinkTags {
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private enum Place {
        BEFORE,
        INSIDE,
        GAP,
        BEHIND
    }

    private final Consumer<String> thought;
    private final Consumer<String> text;
    private Place place = Place.BEFORE;
    private String held = ""; // may be the beginning of the next tag
    private final StringBuilder space = new StringBuilder(); // before it

    ThinkTags(Consumer<String> thought, Consumer<String> text) {
        this.thought = thought;
        this.text = text;
    }

    void add(String piece) {
        held += piece;
        if (place == Place.BEFORE) enter();
        if (place == Place.INSIDE) leave();
        if (place == Place.GAP) skipSpace();
        if (place == Place.BEHIND) pass(text, held.length());
    }

    /** Lets go of what was held. */
    void end() {
        if (place == Place.BEFORE) passSpace();
        pass(place == Place.INSIDE ? thought : text, held.length());
    }

    private void enter() {
        String start = held.stripLeading();
        space.append(held, 0, held.length() - start.length());
        held = start;
        if (start.startsWith(OPEN)) {
            held = start.substring(OPEN.length());
            place = Place.INSIDE;
        } else if (!OPEN.startsWith(start)) {
            passSpace();
            place = Place.BEHIND;
        }
    }

    private void passSpace() {
        if (!space.isEmpty()) text.accept(space.toString());
        space.setLength(0);
    }

    private void leave() {
        int close = held.indexOf(CLOSE);
        if (close < 0) {
            pass(thought, held.length() - longestBeginningOfClose());
            return;
        }
        pass(thought, close);
        held = held.substring(CLOSE.length());
        place = Place.GAP;
    }

    private void skipSpace() {
        held = held.stripLeading();
        if (!held.isEmpty()) place = Place.BEHIND;
    }

    private int longestBeginningOfClose() {
        int length = Math.min(CLOSE.length() - 1, held.length());
        while (!held.endsWith(CLOSE.substring(0, length))) length--;
        return length;
    }

    private void pass(Consumer<String> target, int length) {
        if (length > 0) target.accept(held.substring(0, length));
        held = held.substring(length);
    }
}
