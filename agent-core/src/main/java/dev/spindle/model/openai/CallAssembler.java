package dev.spindle.model.openai;

import dev.spindle.message.ToolCall;
import dev.spindle.model.Model.Deltas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Which call a piece belongs to is the hardest question of the wire: servers leave out the index, send 0 for every
 * call, repeat ids and names, or send them late. The rule: the call with the same index; without an index, that with
 * the same id; without both, the latest. Whatever the index says, a piece opens a new call if it names a tool and
 * cannot be more of the call it points to. No call is finished before the reply is: arguments that parse may still go
 * on. A reply has thousands of calls only by mistake or by malice: beyond what a run could ever take, they are counted out.
 */
/** Puts the tool calls of one reply together from their pieces. */
final class CallAssembler {
    private static final int MOST_KEPT = 16_384;

    private final Deltas deltas;
    private final Secrets secrets;
    private final List<StreamedCall> calls = new ArrayList<>(1);
    private @Nullable StreamedCall legacy; // the latest of old servers
    private Map<Integer, StreamedCall> byIndex = Map.of(); // of pieces that go on, those that went before
    private Map<String, StreamedCall> byId = Map.of();
    private int findable; // so many calls are in both

    CallAssembler(Deltas deltas, Secrets secrets) {
        this.deltas = deltas;
        this.secrets = secrets;
    }

    /**
     * Takes a piece.
     *
     * @param whole whether it is a call of a whole message, and so all of its call
     */
    void add(Piece.Call piece, boolean whole) {
        StreamedCall candidate = whole ? null : candidate(piece);
        boolean known = candidate != null && !candidate.isFollowedBy(piece);
        if (!known && calls.size() == MOST_KEPT) return;
        StreamedCall call = candidate == null || !known ? open(piece) : candidate;
        String before = call.id();
        call.add(piece);
        if (findable == calls.size() && !call.id().equals(before)) remember(call, before);
        call.announce(deltas);
    }

    /** Takes a call of a message that is told once more, from its beginning. */
    void addAgain(Piece.Call piece, int place) {
        if (place >= calls.size()) add(piece, true);
        else calls.get(place).addAgain(piece, deltas);
    }

    private @Nullable StreamedCall candidate(Piece.Call piece) {
        makeFindable();
        if (piece.index() != Piece.Call.NONE) return byIndex.get(piece.index());
        StreamedCall latest = calls.isEmpty() ? null : calls.get(calls.size() - 1);
        if (piece.id().isEmpty()) return piece.first() || piece.name().isEmpty() ? latest : null;
        StreamedCall known = byId.get(piece.id());
        if (known != null) return known;
        return latest != null && latest.id().isEmpty() && piece.name().isEmpty() ? latest : null;
    }

    private StreamedCall open(Piece.Call piece) {
        StreamedCall call = new StreamedCall(calls.size(), piece.index(), secrets);
        calls.add(call);
        if (piece.index() == Piece.Call.LEGACY) legacy = call;
        return call;
    }

    /** Of a whole message nobody asks which call goes on. */
    private void makeFindable() {
        if (findable == 0 && !calls.isEmpty()) {
            byIndex = new HashMap<>();
            byId = new HashMap<>();
        }
        for (; findable < calls.size(); findable++) {
            StreamedCall call = calls.get(findable);
            byIndex.put(call.index(), call);
            if (!call.id().isEmpty()) byId.putIfAbsent(call.id(), call);
        }
    }

    /** Of several calls with one id the first is meant. */
    private void remember(StreamedCall call, String formerId) {
        byId.remove(formerId, call);
        byId.putIfAbsent(call.id(), call);
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** Says that nothing more comes. */
    void end() {
        for (StreamedCall call : calls) call.end(deltas);
    }

    /**
     * The calls in the order in which they began.
     *
     * @param replyId makes up ids that differ from those of other replies
     */
    List<ToolCall> toolCalls(String replyId) {
        List<ToolCall> done = new ArrayList<>(calls.size());
        for (StreamedCall call : calls) {
            if (!call.isVoid() && !isToldTwice(call)) done.add(call.toolCall(replyId));
        }
        return done;
    }

    /** Some servers tell a call in the field of old as well, for clients of old. */
    private boolean isToldTwice(StreamedCall call) {
        return call == legacy && calls.stream().anyMatch(other -> other != call && other.isSameAs(call));
    }
}
