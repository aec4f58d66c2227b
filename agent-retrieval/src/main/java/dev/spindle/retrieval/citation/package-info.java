/**
 * Checks after an answer whether its citations hold: the passages exist and say what the sentences say that cite them.
 *
 * <p>By words, numbers, names and negations; no model is asked, and nothing is understood. Start reading at
 * {@link dev.spindle.retrieval.citation.CitationCheck}.
 */
@NullMarked
package dev.spindle.retrieval.citation;

import org.jspecify.annotations.NullMarked;
