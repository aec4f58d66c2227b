/**
 * Embedding models that run in this process: weights and vocabulary from a jar on the class path, no service and no network.
 *
 * <p>There is no training here and no other family of models than BERT's. Start reading at
 * {@link dev.spindle.retrieval.embedding.LocalEmbeddings}.
 */
@NullMarked
package dev.spindle.retrieval.embedding;

import org.jspecify.annotations.NullMarked;
