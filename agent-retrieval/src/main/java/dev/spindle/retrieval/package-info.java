/**
 * Search in documents by words and by meaning, for answers that cite the passages they rest on.
 *
 * <p>Everything runs in this process: reading, embedding, and the index, in memory or on disk. Nothing is fetched, and no model is asked
 * that the program did not hand over. Start reading at {@link dev.spindle.retrieval.DocumentIndex}, then
 * {@link dev.spindle.retrieval.RetrievalTools} and {@link dev.spindle.retrieval.citation.CitationCheck}.
 */
@NullMarked
package dev.spindle.retrieval;

import org.jspecify.annotations.NullMarked;
