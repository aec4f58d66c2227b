package dev.spindle.restate;

import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Moment;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a reply while it is written, as it crosses the wire.
 *
 * @param teller the driver that heard it, whose pieces are numbered
 * @param text what was written
 * @param dropped why what was written before does not count; null if it does
 */
record Piece(
        String teller, Moment moment, String text, @Nullable String dropped) {
    static Optional<Piece> of(String teller, RunEvent event) {
        if (event instanceof RunEvent.TextWritten more)
            return Optional.of(new Piece(teller, more.moment(), more.text(), null));
        if (event instanceof RunEvent.ReplyDropped drop)
            return Optional.of(new Piece(teller, drop.moment(), "", drop.why()));
        return Optional.empty();
    }

    /** Those of lines, which anybody may have written who reaches the engine: what is no piece is not heard. */
    static List<Piece> read(String lines) {
        return lines.lines().flatMap(Piece::readLine).toList();
    }

    private static Stream<Piece> readLine(String line) {
        try {
            Piece piece = Json.parse(line).to(Piece.class);
            boolean whole = Stream.of(piece.teller, piece.moment, piece.text).allMatch(Objects::nonNull);
            return whole ? Stream.of(piece) : Stream.empty();
        } catch (JsonException none) {
            return Stream.empty();
        }
    }

    String line() {
        return Json.of(this).wellFormed().text() + "\n";
    }

    RunEvent event() {
        return dropped == null ? new RunEvent.TextWritten(moment, text) : new RunEvent.ReplyDropped(moment, dropped);
    }

    /** Whether it is of the same reply, as the same driver heard it. */
    boolean isBeside(Piece other) {
        return teller.equals(other.teller) && moment.position() == other.moment.position();
    }

    /** Whether what was written after it is to be told together with it. */
    boolean goesOnWith(Piece next) {
        return isBeside(next) && moment.attempt() == next.moment.attempt() && dropped == null && next.dropped == null;
    }

    /** The same, of which so much is written. */
    Piece withText(String whole) {
        return new Piece(teller, moment, whole, dropped);
    }
}
