package dev.spindle.bench;

import dev.spindle.context.Cancellation;
import dev.spindle.json.Json;
import dev.spindle.retrieval.DocumentIndex;
import dev.spindle.retrieval.PassageQuery;
import dev.spindle.retrieval.PassageRun;
import dev.spindle.retrieval.document.Passage;
import dev.spindle.tools.files.ConfinedFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the parts of long texts that answer a query, as cut by the library's splitter and joined with what stands beside. */
final class ChunksProbe implements Answerer {
    /** As much as five parts of 800 characters are, however many parts are asked for. */
    private static final int MOST_PARTS_OF_800 = 5;

    private final Retrieval retrieval = new Retrieval();
    private final DocumentIndex index;
    private final int most;

    /**
     * A probe over the texts of a folder.
     *
     * @param most how many parts an answer has at most, together of 800 characters each, and of 4,000 at most
     */
    ChunksProbe(Path folder, int most) {
        this.most = Math.min(PassageQuery.MAX_LIMIT, most);
        this.index = DocumentIndex.open(ConfinedFolder.of(folder), retrieval.settings(), (done, total) -> {});
    }

    @Override
    public Map<String, Json> answer(Json question) {
        PassageQuery query = PassageQuery.of(question.get("query").string(), most);
        List<Json> ranked = index.searchRuns(query, mostCharacters(), Cancellation.create()).stream()
                .map(ChunksProbe::place)
                .toList();
        return Map.of("ranked", Json.of(ranked));
    }

    private int mostCharacters() {
        return 800 * Math.min(MOST_PARTS_OF_800, most);
    }

    private static Json place(PassageRun run) {
        Passage.Source source = run.source();
        String file = source.file();
        Map<String, Json> place = new LinkedHashMap<>();
        place.put("corpus", Json.of(file.endsWith(".md") ? file.substring(0, file.length() - 3) : file));
        place.put("start", Json.of(source.start()));
        place.put("end", Json.of(source.end()));
        return Json.object(place);
    }

    @Override
    public void close() {
        index.close();
        retrieval.close();
    }
}
