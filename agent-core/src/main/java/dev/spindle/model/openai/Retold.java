package dev.spindle.model.openai;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * A stream may tell the whole message once more at its end, or everything so far in every event. Then only what is new counts. Where a
 * message does not begin with what was said, it is a piece like any other if only such messages came, and nothing if deltas did.
 */
/** Tells what is new in messages that are told from their beginning. For one reply. */
final class Retold {
    private Map<String, CleanText> told = Map.of(); // by their kinds, as soon as there are any
    private boolean inPieces;

    /** Says that a delta came, which the next whole message has in it. */
    void goesOnInPieces(List<Piece> delta) {
        inPieces = true;
        for (Piece piece : delta) {
            String more = text(piece);
            CleanText known = more == null ? null : told.get(kind(piece));
            if (more != null && known != null) known.add(more);
        }
    }

    /**
     * The pieces of a whole message, without what was said before.
     *
     * @param said what was said so far in such pieces
     */
    List<Piece> news(List<Piece> message, Function<Piece, CleanText> said) {
        List<Piece> news = new ArrayList<>(message.size());
        boolean written = false;
        for (Piece piece : joined(message)) {
            written |= piece instanceof Piece.Text;
            String whole = text(piece);
            if (whole == null) news.add(piece);
            else addNews(piece, whole, said.apply(piece), news);
        }
        if (written) news.removeIf(Piece.Spoken.class::isInstance);
        return news;
    }

    private void addNews(Piece piece, String whole, CleanText saidBefore, List<Piece> news) {
        CleanText known = told.getOrDefault(kind(piece), saidBefore);
        if (known.isBeginningOf(whole)) {
            String more = whole.substring(known.fullLength());
            if (known.isEmpty() || !more.isEmpty()) news.add(with(piece, more));
            if (told.containsKey(kind(piece))) known.add(more);
            else tell(piece, whole);
        } else if (!inPieces && !known.beginsWith(whole)) {
            if (told.containsKey(kind(piece))) known.add(whole);
            else tell(piece, known + whole);
            news.add(piece);
        }
    }

    /** As it was told: secrets are taken out of what is said. */
    private void tell(Piece piece, String text) {
        if (told.isEmpty()) told = new LinkedHashMap<>();
        CleanText plain = new CleanText(Secrets.NONE);
        plain.add(text);
        told.put(kind(piece), plain);
    }

    /** Several pieces of one kind as one, where the first of them was. */
    private static List<Piece> joined(List<Piece> message) {
        if (hasNoTextTwice(message)) return message;
        List<Piece> joined = new ArrayList<>(message.size());
        Map<String, Integer> places = new LinkedHashMap<>();
        Map<Integer, StringBuilder> texts = new LinkedHashMap<>();
        for (Piece piece : message) {
            String text = text(piece);
            Integer place = text == null ? null : places.putIfAbsent(kind(piece), joined.size());
            if (place == null) joined.add(piece);
            else
                texts.computeIfAbsent(place, at -> new StringBuilder(String.valueOf(text(joined.get(at)))))
                        .append(text);
        }
        texts.forEach((place, text) -> joined.set(place, with(joined.get(place), text.toString())));
        return joined;
    }

    /** Whether there is nothing to join, as mostly. */
    private static boolean hasNoTextTwice(List<Piece> message) {
        int texts = 0;
        for (Piece piece : message) if (text(piece) != null) texts++;
        return texts < 2;
    }

    /** The text of a piece that can be told from its beginning again; null of another. */
    private static @Nullable String text(Piece piece) {
        if (piece instanceof Piece.Text said) return said.text();
        if (piece instanceof Piece.Refusal refused) return refused.text();
        if (piece instanceof Piece.Spoken aloud) return aloud.text();
        return piece instanceof Piece.Thought thought ? thought.text() : null;
    }

    private static String kind(Piece piece) {
        String field = piece instanceof Piece.Thought thought ? thought.field() : "";
        return piece.getClass().getSimpleName() + " " + field;
    }

    private static Piece with(Piece piece, String text) {
        if (piece instanceof Piece.Thought thought) return new Piece.Thought(thought.field(), text);
        if (piece instanceof Piece.Spoken) return new Piece.Spoken(text);
        return piece instanceof Piece.Refusal ? new Piece.Refusal(text) : new Piece.Text(text);
    }
}
