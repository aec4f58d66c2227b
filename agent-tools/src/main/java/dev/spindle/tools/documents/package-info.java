/**
 * Search in a folder of documents by words (BM25), for answers that cite the passages they rest on.
 *
 * <p>The index lives in memory and is built once; there are no embeddings here, no updates, and nothing is fetched. Start reading at
 * {@link dev.spindle.tools.documents.DocumentIndex}, then {@link dev.spindle.tools.documents.DocumentSearch}.
 */
@NullMarked
package dev.spindle.tools.documents;

import org.jspecify.annotations.NullMarked;
