package dev.spindle.journal;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.state.Fingerprint;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** KeptEvent.Contents that are what their hashes say: a missing or damaged one is an error. */
record CheckedContents(KeptEvent.Contents contents) {
    /** Adds a text to what shall be kept, and gives its hash. */
    static String keep(String text, Map<String, String> kept) {
        String hash = Fingerprint.of(text);
        kept.put(hash, text);
        return hash;
    }

    String text(String hash) {
        return texts(List.of(hash)).get(0);
    }

    /** The texts in the order of their hashes. */
    List<String> texts(Collection<String> hashes) {
        Set<String> each = new LinkedHashSet<>(hashes); // a damaged line may name one of them for ever
        Map<String, String> found = new HashMap<>(contents.find(each));
        each.forEach(hash -> found.put(hash, checked(hash, found.get(hash))));
        return hashes.stream().map(found::get).toList();
    }

    private static String checked(String hash, @Nullable String text) {
        if (text == null) {
            throw new JournalException(
                    "The content " + hash + " is missing; restore what was deleted of the journal from a backup", null);
        }
        if (!Fingerprint.of(text).equals(hash)) {
            throw new JournalException(
                    "The content " + hash + " is damaged: it is not what was written; restore it from a backup", null);
        }
        return text;
    }

    /** What a content is; what this program wrote fits unless the program is newer. */
    static <T> T value(String json, Class<T> type) {
        try {
            return Json.trusted(json).to(type);
        } catch (JsonException malformed) {
            throw new JournalException(
                    "A content is no " + type.getSimpleName() + ": " + malformed.getMessage(), malformed);
        }
    }
}
