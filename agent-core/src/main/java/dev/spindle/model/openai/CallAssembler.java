package dev.spindle.model.openai;

import dev.spindle.message.ToolCall;
import dev.spindle.model.Delta;
import dev.spindle.model.Deltas;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/*
 * Which call a piece belongs to is the hardest question of the wire: servers leave out the index, send 0 for every
 * call, repeat ids and names, or send them late. The rule: the call with the same index; without an index, that with
 * the same id; without both, the latest. Whatever the index says, a piece opens a new call if it names a tool and
 * cannot be more of the call it points to. No call is finished before the reply is: arguments that parse may still go
 * on.
 */
/** Puts the tool calls of one reply together from their pieces. */
final class CallAssembler {
    private final Deltas deltas;
    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, Call> byIndex = new HashMap<>();

    CallAssembler(Deltas deltas) {
        this.deltas = deltas;
    }

    /**
     * Takes a piece.
     *
     * @param whole whether it is a call of a whole message, and so all of its call
     */
    void add(Piece.Call piece, boolean whole) {
        Call candidate = whole ? null : candidate(piece);
        Call call = candidate == null || candidate.isFollowedBy(piece) ? open(piece) : candidate;
        call.add(piece);
        call.announce(deltas);
    }

    private @Nullable Call candidate(Piece.Call piece) {
        if (piece.index() != Piece.Call.NONE) return byIndex.get(piece.index());
        Call latest = calls.isEmpty() ? null : calls.get(calls.size() - 1);
        if (piece.id().isEmpty()) return piece.first() || piece.name().isEmpty() ? latest : null;
        for (Call call : calls) {
            if (call.id.equals(piece.id())) return call;
        }
        return latest != null && latest.id.isEmpty() && piece.name().isEmpty() ? latest : null;
    }

    private Call open(Piece.Call piece) {
        Call call = new Call(calls.size());
        calls.add(call);
        byIndex.put(piece.index(), call);
        return call;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /**
     * The calls in the order in which they began.
     *
     * @param replyId makes up ids that differ from those of other replies
     */
    List<ToolCall> toolCalls(String replyId) {
        List<ToolCall> done = new ArrayList<>(calls.size());
        for (Call call : calls) {
            if (!call.isVoid()) done.add(call.toolCall(replyId));
        }
        return done;
    }

    private static final class Call {
        private final int place;
        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
        private int announced;
        private final Unknowns unknowns = new Unknowns();

        private Call(int place) {
            this.place = place;
        }

        private boolean isFollowedBy(Piece.Call piece) {
            if (piece.name().isEmpty()) return false;
            boolean idsDiffer = !piece.id().equals(id);
            if (idsDiffer && !piece.id().isEmpty() && !id.isEmpty()) return true;
            if (name.isEmpty() || arguments.isEmpty()) return false;
            return !piece.name().equals(name) || (id.isEmpty() && startsAnew(piece.arguments()));
        }

        private boolean startsAnew(String more) {
            return more.startsWith("{") && ObjectCheck.isObject(arguments.toString());
        }

        private void add(Piece.Call piece) {
            if (!piece.id().isEmpty()) id = piece.id();
            // A name comes whole, again, or in parts; sent again, it may also have grown.
            name = piece.name().startsWith(name) ? piece.name() : name + piece.name();
            arguments.append(piece.arguments());
            piece.unknown().forEach(unknowns::add);
        }

        private void announce(Deltas deltas) {
            if (name.isEmpty() || announced == arguments.length()) return;
            String piece = arguments.substring(announced);
            announced = arguments.length();
            deltas.accept(new Delta.ArgumentsPiece(place, name, piece));
        }

        private boolean isVoid() {
            return id.isEmpty() && name.isEmpty() && arguments.isEmpty();
        }

        private ToolCall toolCall(String replyId) {
            String text = arguments.toString().isBlank() ? "{}" : arguments.toString();
            return new ToolCall(id.isEmpty() ? madeUpId(replyId, text) : id, name, text, unknowns.toJson());
        }

        private String madeUpId(String replyId, String text) {
            String seed = replyId + '\n' + place + '\n' + name + '\n' + text;
            return "call_"
                    + UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8))
                            .toString()
                            .replace("-", "");
        }
    }
}
