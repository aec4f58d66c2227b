package dev.spindle.model.openai;

import dev.spindle.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What some servers tell of reasoning beside its text: a list whose items come in pieces when streamed. */
final class ReasoningDetails {
    static final String FIELD = "reasoning_details";

    /** The kinds of items that are written piece by piece, and the field that grows. */
    private static final Map<String, String> GROWING = Map.of("reasoning.text", "text", "reasoning.summary", "summary");

    private static final Set<String> IDENTITY = Set.of("type", "index", "id");

    private ReasoningDetails() {}

    /** The list with the pieces of each item joined: its text in full, of everything else the last that says something. */
    static Json joined(Json pieces) {
        List<Item> items = new ArrayList<>();
        for (Json piece : pieces.items()) {
            Item last = items.isEmpty() ? null : items.get(items.size() - 1);
            if (last != null && last.isContinuedBy(piece)) last.add(piece);
            else items.add(new Item(piece));
        }
        return Json.of(items.stream().map(Item::toJson).toList());
    }

    private static final class Item {
        private final Json first;
        private final String growing;
        private final Map<String, Json> fields = new LinkedHashMap<>();
        private final StringBuilder text = new StringBuilder();

        private Item(Json first) {
            this.first = first;
            this.growing = GROWING.getOrDefault(string(first, "type"), "");
            add(first);
        }

        private boolean isContinuedBy(Json piece) {
            return !growing.isEmpty()
                    && IDENTITY.stream().allMatch(name -> Objects.equals(first.find(name), piece.find(name)));
        }

        private void add(Json piece) {
            text.append(string(piece, growing));
            for (String name : piece.names()) {
                Json value = piece.get(name);
                boolean silent =
                        value.isNull() || (value.isString() && value.string().isEmpty());
                if (!silent || !fields.containsKey(name)) fields.put(name, value);
            }
        }

        private Json toJson() {
            if (fields.isEmpty()) return first;
            if (fields.containsKey(growing)) fields.put(growing, Json.of(text.toString()));
            return Json.object(fields);
        }

        private static String string(Json item, String field) {
            return item.find(field).filter(Json::isString).map(Json::string).orElse("");
        }
    }
}
