package dev.spindle.retrieval;

import dev.spindle.json.Json;
import dev.spindle.retrieval.IndexedDocument.Entry;
import dev.spindle.retrieval.IndexedDocument.Stamp;
import dev.spindle.retrieval.document.Passage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.VectorSimilarityFunction;

/** How documents and passages are written down for Lucene, and read again. */
final class PassageFields {
    /** On the entry of a document: its path. */
    static final String DOCUMENT = "document";

    /** On the entry of a passage: the path of its document. */
    static final String FILE = "file";

    static final String NUMBER = "number";
    static final String TITLE = "title";
    static final String HEADING = "heading";
    static final String BODY = "body";
    static final String AROUND = "around";
    static final String VECTOR = "vector";
    static final String METADATA = "metadata";
    private static final int LONGEST_TERM = 5_000;
    private static final String STATE = "state";
    private static final String STORED = "stored";
    private static final FieldType COUNTED = counted();

    private PassageFields() {}

    static Document document(IndexedDocument document) {
        Document fields = new Document();
        fields.add(new StringField(DOCUMENT, document.path(), Field.Store.YES));
        Map<String, Json> state = new LinkedHashMap<>();
        state.put("hash", Json.of(document.stamp().hash()));
        state.put("bytes", Json.of(document.stamp().bytes()));
        state.put("modified", Json.of(document.stamp().modified()));
        state.put("leftOut", Json.of(document.leftOut()));
        fields.add(new StoredField(STATE, Json.object(state).text()));
        return fields;
    }

    static Stamp stamp(Document fields) {
        Json state = state(fields);
        return new Stamp(
                state.get("hash").string(),
                state.get("bytes").integer(),
                state.get("modified").integer());
    }

    static String leftOut(Document fields) {
        return state(fields).get("leftOut").string();
    }

    private static Json state(Document fields) {
        return Json.parse(fields.get(STATE));
    }

    static Document passage(int number, Entry entry, Map<String, String> metadata) {
        Passage passage = entry.passage();
        Document fields = new Document();
        fields.add(new StringField(FILE, passage.file(), Field.Store.NO));
        metadata.forEach((name, value) -> fields.add(new StringField(METADATA, said(name, value), Field.Store.NO)));
        fields.add(new IntPoint(NUMBER, number));
        fields.add(new NumericDocValuesField(NUMBER, number));
        StoredPassage texts = StoredPassage.of(entry);
        fields.add(new Field(TITLE, texts.title(), COUNTED));
        fields.add(new Field(HEADING, texts.heading(), COUNTED));
        fields.add(new Field(BODY, texts.body(), COUNTED));
        fields.add(new Field(AROUND, texts.around(), COUNTED));
        fields.add(new StoredField(STORED, StoredPassage.written(number, passage)));
        float[] vector = entry.vector();
        if (vector != null) {
            fields.add(new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
        }
        return fields;
    }

    /** What a document says of itself as one term, which Lucene wants to be short. */
    static String said(String name, String value) {
        String said = Words.wellFormed(name + "=" + value);
        return said.substring(
                0, said.offsetByCodePoints(0, Math.min(LONGEST_TERM, said.codePointCount(0, said.length()))));
    }

    static FoundPassage passage(Document fields) {
        return StoredPassage.read(fields.get(STORED));
    }

    private static FieldType counted() {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.freeze();
        return type;
    }
}
