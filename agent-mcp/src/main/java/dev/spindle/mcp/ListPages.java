package dev.spindle.mcp;

import dev.spindle.json.Json;
import dev.spindle.mcp.Message.RpcError;
import java.util.List;

/** Lists, a page at a time. A cursor is where the next page begins, in words that a client has no use for. */
final class ListPages {
    private static final int LENGTH = 500;
    private static final String PREFIX = "from-";

    private ListPages() {}

    /**
     * The page that a request asks for.
     *
     * @param field of the result in which it stands
     * @throws RpcException if there is no such page
     */
    static Json page(String field, List<Json> all, Json params) {
        int from = Fields.findString(params, "cursor")
                .map(cursor -> from(cursor, all.size()))
                .orElse(0);
        int to = Math.min(all.size(), from + LENGTH);
        return Fields.of(field, all.subList(from, to))
                .and("nextCursor", to < all.size() ? PREFIX + to : null)
                .json();
    }

    private static int from(String cursor, int size) {
        boolean known = cursor.matches(PREFIX + "[0-9]{1,9}");
        int from = known ? Integer.parseInt(cursor.substring(PREFIX.length())) : 0;
        // A list that has become shorter since ends there.
        if (known && from > 0 && from % LENGTH == 0) return Math.min(from, size);
        throw new RpcException(RpcError.INVALID_PARAMS, "Unknown cursor: " + CleanText.line(cursor, 100));
    }
}
