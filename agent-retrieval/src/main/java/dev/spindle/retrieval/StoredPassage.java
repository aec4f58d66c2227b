package dev.spindle.retrieval;

import dev.spindle.json.Json;
import dev.spindle.retrieval.IndexedDocument.Entry;
import dev.spindle.retrieval.document.Passage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every store keeps of a passage.
 *
 * @param title the words of its path, and what its document calls itself
 * @param heading its headings
 * @param body its own words
 * @param around the words of the passages around it
 */
record StoredPassage(String title, String heading, String body, String around) {
    /** What a passage is found by. */
    static StoredPassage of(Entry entry) {
        Passage passage = entry.passage();
        String name = passage.file().replaceAll("[^\\p{L}\\p{N}]", " ");
        return new StoredPassage(
                Words.wellFormed(name + " " + passage.title()),
                Words.wellFormed(String.join(" ", passage.headings())),
                Words.wellFormed(passage.text()),
                Words.wellFormed(entry.around()));
    }

    /** A passage as JSON. */
    static String written(int number, Passage passage) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("number", Json.of(number));
        fields.put("source", Json.of(passage.source()));
        fields.put("title", Json.of(passage.title()));
        fields.put("headings", Json.of(passage.headings()));
        fields.put("text", Json.of(passage.text()));
        return Json.object(fields).text();
    }

    /** The passage of what was {@link #written}. */
    static FoundPassage read(String written) {
        Json stored = Json.parse(written);
        List<String> headings =
                stored.get("headings").items().stream().map(Json::string).toList();
        Passage passage = new Passage(
                stored.get("source").to(Passage.Source.class),
                stored.get("title").string(),
                headings,
                stored.get("text").string());
        return new FoundPassage((int) stored.get("number").integer(), passage, 0);
    }
}
