package dev.spindle.model.openai;

import dev.spindle.message.ToolCall;
import dev.spindle.model.Delta;
import dev.spindle.model.Model.Deltas;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** One tool call of a reply, put together from its pieces in time linear in them. */
final class StreamedCall {
    /** Marks a call whose input is a text of any form; it goes back as what it was. */
    static final String CUSTOM = "custom";

    private static final int LONGEST_NAME = 1024; // many times what any server takes

    private final int place;
    private final int index;
    private final Secrets secrets;
    private String id = "";
    private String name = "";
    private String shownName = "";
    private final CleanText arguments;
    private final ObjectEnd end = new ObjectEnd();
    private int announced;
    private boolean custom;
    private final Unknowns unknowns;

    /** @param index of its first piece */
    StreamedCall(int place, int index, Secrets secrets) {
        this.place = place;
        this.index = index;
        this.secrets = secrets;
        this.arguments = new CleanText(secrets);
        this.unknowns = new Unknowns(secrets);
    }

    int index() {
        return index;
    }

    /** As the server sent it; empty if it has not. */
    String id() {
        return id;
    }

    /** Whether a piece that points to this call begins another. */
    boolean isFollowedBy(Piece.Call piece) {
        if (piece.name().isEmpty()) return false;
        boolean idsDiffer = !piece.id().equals(id);
        if (idsDiffer && !piece.id().isEmpty() && !id.isEmpty()) return true;
        if (name.isEmpty() || arguments.isEmpty()) return false;
        return !piece.name().equals(name) || (id.isEmpty() && startsAnew(piece.arguments()));
    }

    private boolean startsAnew(String more) {
        return more.startsWith("{") && end.isReachedBy(arguments);
    }

    void add(Piece.Call piece) {
        addHead(piece);
        arguments.add(piece.arguments());
        for (Piece.Unknown unknown : piece.unknown()) {
            custom |= unknown.field().equals("type");
            unknowns.add(unknown);
        }
    }

    private void addHead(Piece.Call piece) {
        if (!piece.id().isEmpty()) id = piece.id();
        if (piece.name().isEmpty()) return;
        // A name comes whole, again, or in parts; sent again, it may also have grown.
        boolean again = piece.name().startsWith(name);
        String longer = again ? piece.name() : name + piece.name();
        name = longer.length() <= LONGEST_NAME ? longer : longer.substring(0, LONGEST_NAME);
        shownName = secrets.removedFrom(name);
    }

    /** Takes this call as it is told once more, from its beginning. */
    void addAgain(Piece.Call piece, Deltas deltas) {
        addHead(piece);
        if (arguments.isBeginningOf(piece.arguments()))
            arguments.add(piece.arguments().substring(arguments.fullLength()));
        piece.unknown().forEach(unknowns::replace);
        announce(deltas);
    }

    void announce(Deltas deltas) {
        if (name.isEmpty() || announced == arguments.length()) return;
        String piece = arguments.from(announced);
        announced = arguments.length();
        deltas.accept(new Delta.ArgumentsPiece(place, shownName, piece));
    }

    /** Says that nothing more comes. */
    void end(Deltas deltas) {
        arguments.end();
        announce(deltas);
    }

    /** Whether another call has the same name and arguments. */
    boolean isSameAs(StreamedCall other) {
        return name.equals(other.name) && arguments.isSameAs(other.arguments);
    }

    boolean isVoid() {
        return id.isEmpty() && name.isEmpty() && arguments.isEmpty();
    }

    ToolCall toolCall(String replyId) {
        String given = arguments.toString();
        String text = given.isBlank() && !custom ? "{}" : given;
        String shownId = id.isEmpty() ? madeUpId(replyId, text) : secrets.removedFrom(id);
        return new ToolCall(shownId, shownName, text, unknowns.toJson());
    }

    private String madeUpId(String replyId, String text) {
        String seed = replyId + '\n' + place + '\n' + name + '\n' + text;
        return "call_"
                + UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "");
    }
}
